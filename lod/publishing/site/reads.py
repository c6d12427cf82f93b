"""What a page has read of the graph, so that it is made anew when that has changed, and only then.

A read is a key: what is said of a node (the node's IRI), what points to a node, the uses of a property, or everything.
`survey` gives each key its digest; a page whose keys all have the digests that they had before is the page that it was
before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Generic, TypeVar

import pyoxigraph as ox

from lod.graph import Graph, Name, Names, Term
from lod.graph.store import Subject

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")

#: Everything: whatever changes in the graph, this changes.
ALL = "*"

#: Which kinds of things there are, and in which order they are listed.
FAMILIES = "F"

#: What a validation found.
REPORT = "R"


def of(iri: str) -> str:
    """Return the key of what is said of a node."""
    return iri


def to(iri: str) -> str:
    """Return the key of what points to a node."""
    return f" to {iri}"


def uses(iri: str) -> str:
    """Return the key of the statements that a property makes."""
    return f" uses {iri}"


def members(family: str | None) -> str:
    """Return the key of which things are listed under a class."""
    return f" members {family or ''}"


def number(key: str) -> int:
    """Return 64 bits that stand for a key, always the same ones."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def joined(texts: Iterable[str]) -> int:
    """Return the number of texts as lines."""
    found = blake2b(digest_size=8)
    for place, text in enumerate(texts):
        found.update(f"\n{text}".encode("utf-8", "surrogatepass") if place else text.encode("utf-8", "surrogatepass"))
    return int.from_bytes(found.digest(), "big")


#: So many entries of one kind are kept, and what is said of so many nodes. What belongs together is made together, so
#: that little is made twice, and memory does not grow with the number of pages.
KEPT = 1 << 13

#: The same where pages are made on parts of a graph, on which most of it lies at hand.
FEW = 1 << 11


class _Nothing(set[str]):
    """What is read while nothing is made, which nobody asks for."""

    def add(self, key: str) -> None:
        pass


class _NoSets(dict[int, frozenset[str]]):
    def __setitem__(self, key: int, value: frozenset[str]) -> None:
        pass


class Reads:
    """Collects the keys that are read while something is made; those who read may keep so many entries of one kind."""

    def __init__(self, kept: int = KEPT) -> None:
        self.kept = kept
        # What is being made around that which is being made now: marks, and what was read for each.
        self._around: list[tuple[object, set[str], dict[int, frozenset[str]]]] = []
        self._mark: object = None
        self._keys: set[str] = _Nothing()
        # Sets of keys by identity: the same ones come again and again, and are united once, at the end.
        self._sets: dict[int, frozenset[str]] = _NoSets()

    def note(self, key: str) -> None:
        """Remember that this was read."""
        self._keys.add(key)

    def add(self, keys: frozenset[str]) -> None:
        """Remember that all these were read."""
        self._sets[id(keys)] = keys

    def during(self, make: Callable[[], V]) -> tuple[V, frozenset[str]]:
        """Return what a function returns, and what was read for it."""
        mark = object()
        self.begin(mark)
        try:
            value = make()
        finally:
            found = self.end(mark)
        return value, found

    def begin(self, mark: object) -> None:
        """Begin to collect apart what is read for one thing."""
        self._around.append((self._mark, self._keys, self._sets))
        self._mark, self._keys, self._sets = mark, set(), {}

    def end(self, mark: object) -> frozenset[str]:
        """Return what was read since `begin`; it counts for what is being made around it too."""
        found = self._keys.union(*self._sets.values())
        # What was begun inside and not ended counts for what is around it.
        while self._mark != mark and len(self._around) > 1:
            self._mark, self._keys, self._sets = self._around.pop()
            found.update(self._keys, *self._sets.values())
        self._mark, self._keys, self._sets = self._around.pop()
        keys = frozenset(found)
        self.add(keys)
        return keys


