"""Which terms of schema.org stand for the terms that the data uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lod.terms import RDFS, SCHEMA, SCHEMA_HTTP, SKOS, shorten
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

    `literals` and `things` tell what it may hold here. `bare` means that it takes addresses, and no text that a plain
    string would be read as; `only_url` that it takes nothing but addresses; `members` that it may hold members of
    schema.org's enumerations. `aligned` properties give way to others of the same key. `inverse` is
    the key that says the same from the other side. A property of another vocabulary is `foreign`: these are then the
    prefixes that shorten its datatypes.
    """

    key: str
    literals: bool
    things: bool
    bare: bool
    only_url: bool
    aligned: bool = False
    members: bool = False
    inverse: str | None = None
    foreign: Mapping[str, str] | None = None


class Terms:
    """The way from the terms of a workspace to those of schema.org; with `prefixes`, its own terms come too."""

    def __init__(self, vocabulary: Vocabulary, prefixes: Mapping[str, str] | None = None) -> None:
        self._vocabulary = vocabulary
        self._prefixes = prefixes
        self._classes: dict[frozenset[str], tuple[str, ...]] = {}
        self._inverses: dict[str, dict[tuple[str, ...] | None, tuple[str, ...]]] = {}
        self._ordering: dict[str, bool] = {}
        self._properties: dict[tuple[str, tuple[str, ...]], tuple[Property, ...]] = {}

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

    def inverses(self, predicate: str, classes: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Return the keys that say from the other side what a predicate says on a thing of these classes.

        `classes` is called only where it matters.
        """
        known = self._inverses.get(predicate)
        if known is None:
            known = self._inverses[predicate] = self._certain(predicate)
        if None in known:
            return known[None]
        if (of := classes()) not in known:
            known[of] = self._other_sides(predicate, of)
        return known[of]

    def _certain(self, predicate: str) -> dict[tuple[str, ...] | None, tuple[str, ...]]:
        """Return, for None, the keys of the other side that hold whatever the classes are, if that is so."""
        ways = (_fact(iri, "property") for iri in (predicate, *self._vocabulary.above(predicate)))
        if not any(fact.inverse for fact in ways if fact):
            return {None: ()}
        return {None: self._other_sides(predicate, ())} if _fact(predicate, "property") else {}

    def _other_sides(self, predicate: str, classes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(property.inverse for property in self.properties(predicate, classes) if property.inverse)

    def foreign_classes(self, types: Iterable[str]) -> tuple[str, ...]:
        """Return the types that are none of schema.org's, as CURIEs or IRIs, if they are wanted."""
        if self._prefixes is None:
            return ()
        others = sorted(iri for iri in types if not _fact(iri, "class"))
        return tuple(shorten(iri, self._prefixes) or iri for iri in others)

    def properties(self, predicate: str, classes: tuple[str, ...]) -> tuple[Property, ...]:
        """Return what stands for a predicate on a thing of these classes.

        Properties of schema.org stand for themselves, whatever they are used on: that is for validation to say. An own
        property stands for the nearest property above it that schema.org allows on such a thing, and, if terms of
        other vocabularies are wanted, for itself too.
        """
        key = predicate, classes
        if key not in self._properties:
            self._properties[key] = self._found(predicate, classes)
        return self._properties[key]

    def _found(self, predicate: str, classes: tuple[str, ...]) -> tuple[Property, ...]:
        if fact := _fact(predicate, "property"):
            return (_made(fact, own=False),)
        found = self._property(predicate, classes)
        foreign = None if self._prefixes is None else _foreign(predicate, self._prefixes)
        return tuple(property for property in (found, foreign) if property is not None)

    def _property(self, predicate: str, classes: tuple[str, ...]) -> Property | None:
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
    url, text = f"{SCHEMA}URL" in datatypes, f"{SCHEMA}Text" in datatypes
    return Property(
        key=fact.iri.removeprefix(SCHEMA),
        literals=not own or bool(datatypes),
        things=not own or url or len(datatypes) < len(fact.ranges),
        bare=url and not text,
        only_url=url and len(fact.ranges) == 1,
        aligned=aligned,
        members=not text,
        inverse=fact.inverse.removeprefix(SCHEMA) if fact.inverse else None,
    )


def _foreign(predicate: str, prefixes: Mapping[str, str]) -> Property:
    name = shorten(predicate, prefixes) or predicate
    return Property(name, literals=True, things=True, bare=False, only_url=False, foreign=prefixes)
