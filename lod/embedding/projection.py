"""What the graph says of one thing, in terms of schema.org and in one language; links are named, not yet followed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from lod.embedding.kinds import Kind, kind
from lod.embedding.terms import Property, Terms, https, is_member
from lod.embedding.values import Scalar, best, is_text, is_understood, scalar
from lod.graph import Graph, Resource, Term
from lod.terms import RDF_TYPE, SCHEMA
from lod.vocabulary import Vocabulary

#: How many things are remembered: people, places and bodies return in many documents.
REMEMBERED = 16_384

#: What names a thing that is only mentioned, the most fitting first.
NAMING = ("name", "headline")

_LANGUAGE = "inLanguage"


class Statement(NamedTuple):
    """A key of a document with its values: JSON values as they are written, then the links to other things.

    `bare` means that a link to what the graph does not describe is written as an address, a plain string.
    """

    key: str
    values: tuple[Scalar, ...]
    links: tuple[Resource, ...] = ()
    bare: bool = False


class Projection(NamedTuple):
    """A thing: its types by their local names, its statements (the name first, then by key), how much of it is shown.

    `name` is what names it where it is only mentioned. `position` is where it stands among others, if the data says so.
    `shared` is true for a blank node that more than one statement leads to.
    """

    types: tuple[str, ...]
    statements: tuple[Statement, ...]
    kind: Kind
    name: Statement | None
    position: float
    shared: bool

    def __bool__(self) -> bool:
        return bool(self.types or self.statements)


class Projector:
    """Projects the things of one graph; what was looked up is remembered."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary, language: str) -> None:
        self._graph = graph
        self._terms = Terms(vocabulary)
        self._language = language
        self._languages = (language, *(other for other in vocabulary.languages if other != language))
        self._kinds: dict[tuple[str, ...], tuple[tuple[str, ...], Kind, bool]] = {}
        self.of = lru_cache(REMEMBERED)(self._of)

    def _of(self, node: Resource) -> Projection:
        stated: dict[str, list[Term]] = {}
        for triple in self._graph.triples(node):
            stated.setdefault(triple.predicate.value, []).append(triple.object)
        types = stated.pop(RDF_TYPE, ())
        classes = self._terms.classes(frozenset([t.value for t in types if isinstance(t, ox.NamedNode)]))
        if classes not in self._kinds:
            lineage = tuple(self._terms.lineage(classes))
            names = tuple(iri.removeprefix(SCHEMA) for iri in classes)
            self._kinds[classes] = names, kind(lineage), "CreativeWork" in lineage
        names, shown, creative = self._kinds[classes]
        statements, elsewhere = self._statements(stated, classes)
        if creative and elsewhere and _LANGUAGE not in statements:
            statements[_LANGUAGE] = Statement(_LANGUAGE, tuple(sorted(elsewhere)))
        return Projection(
            types=names,
            statements=tuple(statements[key] for key in sorted(statements, key=_name_first)),
            kind=shown,
            name=next((statements[key] for key in NAMING if key in statements and statements[key].values), None),
            position=self._position(stated),
            shared=isinstance(node, ox.BlankNode) and len(list(self._graph.triples(object=node))) > 1,
        )

    def _statements(
        self, stated: dict[str, list[Term]], classes: tuple[str, ...]
    ) -> tuple[dict[str, Statement], set[str]]:
        """Return the statements by key, and the languages that text had to be taken from in place of the wanted one."""
        gathered: dict[str, _Values] = {}
        aligned: dict[str, _Values] = {}
        for predicate, terms in stated.items():
            property = self._terms.property(predicate, classes)
            if property is not None:
                place = aligned if property.aligned else gathered
                if property.key not in place:
                    place[property.key] = _Values(property)
                place[property.key].add(property, terms)
        statements: dict[str, Statement] = {}
        elsewhere: set[str] = set()
        for key, found in (aligned | gathered).items() if aligned else gathered.items():
            text: list[str] = []
            if found.texts:
                tag = self._language if self._language in found.texts else best(found.texts, self._languages)
                text = found.texts[tag]
                if tag is not None and not _speaks(tag, self._language):
                    elsewhere.add(tag)
            statement = found.statement(text)
            if statement.values or statement.links:
                statements[key] = statement
        return statements, elsewhere

    def _position(self, stated: dict[str, list[Term]]) -> float:
        numbers = [
            value
            for predicate, terms in stated.items()
            if self._terms.ordering(predicate)
            for term in terms
            if isinstance(term, ox.Literal) and isinstance(value := scalar(term), int | float)
        ]
        return min(numbers) if numbers else math.inf


class _Values:
    """The values of one key: texts by language tag, JSON values, links."""

    __slots__ = ("links", "property", "texts", "values")

    def __init__(self, property: Property) -> None:
        self.property = property
        self.texts: dict[str | None, list[str]] = {}
        self.values: list[Scalar] = []
        self.links: list[Resource] = []

    def add(self, property: Property, terms: Iterable[Term]) -> None:
        """Take what a predicate holds, which `property` stands for."""
        for term in terms:
            if isinstance(term, ox.Literal):
                if not property.literals:
                    continue
                if is_text(term):
                    self.texts.setdefault(term.language, []).append(term.value)
                elif is_understood(term):
                    self.values.append(scalar(term))
            elif not property.things:
                continue
            elif isinstance(term, ox.NamedNode):
                if not property.text and is_member(term.value):
                    self.values.append(https(term.value))
                elif property.only_url:
                    self.values.append(term.value)
                else:
                    self.links.append(term)
            elif isinstance(term, ox.BlankNode):
                self.links.append(term)

    def statement(self, text: list[str]) -> Statement:
        """Return the statement with these of the texts; all in a fixed order, each once."""
        values: list[Scalar] = [*text, *self.values]
        if len(values) > 1:
            values = [*sorted(set(text)), *sorted(set(self.values), key=lambda value: (str(type(value)), value))]
        links = self.links
        if len(links) > 1:
            links = sorted(set(links), key=lambda link: (isinstance(link, ox.BlankNode), link.value))
        return Statement(self.property.key, tuple(values), tuple(links), self.property.url and not self.property.text)


def _name_first(key: str) -> str:
    return "" if key == "name" else key


def _speaks(tag: str, language: str) -> bool:
    """Tell whether a language tag is of this language or a special form of it (RFC 4647, section 3.3.1)."""
    return f"{tag.lower()}-".startswith(f"{language.lower()}-")
