"""What the graph says of one thing, in terms of schema.org and in one language; links are named, not yet followed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

import pyoxigraph as ox

from lod.embedding.kinds import Kind, kind
from lod.embedding.terms import Property, Terms, https, is_member
from lod.embedding.values import Value, best, is_text, is_understood, ordered, scalar, typed
from lod.graph import Graph, Resource, Term
from lod.terms import RDF_TYPE, SCHEMA
from lod.vocabulary import Vocabulary

#: What names a thing that is only mentioned, the most fitting first.
NAMING = ("name", "headline")

#: No more things than these are shown from the other side of one property: a town is the place of thousands of events.
INVERSES = 50

_LANGUAGE = "inLanguage"

_iri = attrgetter("value")


def _named_first(node: Resource) -> tuple[bool, str]:
    """Order things: those that have an IRI, then the others."""
    return isinstance(node, ox.BlankNode), node.value


def _place(key: str) -> tuple[bool, str]:
    """Order keys: the name, then by the alphabet."""
    return key != "name", key


class Links(NamedTuple):
    """What leads from a thing to others by one key: JSON values that stand before them, then the things.

    `bare` means that a link to what the graph does not describe is written as an address, a plain string.
    """

    key: str
    values: tuple[Value, ...]
    things: tuple[Resource, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Projection:
    """A thing as the beginning of a document.

    `plain` is its JSON object: types, IRI, name, then the other keys in their order, each with its values; None stands
    for what `links` lead to. `name` is the key of what names it. `position` is where it stands among others, if the
    data says so. `shared` is true for a blank node that more than one statement leads to. `known` is whether the graph
    says anything of it in these terms.
    """

    plain: dict[str, Any]
    links: tuple[Links, ...]
    kind: Kind
    name: str | None
    position: float
    shared: bool
    known: bool


class _Key(NamedTuple):
    """A key of a document: the property that it is, and the predicates that say it, each by its own property."""

    key: str
    property: Property
    sources: tuple[tuple[str, Property], ...]


class _Shape(NamedTuple):
    """What all things of the same classes and predicates have in common: their keys in order, and what orders them."""

    keys: tuple[_Key, ...]
    ordering: tuple[str, ...]


class _Row:
    """What all things of the same classes have in common."""

    __slots__ = ("classes", "creative", "kind", "plans", "shapes", "types")

    def __init__(self, classes: tuple[str, ...], types: tuple[str, ...], kind: Kind, creative: bool) -> None:
        self.classes = classes
        self.types = types
        self.kind = kind
        self.creative = creative
        self.plans: dict[str, tuple[Property, ...]] = {}
        self.shapes: dict[tuple[str, ...], _Shape] = {}


class Projector:
    """Projects the things of one graph.

    With `prefixes`, terms of other vocabularies are there too, as CURIEs. `kinds` is how much is shown of which kind.
    """

    def __init__(
        self,
        graph: Graph,
        vocabulary: Vocabulary,
        language: str,
        kinds: Mapping[str, Kind],
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._graph = graph
        self._terms = Terms(vocabulary, prefixes)
        self._language = language
        self._languages = (language, *(other for other in vocabulary.languages if other != language))
        self._table = kinds
        self._rows: dict[tuple[str, ...], _Row] = {}

    def of(self, node: Resource) -> Projection:
        """Return the projection of a node, an empty one if the graph says nothing of it in these terms."""
        stated = self._graph.statements(node)
        types = stated.pop(RDF_TYPE, ())
        row = self._row(tuple([term.value for term in types if isinstance(term, ox.NamedNode)]))
        predicates = tuple(stated)
        shape = row.shapes.get(predicates) or self._shape(row, predicates)
        plain: dict[str, Any] = {}
        if row.types:
            plain["@type"] = row.types[0] if len(row.types) == 1 else row.types
        blank = isinstance(node, ox.BlankNode)
        if not blank:
            plain["@id"] = node.value
        head = len(plain)
        links = []
        spoken: set[str] = set()
        for key, property, sources in shape.keys:
            terms = stated[sources[0][0]] if len(sources) == 1 else _merged(sources, stated)
            value = self._value(property, terms, spoken)
            if type(value) is Links:
                links.append(value)
                plain[key] = None
            elif value is not None:
                plain[key] = value
        # Text that is all in another language makes a work in that language, unless the data says which it is in.
        if row.creative and spoken and _LANGUAGE not in plain and not any(map(self._speaks, spoken)):
            plain[_LANGUAGE] = one_or_list(sorted(spoken))
            plain = {key: plain[key] for key in (*islice(plain, head), *sorted(islice(plain, head, None), key=_place))}
        return Projection(
            plain,
            tuple(links),
            row.kind,
            next((key for key in NAMING if plain.get(key) is not None), None),
            min((number for predicate in shape.ordering for number in _numbers(stated[predicate])), default=math.inf),
            blank and len(list(self._graph.triples(object=node))) > 1,
            bool(row.types) or len(plain) > head,
        )

    def incoming(self, node: ox.NamedNode, told: Projection) -> list[Links]:
        """Return what others say of a node by properties that schema.org knows from both sides, from its own side.

        What is `told` already is left out. Of more than INVERSES things the first by IRI are taken.
        """
        found: dict[str, set[ox.NamedNode]] = {}
        for triple in self._graph.triples(object=node):
            subject = triple.subject
            if isinstance(subject, ox.NamedNode):
                for key in self._terms.inverses(triple.predicate.value, partial(self._classes, subject)):
                    found.setdefault(key, set()).add(subject)
        for links in told.links:
            if links.key in found:
                found[links.key].difference_update(links.things)
        return [Links(key, (), tuple(sorted(found[key], key=_iri)[:INVERSES])) for key in sorted(found)]

    def _classes(self, node: ox.NamedNode) -> tuple[str, ...]:
        types = self._graph.triples(node, ox.NamedNode(RDF_TYPE))
        return self._row(tuple([t.object.value for t in types if isinstance(t.object, ox.NamedNode)])).classes

    def _row(self, types: tuple[str, ...]) -> _Row:
        if types not in self._rows:
            classes = self._terms.classes(frozenset(types))
            lineage = tuple(self._terms.lineage(classes))
            names = (*(iri.removeprefix(SCHEMA) for iri in classes), *self._terms.foreign_classes(types))
            self._rows[types] = _Row(classes, names, kind(lineage, self._table), "CreativeWork" in lineage)
        return self._rows[types]

    def _shape(self, row: _Row, predicates: tuple[str, ...]) -> _Shape:
        """Return what stands for these predicates on a thing of these classes, and remember it."""
        found: dict[str, list[tuple[str, Property]]] = {}
        for predicate in predicates:
            if predicate not in row.plans:
                row.plans[predicate] = self._terms.properties(predicate, row.classes)
            for property in row.plans[predicate]:
                found.setdefault(property.key, []).append((predicate, property))
        keys = []
        for key in sorted(found, key=_place):
            # Aligned terms give way to others.
            sources = [source for source in found[key] if not source[1].aligned] or found[key]
            property = max((property for _, property in sources), key=lambda property: property.literals)
            keys.append(_Key(key, property, tuple(sources)))
        shape = _Shape(tuple(keys), tuple(filter(self._terms.ordering, predicates)))
        row.shapes[predicates] = shape
        return shape

    def _value(self, property: Property, terms: list[Term], spoken: set[str]) -> Any:
        """Return JSON or Links, all in a fixed order, or None; add the language of the text to `spoken`."""
        texts: dict[str | None, list[str]] = {}
        values: list[Value] = []
        things: list[Resource] = []
        for term in terms:
            if isinstance(term, ox.Literal):
                if not property.literals:
                    continue
                if (language := term.language) is not None or is_text(term):
                    if len(terms) == 1:
                        if language is not None:
                            spoken.add(language)
                        return term.value
                    texts.setdefault(language, []).append(term.value)
                elif property.foreign is not None:
                    values.append(typed(term, property.foreign))
                elif is_understood(term):
                    values.append(scalar(term))
            elif property.things:
                if isinstance(term, ox.BlankNode):
                    things.append(term)
                elif isinstance(term, ox.NamedNode):
                    if property.members and is_member(term.value):
                        values.append(https(term.value))
                    elif property.only_url:
                        values.append(term.value)
                    else:
                        things.append(term)
        if texts:
            if self._language in texts:
                tag: str | None = self._language
            else:
                tag = next(iter(texts)) if len(texts) == 1 else best(texts, self._languages)
            if tag is not None:
                spoken.add(tag)
            text: list[Value] = [*sorted(texts[tag])]
            values = [*text, *sorted(values, key=ordered)]
        elif len(values) > 1:
            values.sort(key=ordered)
        if things:
            if len(things) > 1:
                things.sort(key=_named_first)
            return Links(property.key, tuple(values), tuple(things), property.url and not property.text)
        return (values[0] if len(values) == 1 else values) if values else None

    def _speaks(self, tag: str) -> bool:
        """Tell whether a language tag is of the wanted language or a special form of it (RFC 4647, section 3.3.1)."""
        return f"{tag.lower()}-".startswith(f"{self._language.lower()}-")


def _merged(sources: tuple[tuple[str, Property], ...], stated: dict[str, list[Term]]) -> list[Term]:
    """Return what several predicates say by one key, each value once."""
    found = (term for predicate, property in sources for term in stated[predicate] if _fits(property, term))
    return list(dict.fromkeys(found))


def _fits(property: Property, term: Term) -> bool:
    return property.literals if isinstance(term, ox.Literal) else property.things


def one_or_list(values: list[Any]) -> Any:
    """Return the one value, or all of several."""
    return values[0] if len(values) == 1 else values


def _numbers(terms: list[Term]) -> list[float]:
    found = (scalar(term) for term in terms if isinstance(term, ox.Literal))
    return [value for value in found if isinstance(value, int | float)]
