"""What kind of thing a thing is, for its place in lists, its colour, and what its page shows first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import pyoxigraph as ox

from lod.graph import Graph, Term
from lod.publishing.site.reads import Reads
from lod.terms import RDF_TYPE, SCHEMA, SCHEMA_HTTP, SKOS
from lod.vocabulary import Vocabulary

#: The families of things, in the order of the start page: class and colour. The first that fits is taken, so those
#: that are special stand above those that are general.
FAMILIES: tuple[tuple[str, str], ...] = (
    (f"{SCHEMA}Article", "article"),
    (f"{SCHEMA}Event", "event"),
    (f"{SCHEMA}Person", "person"),
    (f"{SCHEMA}Quotation", "quotation"),
    (f"{SCHEMA}Project", "project"),
    (f"{SCHEMA}Organization", "organization"),
    (f"{SCHEMA}Place", "place"),
    (f"{SCHEMA}ImageObject", "image"),
    (f"{SCHEMA}Action", "plan"),
    (f"{SCHEMA}Role", "person"),
    (f"{SCHEMA}Audience", "person"),
    (f"{SKOS}Concept", "topic"),
    (f"{SKOS}ConceptScheme", "topic"),
)
_COLOURS = dict(FAMILIES)

_TYPE = ox.NamedNode(RDF_TYPE)


class Kinds:
    """The classes of the things in one graph, each thing looked up once; `known` are those of which they are known."""

    def __init__(
        self,
        graph: Graph,
        vocabulary: Vocabulary,
        reads: Reads,
        known: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self._graph = graph
        self._reads = reads
        self._vocabulary = vocabulary
        self._types = dict(known)
        self._rows: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._special: dict[tuple[str, ...], str | None] = {}
        self._families: dict[tuple[str, ...], str | None] = {}
        self._first: dict[tuple[tuple[str, ...], tuple[str, ...]], str | None] = {}

    def learn(self, stated: Iterable[tuple[str, str]] | None = None) -> None:
        """Look all things up at once, for those who go through all of them.

        `stated` are the IRIs of things with those of their classes, where somebody has found them.
        """
        found: dict[str, set[str]] = {}
        for iri, kind in self._stated() if stated is None else stated:
            found.setdefault(iri, set()).add(kind)
        self._types.update((iri, self.row(types)) for iri, types in found.items())

    def _stated(self) -> Iterator[tuple[str, str]]:
        for triple in self._graph.triples(None, _TYPE):
            subject, object = triple.subject, triple.object
            if isinstance(subject, ox.NamedNode) and isinstance(object, ox.NamedNode):
                yield subject.value, object.value

    def types(self, node: Term) -> tuple[str, ...]:
        """Return the classes of a thing, sorted; schema.org's under https, however the data writes it."""
        if type(node) is ox.NamedNode:
            self._reads.note(node.value)
        elif type(node) is not ox.BlankNode:
            return ()
        found = self._types.get(node.value)
        if found is None:
            iris = {t.object.value for t in self._graph.triples(node, _TYPE) if isinstance(t.object, ox.NamedNode)}
            found = self._types[node.value] = self.row(iris)
        return found

    def row(self, iris: Iterable[str]) -> tuple[str, ...]:
        """Return classes as they are kept: the same ones as the same tuple."""
        row = tuple(sorted({_https(iri) for iri in iris}))
        return self._rows.setdefault(row, row)

    def of(self, node: Term) -> str | None:
        """Return the most special class of a thing, or None if it has none."""
        return self._special_of(self.types(node))

    def _special_of(self, types: tuple[str, ...]) -> str | None:
        if types not in self._special:
            self._special[types] = self._vocabulary.most_specific(types)
        return self._special[types]

    def family(self, node: Term) -> str | None:
        """Return the class under which a thing is listed: a family, else its own most special class."""
        return self.family_of(self.types(node))

    def family_of(self, types: tuple[str, ...]) -> str | None:
        """Return the class under which things of these classes, as `row` has them, are listed."""
        if types not in self._families:
            self._families[types] = self._first_of(types, tuple(_COLOURS)) or self._special_of(types)
        return self._families[types]

    def colour(self, node: Term) -> str:
        """Return the name of the colour that a thing's page has in the style sheet."""
        return _COLOURS.get(self.family(node) or "", "other")

    def is_a(self, node: Term, wanted: str) -> bool:
        """Tell whether a thing is of this class or of one below it."""
        return self.first(node, (wanted,)) is not None

    def first(self, node: Term, classes: tuple[str, ...]) -> str | None:
        """Return the first of some classes that a thing is of, or None."""
        return self._first_of(self.types(node), classes)

    def _first_of(self, types: tuple[str, ...], classes: tuple[str, ...]) -> str | None:
        key = (types, classes)
        if key not in self._first:
            fits = (iri for iri in classes if self._vocabulary.is_a(key[0], iri))
            self._first[key] = next(fits, None)
        return self._first[key]


def _https(iri: str) -> str:
    return SCHEMA + iri.removeprefix(SCHEMA_HTTP) if iri.startswith(SCHEMA_HTTP) else iri
