"""What a page says of a thing beside what it should say, fact by fact.

Facts are compared as readers of schema.org see them: a text and an address of the same letters are the same, `1.0` is
`1`, and things without an IRI are the same if the same is said of them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from lod.graph import Term
from lod.graph.resource import DEPTH, FIRST, NIL, REST
from lod.terms import RDF_TYPE, SCHEMA, XSD, local_name

#: What is said of the page, not of the thing.
_OF_THE_PAGE = f"{SCHEMA}mainEntityOfPage"

#: What a thing is known by where it has no IRI.
NAMES = (f"{SCHEMA}name", f"{SCHEMA}headline")

_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))


class Fact(NamedTuple):
    """A fact in comparable form: the IRI of its thing, of its property, and its value as text."""

    thing: str
    property: str
    value: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that page and graph do not share: what the page says and what the graph says, None for nothing."""

    thing: str
    property: str
    page: str | None
    graph: str | None


def compare(
    node: str,
    wanted: Iterable[ox.Triple],
    carried: Iterable[ox.Triple],
    known: Callable[[str], frozenset[Fact] | None],
) -> list[Difference]:
    """Return how what a page carries differs from what is wanted in it of a node.

    `known` tells all that the graph can say of a thing, None if it does not describe it: what the page says beyond the
    wanted facts is no difference if the graph says it too, or if it is not about our things.
    """
    expected, actual = _Said(wanted), _Said(carried)
    actual.align(node, expected)
    want = {fact for fact in expected.facts() if fact.property != _OF_THE_PAGE}
    said = {fact for fact in actual.facts() if fact.property != _OF_THE_PAGE}
    lacking: dict[tuple[str, str], list[str]] = defaultdict(list)
    beyond: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fact in sorted(want - said):
        lacking[fact.thing, fact.property].append(fact.value)
    for fact in sorted(said - want):
        all_of_it = known(fact.thing)
        if all_of_it is not None and fact not in all_of_it:
            beyond[fact.thing, fact.property].append(fact.value)
    found = []
    for thing, property in sorted({*lacking, *beyond}, key=lambda key: (key[0] != node, key)):
        ours, theirs = lacking[thing, property], beyond[thing, property]
        if len(ours) == len(theirs) == 1:
            found.append(Difference(thing, property, theirs[0], ours[0]))
        else:
            found += [Difference(thing, property, None, value) for value in ours]
            found += [Difference(thing, property, value, None) for value in theirs]
    return found


def facts(triples: Iterable[ox.Triple]) -> frozenset[Fact]:
    """Return triples as facts to compare."""
    return frozenset(_Said(triples).facts())


class _Said:
    """What is said of each thing; things without an IRI can be given the one of their counterpart."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.said: dict[Term, list[tuple[str, Term]]] = defaultdict(list)
        self.named: dict[Term, str] = {}
        for triple in triples:
            self.said[triple.subject].append((triple.predicate.value, triple.object))

    def facts(self) -> Iterable[Fact]:
        for subject, statements in self.said.items():
            thing = self.thing(subject)
            if thing is not None:
                for predicate, value in statements:
                    yield Fact(thing, predicate, self.value(value))

    def thing(self, term: Term) -> str | None:
        return term.value if isinstance(term, ox.NamedNode) else self.named.get(term)

    def value(self, term: Term, depth: int = 0) -> str:
        if isinstance(term, ox.Literal):
            return _number(term.value) if term.datatype.value in _NUMBERS else term.value
        if isinstance(term, ox.NamedNode):
            return term.value
        if term in self.named:
            return self.named[term]
        if depth > DEPTH or isinstance(term, ox.Triple):
            return "…"
        if (items := self._items(term)) is not None:
            return f"({', '.join(self.value(item, depth + 1) for item in items)})"
        types = sorted(local_name(value.value) for p, value in self.said[term] if p == RDF_TYPE)  # type: ignore[union-attr]  # a type is no triple
        parts = sorted((local_name(p), self.value(value, depth + 1)) for p, value in self.said[term] if p != RDF_TYPE)
        return f"[{' '.join(types)}{': ' if types and parts else ''}{', '.join(f'{p} {v}' for p, v in parts)}]"

    def _items(self, head: Term) -> list[Term] | None:
        """Return what stands in a list, None for what is none."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            said = dict(self.said.get(head, ())) if head not in seen else {}
            if said.keys() != {FIRST, REST} or len(self.said[head]) != len(said):
                return None
            seen.add(head)
            found.append(said[FIRST])
            head = said[REST]
        return found

    def align(self, node: str, expected: _Said) -> None:
        """Give IRIs to things without one: to the only one that could be the node, and so on along what both say."""
        iri = ox.NamedNode(node)
        start: Term = iri
        if iri not in self.said:
            led_to = {value for statements in self.said.values() for _, value in statements}
            types = set(expected.of(iri, RDF_TYPE))
            tops = [s for s in self.said if s not in led_to and types & set(self.of(s, RDF_TYPE))]
            if len(tops) != 1:
                return
            start = tops[0]
            self.named[start] = node
        level = [(start, iri)]
        while level:
            level = [pair for theirs, ours in level for pair in self._beside(theirs, ours, expected)]

    def of(self, term: Term, property: str) -> list[Term]:
        return [value for predicate, value in self.said.get(term, ()) if predicate == property]

    def _beside(self, theirs: Term, ours: ox.NamedNode, expected: _Said) -> Iterable[tuple[Term, ox.NamedNode]]:
        for predicate, counterpart in expected.said.get(ours, ()):
            if not isinstance(counterpart, ox.NamedNode):
                continue
            names = {getattr(v, "value", "") for name in NAMES for v in expected.of(counterpart, name)}
            for value in self.of(theirs, predicate):
                if isinstance(value, ox.BlankNode) and value not in self.named:
                    said = {getattr(v, "value", "") for name in NAMES for v in self.of(value, name)}
                    if names & said:
                        self.named[value] = counterpart.value
                        yield value, counterpart


def _number(text: str) -> str:
    number = float(text) if text not in ("INF", "-INF", "NaN") else math.nan
    return str(int(number)) if math.isfinite(number) and number == int(number) else str(number)
