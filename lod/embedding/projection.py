"""What the graph says of one thing, in terms of schema.org and in one language; links are named, not yet followed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

import pyoxigraph as ox

from lod.embedding.kinds import Kind, kind
from lod.embedding.stated import Links, Stated, merged, one_or_list
from lod.embedding.terms import Property, Terms
from lod.embedding.values import scalar
from lod.graph import Graph, Resource, Term
from lod.graph.resource import FIRST, NIL, REST
from lod.terms import RDF_TYPE, SCHEMA
from lod.vocabulary import Vocabulary

#: What names a thing that is only mentioned, the most fitting first.
NAMING = ("name", "headline")

#: No more things than these are shown from the other side of one property: a town is the place of thousands of events.
INVERSES = 50

_LANGUAGE = "inLanguage"

_value = attrgetter("value")

#: What is said of each part of a list (RDF Schema, section 5.2).
_PART = frozenset((FIRST, REST))


def _place(key: str) -> tuple[bool, str]:
    """Order keys: the name, then by the alphabet."""
    return key != "name", key


class Projection(NamedTuple):
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


#: A key of a document: the property that it is, the one predicate that says it, None if there are several, and all of
#: them, each by its own property. A plain tuple: it is taken apart for every value of every thing.
_Key = tuple[str, Property, str | None, tuple[tuple[str, Property], ...]]


class _Shape(NamedTuple):
    """What all things of the same types and predicates have in common.

    `types` is the JSON of their types, None if they have none; `keys` are their keys in order, and those of `ordering`
    are the predicates that order them.
    """

    types: Any
    kind: Kind
    creative: bool
    keys: tuple[_Key, ...]
    ordering: tuple[str, ...]


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
        self._values = Stated((language, *(other for other in vocabulary.languages if other != language)))
        self._table = kinds
        self._shapes: dict[tuple[tuple[str, ...], tuple[str, ...]], _Shape] = {}
        self._speaking: dict[str, bool] = {}

    def of(self, node: Resource) -> Projection:
        """Return the projection of a node, an empty one if the graph says nothing of it in these terms."""
        stated = self._graph.statements(node)
        types, predicates = _iris(stated.pop(RDF_TYPE, ())), tuple(stated)
        shape = self._shapes.get((types, predicates)) or self._shape(types, predicates)
        plain: dict[str, Any] = {} if shape.types is None else {"@type": shape.types}
        blank = isinstance(node, ox.BlankNode)
        if not blank:
            plain["@id"] = node.value
        head = len(plain)
        links = []
        spoken: set[str] = set()
        one, many = self._values.one, self._values.many
        for key, property, predicate, sources in shape.keys:
            terms = merged(sources, stated) if predicate is None else stated[predicate]
            value = one(property, terms[0], spoken) if len(terms) == 1 else many(property, terms, spoken)
            if value is None:
                continue
            if type(value) is Links:
                links.append(value)
                value = None
            plain[key] = value
        # Text that is all in another language makes a work in that language, unless the data says which it is in.
        if shape.creative and spoken and _LANGUAGE not in plain and not any(map(self._speaks, spoken)):
            plain[_LANGUAGE] = one_or_list(sorted(spoken))
            plain = {key: plain[key] for key in (*islice(plain, head), *sorted(islice(plain, head, None), key=_place))}
        return Projection(
            plain,
            tuple(links),
            shape.kind,
            _name(plain),
            _position(shape.ordering, stated) if shape.ordering else math.inf,
            blank and len(list(self._graph.triples(object=node))) > 1,
            shape.types is not None or len(plain) > head,
        )

    def items(self, node: Resource) -> list[Resource] | None:
        """Return the things in the list that begins at a blank node, in order; None if it is no list of things."""
        found: list[Resource] = []
        seen: set[object] = set()
        head: object = node
        while head != NIL:
            stated = self._graph.statements(head) if isinstance(head, ox.BlankNode) and head not in seen else {}
            first, rest = stated.get(FIRST, ()), stated.get(REST, ())
            if len(first) != 1 or len(rest) != 1 or stated.keys() != _PART:
                return None
            if not isinstance(first[0], ox.NamedNode | ox.BlankNode):
                return None
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

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
        return [Links(key, (), tuple(sorted(found[key], key=_value)[:INVERSES])) for key in sorted(found)]

    def _classes(self, node: ox.NamedNode) -> tuple[str, ...]:
        types = _iris([triple.object for triple in self._graph.triples(node, ox.NamedNode(RDF_TYPE))])
        return self._terms.classes(frozenset(types))

    def _shape(self, types: tuple[str, ...], stated: tuple[str, ...]) -> _Shape:
        """Return what things of these types have in common that say something by these predicates, and remember it."""
        # A list is shown by its items, and says nothing else.
        predicates = () if not types and set(stated) == _PART else stated
        classes = self._terms.classes(frozenset(types))
        lineage = tuple(self._terms.lineage(classes))
        names = [*(iri.removeprefix(SCHEMA) for iri in classes), *self._terms.foreign_classes(types)]
        found: dict[str, list[tuple[str, Property]]] = {}
        for predicate in predicates:
            for property in self._terms.properties(predicate, classes):
                found.setdefault(property.key, []).append((predicate, property))
        keys: list[_Key] = []
        for key in sorted(found, key=_place):
            # Aligned terms give way to others.
            sources = [source for source in found[key] if not source[1].aligned] or found[key]
            property = max((property for _, property in sources), key=lambda property: property.literals)
            keys.append((key, property, sources[0][0] if len(sources) == 1 else None, tuple(sources)))
        shape = self._shapes[types, stated] = _Shape(
            one_or_list(names) if names else None,
            kind(lineage, self._table),
            "CreativeWork" in lineage,
            tuple(keys),
            tuple(filter(self._terms.ordering, predicates)),
        )
        return shape

    def _speaks(self, tag: str) -> bool:
        """Tell whether a language tag is of the wanted language or a special form of it (RFC 4647, section 3.3.1)."""
        if (known := self._speaking.get(tag)) is None:
            known = self._speaking[tag] = f"{tag.lower()}-".startswith(f"{self._language.lower()}-")
        return known


def _iris(types: Iterable[Term]) -> tuple[str, ...]:
    return tuple([term.value for term in types if isinstance(term, ox.NamedNode)])


def _name(plain: Mapping[str, Any]) -> str | None:
    """Return the key of what names a thing."""
    for key in NAMING:
        if plain.get(key) is not None:
            return key
    return None


def _position(ordering: Iterable[str], stated: Mapping[str, list[Term]]) -> float:
    """Return the least number of what says where a thing stands."""
    return min((number for predicate in ordering for number in _numbers(stated[predicate])), default=math.inf)


def _numbers(terms: list[Term]) -> list[float]:
    found = (scalar(term) for term in terms if isinstance(term, ox.Literal))
    return [value for value in found if isinstance(value, int | float)]