class Kept(Generic[K, V]):
    """What is kept from one page to the next, with what was read to make it.

    It is asked first (`get`), then given what was made: all that is read in between belongs to the entry, and counts
    again for whoever finds it. Whatever comes from the graph and outlives a page must be kept in one of these. After so
    many entries as its `reads` say it begins anew.
    """

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._entries: dict[K, tuple[V, frozenset[str]]] = {}

    def get(self, key: K, default: D) -> V | D:
        """Return what is kept at a key; else `default`, and then something must be set there."""
        found = self._entries.get(key)
        if found is None:
            self._reads.begin((id(self), key))
            return default
        self._reads.add(found[1])
        return found[0]

    def __setitem__(self, key: K, value: V) -> None:
        keys = self._reads.end((id(self), key))
        if len(self._entries) >= self._reads.kept:
            self._entries.clear()
        self._entries[key] = value, keys


class Known(Kept[K, V]):
    """A Kept beside what somebody has found out already; what was read for that he has noted."""

    def __init__(self, reads: Reads, known: Mapping[K, V]) -> None:
        super().__init__(reads)
        self._known = known

    def get(self, key: K, default: D) -> V | D:
        """Return what is known of a key, else what is kept at it, else `default`, as `Kept.get` does."""
        found = self._known.get(key)
        return super().get(key, default) if found is None else found


def beside(known: Mapping[K, V] | None, reads: Reads) -> Kept[K, V]:
    """Return what is kept beside what is known, if anything is."""
    return Known(reads, known) if known else Kept(reads)


class Watched(Graph):
    """A graph that notes what is read of it. What is said of a blank node counts with the thing that it belongs to.

    What is said of some nodes is remembered, then it begins anew. `plain` is the graph itself, for those who note what
    they read in another way.
    """

    def __init__(self, graph: Graph, reads: Reads) -> None:
        super().__init__()
        self.plain = graph
        self.at_hand = graph.at_hand
        self.reads = reads
        self._said: dict[str, dict[str, list[Term]]] = {}

    def __len__(self) -> int:
        self.reads.note(ALL)
        return len(self.plain)

    def __contains__(self, triple: ox.Triple) -> bool:
        self._note(triple.subject if isinstance(triple.subject, ox.NamedNode) else None, None, triple.object)
        return triple in self.plain

    def triples(
        self, subject: Subject | None = None, predicate: ox.NamedNode | None = None, object: Term | None = None
    ) -> Iterator[ox.Triple]:
        self._note(subject, predicate, object)
        return self.plain.triples(subject, predicate, object)

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        # Whoever gets it may take out what he has read.
        return self._stated(subject).copy()

    def objects(self, subject: Subject, iri: str) -> list[Term]:
        """Return the values of one property of a node."""
        return self._stated(subject).get(iri, [])

    def _stated(self, subject: Subject) -> dict[str, list[Term]]:
        key = subject.value
        if type(subject) is ox.NamedNode:
            self.reads.note(key)
        else:
            key = f"_:{key}"
        found = self._said.get(key)
        if found is None:
            if len(self._said) >= self.reads.kept:
                self._said.clear()
            found = self._said[key] = self.plain.statements(subject)
        return found

    def lines(self, take: Callable[[Iterable[bytes]], None]) -> None:
        self.reads.note(ALL)
        self.plain.lines(take)

    def things(self, base: str) -> list[ox.NamedNode]:
        self.reads.note(ALL)
        return self.plain.things(base)

    def query(self, text: str, **options: object) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        self.reads.note(ALL)
        return self.plain.query(text, **options)  # type: ignore[arg-type]  # handed on as they came

    def _note(self, subject: Subject | None, predicate: ox.NamedNode | None, object: Term | None) -> None:
        if isinstance(subject, ox.NamedNode):
            self.reads.note(of(subject.value))
        elif subject is not None or isinstance(object, ox.BlankNode):
            pass
        elif isinstance(object, ox.NamedNode):
            self.reads.note(to(object.value))
        elif predicate is not None:
            self.reads.note(uses(predicate.value))
        else:
            self.reads.note(ALL)


class WatchedNames(Names):
    """Names that note whose name was asked for, also when they know it already. After some names they begin anew."""

    def __init__(self, graph: Watched, languages: Sequence[str]) -> None:
        # The watched graph remembers what is said of a node, for the other languages too.
        super().__init__(graph, languages)
        self._graph = graph
        self._reads = graph.reads

    def find(self, node: Term, language: str) -> Name | None:
        if type(node) is ox.NamedNode:
            self._reads.note(node.value)
            if len(self._known) >= self._reads.kept:
                self._known.clear()
        return super().find(node, language)
