"""Which terms of schema.org stand for the terms that the data uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lod.terms import RDFS, SCHEMA, SCHEMA_HTTP, SKOS
from lod.vocabulary import Facts, Vocabulary, facts

#: Terms of topics and labels, and what schema.org calls the same; used where the data says nothing in schema.org's.
ALIGNED: Mapping[str, str] = {
    f"{SKOS}Concept": f"{SCHEMA}DefinedTerm",
    f"{SKOS}ConceptScheme": f"{SCHEMA}DefinedTermSet",
    f"{SKOS}prefLabel": f"{SCHEMA}name",
    f"{SKOS}altLabel": f"{SCHEMA}alternateName",
    f"{SKOS}definition": f"{SCHEMA}description",
    f"{SKOS}notation": f"{SCHEMA}termCode",
    f"{SKOS}inScheme": f"{SCHEMA}inDefinedTermSet",
    f"{RDFS}label": f"{SCHEMA}name",
    f"{RDFS}comment": f"{SCHEMA}description",
}

POSITION = f"{SCHEMA}position"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of schema.org as the key of a document.

    `literals` and `things` tell what it may hold here. `text` means that plain strings are read as text, so that a link
    has to be written as one; `url` that it takes addresses, `only_url` that it takes nothing else. `aligned` properties
    give way to others of the same key.
    """

    key: str
    literals: bool
    things: bool
    text: bool
    url: bool
    only_url: bool
    aligned: bool


class Terms:
    """The way from the terms of a workspace to those of schema.org, each looked up once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._classes: dict[frozenset[str], tuple[str, ...]] = {}
        self._properties: dict[tuple[str, tuple[str, ...]], Property | None] = {}
        self._ordering: dict[str, bool] = {}

    def classes(self, types: frozenset[str]) -> tuple[str, ...]:
        """Return the IRIs of the nearest classes of schema.org, sorted, without those that another one implies."""
        if types not in self._classes:
            found = {near for iri in types if (near := self._nearest_class(iri)) is not None}
            implied = {up for iri in found for up in self._vocabulary.above(iri)}
            self._classes[types] = tuple(sorted(found - implied))
        return self._classes[types]

    def lineage(self, classes: tuple[str, ...]) -> Iterator[str]:
        """Yield the local names of classes of schema.org and of what stands above them, the nearest first."""
        for iri in classes:
            yield from (up.removeprefix(SCHEMA) for up in (iri, *self._vocabulary.above(iri)))

    def ordering(self, predicate: str) -> bool:
        """Tell whether a predicate says where a thing stands among others."""
        if predicate not in self._ordering:
            self._ordering[predicate] = POSITION in (https(predicate), *self._vocabulary.above(predicate))
        return self._ordering[predicate]

    def property(self, predicate: str, classes: tuple[str, ...]) -> Property | None:
        """Return what stands for a predicate on a thing of these classes, or None.

        Properties of schema.org stand for themselves, whatever they are used on: that is for validation to say. An own
        property stands for the nearest property above it that schema.org allows on such a thing.
        """
        key = (predicate, classes)
        if key not in self._properties:
            self._properties[key] = self._property(predicate, classes)
        return self._properties[key]

    def _property(self, predicate: str, classes: tuple[str, ...]) -> Property | None:
        if fact := _fact(predicate, "property"):
            return _made(fact, own=False)
        for up in self._vocabulary.above(predicate):
            fact = _fact(up, "property")
            if fact and any(self._vocabulary.is_a(classes, domain) for domain in fact.domains):
                return _made(fact, own=True)
        fact = _fact(ALIGNED.get(predicate, ""), "property")
        return _made(fact, own=False, aligned=True) if fact else None

    def _nearest_class(self, iri: str) -> str | None:
        for up in (https(iri), *self._vocabulary.above(iri)):
            if fact := _fact(up, "class") or _fact(ALIGNED.get(up, ""), "class"):
                return fact.iri
        return None


def https(iri: str) -> str:
    """Return a schema.org IRI in its https form, any other as it is."""
    return SCHEMA + iri.removeprefix(SCHEMA_HTTP) if iri.startswith(SCHEMA_HTTP) else iri


def is_member(iri: str) -> bool:
    """Tell whether an IRI is a member of one of schema.org's enumerations."""
    return _fact(iri, "member") is not None


def _fact(iri: str, kind: str) -> Facts | None:
    fact = facts().get(https(iri))
    return fact if fact and fact.kind == kind else None


def _made(fact: Facts, *, own: bool, aligned: bool = False) -> Property:
    datatypes = {iri for iri in fact.ranges if _fact(iri, "datatype")}
    url = f"{SCHEMA}URL" in datatypes
    return Property(
        key=fact.iri.removeprefix(SCHEMA),
        literals=not own or bool(datatypes),
        things=not own or url or len(datatypes) < len(fact.ranges),
        text=f"{SCHEMA}Text" in datatypes,
        url=url,
        only_url=url and len(fact.ranges) == 1,
        aligned=aligned,
    )
