"""What the graph says of one thing, in terms of schema.org and in one language; links are named, not yet followed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
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


class _Row:
    """What all things of the same classes have in common."""

    __slots__ = ("classes", "creative", "kind", "plans", "types")

    def __init__(self, classes: tuple[str, ...], types: tuple[str, ...], kind: Kind, creative: bool) -> None:
        self.classes = classes
        self.types = types
        self.kind = kind
        self.creative = creative
        #: By predicate: what stands for it in a document, and whether it tells a place among others.
        self.plans: dict[str, tuple[tuple[Property, ...], bool]] = {}


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
        row = self._row(tuple([t.value for t in stated.pop(RDF_TYPE, ()) if isinstance(t, ox.NamedNode)]))
        found, position = self._keys(stated, row)
        plain: dict[str, Any] = {}
        if row.types:
            plain["@type"] = row.types[0] if len(row.types) == 1 else row.types
        blank = isinstance(node, ox.BlankNode)
        if not blank:
            plain["@id"] = node.value
        links = []
        keys = sorted(found)
        if "name" in found:
            keys.remove("name")
            keys.insert(0, "name")
        for key in keys:
            value = found[key]
            if type(value) is Links:
                links.append(value)
                plain[key] = None
            else:
                plain[key] = value
        return Projection(
            plain,
            tuple(links),
            row.kind,
            next((key for key in NAMING if plain.get(key) is not None), None),
            position,
            blank and len(list(self._graph.triples(object=node))) > 1,
            bool(row.types or keys),
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

    def _plan(self, predicate: str, row: _Row) -> tuple[tuple[Property, ...], bool]:
        if predicate not in row.plans:
            row.plans[predicate] = (
                self._terms.properties(predicate, row.classes),
                self._terms.ordering(predicate),
            )
        return row.plans[predicate]

    def _keys(self, stated: dict[str, list[Term]], row: _Row) -> tuple[dict[str, Any], float]:
        """Return what stands at each key, JSON or Links, and where the thing stands among others."""
        parts: dict[str, tuple[Property, list[Term]]] = {}
        more: dict[str, list[tuple[Property, list[Term]]]] = {}
        position = math.inf
        plans = row.plans
        for predicate, terms in stated.items():
            properties, ordering = plans.get(predicate) or self._plan(predicate, row)
            for property in properties:
                if property.key not in parts:
                    parts[property.key] = property, terms
                else:
                    more.setdefault(property.key, [parts[property.key]]).append((property, terms))
            if ordering:
                position = min(position, *_numbers(terms), math.inf)
        spoken: set[str] = set()
        found: dict[str, Any] = {}
        for key, (property, terms) in parts.items():
            if key in more:
                property, terms = _merged(more[key])
            value = self._value(property, terms, spoken)
            if value is not None:
                found[key] = value
        # Text that is all in another language makes a work in that language, unless the data says which it is in.
        if row.creative and spoken and _LANGUAGE not in found and not any(map(self._speaks, spoken)):
            found[_LANGUAGE] = one_or_list(sorted(spoken))
        return found, position

    def _value(self, property: Property, terms: list[Term], spoken: set[str]) -> Any:
        """Return JSON or Links, all in a fixed order, or None; add the language of the text to `spoken`."""
        texts: dict[str | None, list[str]] = {}
        values: list[Value] = []
        named: list[ox.NamedNode] = []
        blank: list[ox.BlankNode] = []
        for term in terms:
            if isinstance(term, ox.Literal):
                if not property.literals:
                    continue
                if (language := term.language) is not None or is_text(term):
                    texts.setdefault(language, []).append(term.value)
                elif property.foreign is not None:
                    values.append(typed(term, property.foreign))
                elif is_understood(term):
                    values.append(scalar(term))
            elif property.things:
                if isinstance(term, ox.NamedNode):
                    if property.members and is_member(term.value):
                        values.append(https(term.value))
                    elif property.only_url:
                        values.append(term.value)
                    else:
                        named.append(term)
                elif isinstance(term, ox.BlankNode):
                    blank.append(term)
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
        if len(named) > 1:
            named.sort(key=_iri)
        if len(blank) > 1:
            blank.sort(key=_iri)
        if named or blank:
            return Links(property.key, tuple(values), (*named, *blank), property.url and not property.text)
        return (values[0] if len(values) == 1 else values) if values else None

    def _speaks(self, tag: str) -> bool:
        """Tell whether a language tag is of the wanted language or a special form of it (RFC 4647, section 3.3.1)."""
        return f"{tag.lower()}-".startswith(f"{self._language.lower()}-")


def _merged(parts: list[tuple[Property, list[Term]]]) -> tuple[Property, list[Term]]:
    """Return what several predicates say by one key, each value once; aligned ones give way to others."""
    direct = [part for part in parts if not part[0].aligned] or parts
    terms = [term for property, found in direct for term in found if _fits(property, term)]
    return max((property for property, _ in direct), key=lambda property: property.literals), list(dict.fromkeys(terms))


def _fits(property: Property, term: Term) -> bool:
    return property.literals if isinstance(term, ox.Literal) else property.things


def one_or_list(values: list[Any]) -> Any:
    """Return the one value, or all of several."""
    return values[0] if len(values) == 1 else values


def _numbers(terms: list[Term]) -> list[float]:
    found = (scalar(term) for term in terms if isinstance(term, ox.Literal))
    return [value for value in found if isinstance(value, int | float)]
