"""What pages look at is fetched before they are tried: the ways from things to it are learned from pages before.

A way goes from property to property, along it or back. What pages of things of the same classes have looked at in vain
teaches a way to it; the next ones find it there. So what is fetched is what is looked at, and pages are made once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from lod.graph.remote.near import Near
from lod.graph.store import Graph, Subject
from lod.terms import RDF_TYPE

#: No way is longer than this; what lies further is fetched when it is missed.
LONGEST = 8

#: Of what more things than these lead to, pages show the first: the ways on from there are not followed.
MANY = 100

#: So many of what was missed at a time are enough to learn from.
_TAUGHT = 1000


class Way:
    """A way, and how it goes on: by properties `along`, and `back` by those that lead to where it ends, if any."""

    __slots__ = ("along", "back", "length")

    def __init__(self, length: int) -> None:
        self.length = length
        self.along: dict[str, Way] = {}
        self.back: dict[str, Way] | None = None


class Ways:
    """The ways that are known so far, from things by their classes.

    With `back`, what leads to the things themselves is there from the beginning.
    """

    def __init__(self, *, back: bool = True) -> None:
        self._back = back
        self._begun: dict[frozenset[str], Way] = {}

    def of(self, classes: frozenset[str]) -> Way:
        """Return the way of length 0 from things of some classes."""
        way = self._begun.get(classes)
        if way is None:
            way = self._begun[classes] = Way(0)
            way.back = {} if self._back else None
        return way


class Ahead:
    """Looks at what the pages of some things will look at, as far as `ways` to it are known.

    No way goes back from the `hubs`.
    """

    def __init__(self, nodes: Iterable[ox.NamedNode], ways: Ways, hubs: Collection[str] = ()) -> None:
        self._nodes = tuple(nodes)
        self._hubs = hubs
        self._ways = ways
        # The shortest way to each node.
        self._reached: dict[Subject, Way] = {}

    def misses(self, near: Near) -> bool:
        """Look; tell whether any of it was missing."""
        before = near.misses
        reached = self._reached = dict[Subject, Way]()
        level: dict[Way, set[Subject]] = {}
        for thing in self._nodes:
            types = near.statements(thing).get(RDF_TYPE, ())
            classes = frozenset(term.value for term in types if isinstance(term, ox.NamedNode))
            level.setdefault(self._ways.of(classes), set()).add(thing)
        while level:
            below: dict[Way, set[Subject]] = {}
            for way, nodes in level.items():
                for node in nodes:
                    reached.setdefault(node, way)
                    for further, other in _steps(near, way, node, back=node.value not in self._hubs):
                        below.setdefault(further, set()).add(other)
            level = below
        return near.misses > before

    def learn(self, near: Near) -> None:
        """Learn the ways to what pages have looked at in vain since `misses` was called."""
        for node in near.pointed_in_vain:
            if (way := self._reached.get(node)) and way.back is None:
                way.back = {}
        for node in near.missed[:_TAUGHT]:
            taught = min(self._to(near, node), key=lambda steps: steps[0].length, default=None)
            if taught is None:
                continue
            further, found, properties = taught
            for iri in properties:
                further = found.setdefault(iri, Way(further.length + 1))
                found = further.along

    def _to(self, near: Near, node: Subject) -> Iterator[tuple[Way, dict[str, Way], tuple[str, ...]]]:
        """Yield the ways from which few steps lead to a node, with where they go on, and the properties from there."""
        for triple in Graph.triples(near, node):
            ended = self._reached.get(triple.object)  # type: ignore[arg-type]  # what is no node has not been reached
            if ended is not None and ended.back is not None and ended.length < LONGEST:
                yield ended, ended.back, (triple.predicate.value,)
        below: list[tuple[Subject, tuple[str, ...]]] = [(node, ())]
        for other, properties in below:
            for triple in Graph.triples(near, None, None, other):
                subject: Subject = triple.subject  # type: ignore[assignment]  # no subject is a triple
                steps = (triple.predicate.value, *properties)
                if (way := self._reached.get(subject)) is not None:
                    if way.length + len(steps) <= LONGEST:
                        yield way, way.along, steps
                elif isinstance(subject, ox.BlankNode) and len(steps) < LONGEST:
                    # It has come with what leads to it, and so was never missed.
                    below.append((subject, steps))


def _steps(near: Near, way: Way, node: Subject, *, back: bool) -> Iterator[tuple[Way, Subject]]:
    """Yield where a way goes on from a node, `back` from it too, looking at what it needs for that."""
    stated = near.statements(node)
    for iri, further in way.along.items():
        for value in stated.get(iri, ()):
            if isinstance(value, ox.NamedNode | ox.BlankNode):
                yield further, value
    if way.back is None or not back:
        return
    leading = [(triple.predicate.value, triple.subject) for triple in near.triples(None, None, node)]
    for iri, other in leading if len(leading) <= MANY else ():
        if (behind := way.back.get(iri)) is not None:
            yield behind, other  # type: ignore[misc]  # no subject is a triple
