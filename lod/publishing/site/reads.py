"""What a page has read of the graph, so that it is made anew when that has changed, and only then.

A read is a key: what is said of a node, what points to a node, the uses of a property, or everything. `survey` gives
each key its digest; a page whose keys all have the digests that they had before is the page that it was before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

import pyoxigraph as ox

from lod.graph import Graph, Name, Names, Term
from lod.graph.store import Subject

K = TypeVar("K")
V = TypeVar("V")

#: Everything: whatever changes in the graph, this changes.
ALL = "*"

#: Which kinds of things there are, and in which order they are listed.
FAMILIES = "F"

#: What a validation found.
REPORT = "R"


def of(iri: str) -> str:
    """Return the key of what is said of a node."""
    return f"o{iri}"


def to(iri: str) -> str:
    """Return the key of what points to a node."""
    return f"i{iri}"


def uses(iri: str) -> str:
    """Return the key of the statements that a property makes."""
    return f"p{iri}"


def members(family: str | None) -> str:
    """Return the key of which things are listed under a class."""
    return f"f{family or ''}"


def number(key: str) -> int:
    """Return 64 bits that stand for a key, always the same ones."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


_MISSING: Any = object()


class Reads:
    """Collects the keys that are read while something is made."""

    def __init__(self) -> None:
        # What is being made, the innermost last: a mark, and what was read for it.
        self._frames: list[tuple[object, set[str]]] = [(None, set())]

    def note(self, key: str) -> None:
        """Remember that this was read."""
        self._frames[-1][1].add(key)

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
        self._frames.append((mark, set()))

    def end(self, mark: object) -> frozenset[str]:
        """Return what was read since `begin`; it counts for what is being made around it too."""
        place = next((n for n in range(len(self._frames) - 1, 0, -1) if self._frames[n][0] == mark), 1)
        # What was begun inside and not ended counts for what is around it.
        found = frozenset().union(*(keys for _, keys in self._frames[place:]))
        del self._frames[place:]
        self._frames[-1][1].update(found)
        return found

    def add(self, keys: Iterable[str]) -> None:
        """Remember that all these were read."""
        self._frames[-1][1].update(keys)


class Kept(dict[K, V]):
    """A dictionary for what is kept from one page to the next, with what was read to make it.

    It is asked first (`in` or `get`), then given what was made: all that is read in between belongs to the entry, and
    counts again for whoever finds it. Whatever comes from the graph and outlives a page must be kept in one of these.
    """

    def __init__(self, reads: Reads) -> None:
        super().__init__()
        self._reads = reads
        self._keys: dict[K, frozenset[str]] = {}

    def __contains__(self, key: object) -> bool:
        if found := super().__contains__(key):
            self._reads.add(self._keys[key])  # type: ignore[index]  # what is in there is a key
        else:
            self._reads.begin((id(self), key))
        return found

    def __getitem__(self, key: K) -> V:
        value = super().__getitem__(key)
        self._reads.add(self._keys[key])
        return value

    def get(self, key: K, default: Any = None) -> Any:
        found = super().get(key, _MISSING)
        if found is _MISSING:
            self._reads.begin((id(self), key))
            return default
        self._reads.add(self._keys[key])
        return found

    def __setitem__(self, key: K, value: V) -> None:
        self._keys[key] = self._reads.end((id(self), key))
        super().__setitem__(key, value)


class Watched(Graph):
    """A graph that notes what is read of it. What is said of a blank node counts with the thing that it belongs to.

    `plain` is the graph itself, for those who note what they read in another way.
    """

    def __init__(self, graph: Graph, reads: Reads) -> None:
        super().__init__()
        self.plain = graph
        self.reads = reads

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
        self._note(subject, None, None)
        return self.plain.statements(subject)

    def things(self, base: str) -> list[ox.NamedNode]:
        self.reads.note(ALL)
        return self.plain.things(base)

    def query(self, text: str, **options: object) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        self.reads.note(ALL)
        return self.plain.query(text, **options)  # type: ignore[arg-type]  # handed on as they came

    def _note(self, subject: Subject | None, predicate: ox.NamedNode | None, object: Term | None) -> None:
        if isinstance(subject, ox.NamedNode):
            self.reads.note(f"o{subject.value}")
        elif subject is not None or isinstance(object, ox.BlankNode):
            pass
        elif isinstance(object, ox.NamedNode):
            self.reads.note(f"i{object.value}")
        elif predicate is not None:
            self.reads.note(f"p{predicate.value}")
        else:
            self.reads.note(ALL)


class WatchedNames(Names):
    """Names that note whose name was asked for, also when they know it already."""

    def __init__(self, graph: Graph, languages: Sequence[str], reads: Reads) -> None:
        super().__init__(graph, languages)
        self._reads = reads

    def find(self, node: Term, language: str) -> Name | None:
        if isinstance(node, ox.NamedNode):
            self._reads.note(f"o{node.value}")
        return super().find(node, language)
