"""Digests of statements about blank nodes, and which of these nodes belong to one thing only.

Terms are as N-Triples writes them, in bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Protocol
from zlib import crc32

import pyoxigraph as ox

from lod.graph import nquads
from lod.graph.resource import FIRST, NIL, REST
from lod.publishing.columns.scratch import Scratch

_BITS = (1 << 64) - 1
_BLANK, _IRI = b"_<"

_FIRST, _REST, _NIL = (f"<{iri}>".encode() for iri in (FIRST, REST, NIL.value))

#: Blank nodes inside each other down to this depth are a tree that can be written as one.
DEEPEST = 16

#: Subject, property, object.
Statement = tuple[bytes, bytes, bytes]

#: For each blank node the property and the node of its other end.
Links = Mapping[bytes, list[tuple[bytes, bytes]]]


@dataclass(frozen=True, slots=True)
class Blanks:
    """What there is of blank nodes.

    `knots` are the things that lead to a blank node which is no part of a tree of their own, `loose` are such nodes;
    `subjects` is the number of blank nodes that something is said of as data.
    """

    knots: frozenset[str]
    loose: frozenset[ox.BlankNode]
    subjects: int


class Gathering(Protocol):
    """Statements from and to blank nodes, as they come, and then in parts that have no blank node in common."""

    def add(self, statement: Statement) -> None:
        """Take up a statement."""

    def parts(self) -> Iterator[Sequence[Statement]]:
        """Yield the statements."""


class Held:
    """All of them in memory, as one part."""

    def __init__(self) -> None:
        self._statements: list[Statement] = []
        self.add = self._statements.append

    def parts(self) -> Iterator[Sequence[Statement]]:
        yield self._statements


class Parted:
    """Statements of a store, in files: what hangs together there has names that begin alike (`graph.skolem`).

    Blank nodes that others have named are one part.
    """

    def __init__(self) -> None:
        self._mixed = False
        self._waiting: list[list[bytes]] = [[] for _ in range(1 + _PARTS)]
        self._files: dict[int, Scratch] = {}

    def add(self, statement: Statement) -> None:
        places = {_part(term) for term in (statement[0], statement[2]) if term[0] == _BLANK}
        self._mixed = self._mixed or len(places) > 1
        place = places.pop()
        waiting = self._waiting[place]
        waiting.append(b"%b %b %b\n" % statement)
        if len(waiting) == _WAITING:
            if place not in self._files:
                self._files[place] = Scratch()
            self._files[place].write(waiting)
            waiting.clear()

    def parts(self) -> Iterator[Sequence[Statement]]:
        # Where others lead from their blank nodes to ours, all is one.
        parts = map(self._read, range(1 + _PARTS))
        return iter([list(chain.from_iterable(parts))]) if self._mixed else parts

    def _read(self, place: int) -> list[Statement]:
        file = self._files.get(place)
        lines = b"".join((file.read(0, file.size) if file else b"", *self._waiting[place])).split(b"\n")
        return [(s, p, o) for s, p, o in (line.split(b" ", 2) for line in lines[:-1])]


def _part(node: bytes) -> int:
    named = _LASTING.match(node)
    return 1 + crc32(named[1]) % _PARTS if named else 0


#: In so many parts statements are taken up that hang together by such names.
_PARTS = 64

#: So many statements of a part wait to be written.
_WAITING = 100

# A blank node that has been named by all that hangs together with it.
_LASTING = re.compile(rb"_:[as]\.([0-9a-f]{24})\.")


def find(gathering: Gathering, words: Collection[bytes], take: Callable[[Statement, int, bool], None]) -> Blanks:
    """Find out what there is of blank nodes; `words` are things that are not data.

    `take` is called with each statement, its digest, and whether it is data and not part of a word.
    """
    if not isinstance(gathering, Held) and any(_in_circles(part) for part in gathering.parts()):
        # One digest stands for all circles.
        whole = [statement for part in gathering.parts() for statement in part]
        return _find(whole, words, take)
    knots, loose, subjects = frozenset[str](), frozenset[ox.BlankNode](), 0
    for part in gathering.parts():
        found = _find(part, words, take)
        knots, loose, subjects = knots | found.knots, loose | found.loose, subjects + found.subjects
    return Blanks(knots, loose, subjects)


def _linked(
    statements: Iterable[Statement],
) -> tuple[dict[bytes, list[tuple[bytes, bytes]]], dict[bytes, list[tuple[bytes, bytes]]]]:
    """Return for each blank node what it says, and what leads to it."""
    below: defaultdict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    above: defaultdict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    for subject, predicate, object in statements:
        if subject[0] == _BLANK:
            below[subject].append((predicate, object))
            above.setdefault(subject, [])
        if object[0] == _BLANK:
            above[object].append((predicate, subject))
            below.setdefault(object, [])
    return below, above


def _in_circles(statements: Iterable[Statement]) -> bool:
    below, _ = _linked(statements)
    return len(_leaves_first(below)) < len(below)


def _find(
    statements: Sequence[Statement], words: Collection[bytes], take: Callable[[Statement, int, bool], None]
) -> Blanks:
    below, above = _linked(statements)
    upwards, downwards = _leaves_first(below), _leaves_first(above)
    ring = _ring(statements, below, upwards, downwards)
    down = _folded(below, upwards, ring, {node: _hash(b"led to %d" % len(leads)) for node, leads in above.items()})
    up = _folded(above, downwards, ring, {})
    within = _reached((o for s, _, o in statements if s in words and o[0] == _BLANK), below)
    for statement in statements:
        subject, predicate, object = statement
        head = b"%d %d" % (up[subject], down[subject]) if subject[0] == _BLANK else subject
        end = b"%d" % down[object] if object[0] == _BLANK else object
        data = subject not in words and subject not in within
        take(statement, _hash(b"%b %b %b" % (head, predicate, end)), data)
    knots, loose = _knots(above, below, upwards, ring)
    return Blanks(knots, loose, sum(bool(below[node]) for node in below.keys() - within))


def _folded(
    links: Links, order: Iterable[bytes], ring: Mapping[bytes, int], own: Mapping[bytes, int]
) -> dict[bytes, int]:
    """Return a digest of each blank node, beginning with its `own`, with all that the links lead to, in this order.

    `ring` has those of nodes in circles.
    """
    found = dict(ring)
    for node in order:
        total = own.get(node, 0)
        for predicate, other in links[node]:
            total += _hash(b"%b %b" % (predicate, b"%d" % found[other] if other[0] == _BLANK else other))
        found[node] = total & _BITS
    return found


def _leaves_first(links: Links) -> list[bytes]:
    """Return the blank nodes so that each comes after all that it links to, without those that lead to a circle."""
    waiting: dict[bytes, int] = {}
    back: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for node, found in links.items():
        waiting[node] = 0
        for _, other in found:
            if other[0] == _BLANK:
                waiting[node] += 1
                back[other].append(node)
    ready = [node for node, count in waiting.items() if not count]
    for node in ready:
        for other in back.get(node, ()):
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ready


def _ring(
    statements: Iterable[Statement], below: Links, upwards: Iterable[bytes], downwards: Iterable[bytes]
) -> dict[bytes, int]:
    """Return one digest for all blank nodes in or around circles, of all that is said there."""
    around = below.keys() - (set(upwards) & set(downwards))
    if not around:
        return {}
    lines = [b"%b %b %b .\n" % (s, p, o) for s, p, o in statements if s in around or o in around]
    triples = ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES)
    return dict.fromkeys(around, _hash(nquads(quad.triple for quad in triples)))


def _knots(
    above: Links, below: Links, upwards: Iterable[bytes], ring: Mapping[bytes, int]
) -> tuple[frozenset[str], frozenset[ox.BlankNode]]:
    """Return the things that lead to a blank node which is no part of a tree of their own, and such blank nodes."""
    depths: dict[bytes, int] = {}
    lists = {_NIL}
    for node in upwards:
        said, inner = dict(below[node]), {iri: depths[o] for iri, o in below[node] if o[0] == _BLANK}
        # A list is one level, however long it is.
        if len(below[node]) == 2 and said.keys() == {_FIRST, _REST} and said[_REST] in lists:
            lists.add(node)
            depths[node] = max(1 + inner.get(_FIRST, 0), inner.get(_REST, 0))
        else:
            depths[node] = 1 + max((depths[o] for _, o in below[node] if o[0] == _BLANK), default=0)
    knotted = {node for node, leads in above.items() if len(leads) != 1 or node in ring or depths[node] > DEEPEST}
    leading = (other for node in _reached(knotted, above) for _, other in above[node])
    things = frozenset(other[1:-1].decode() for other in leading if other[0] == _IRI)
    return things, frozenset(ox.BlankNode(node[2:].decode()) for node in _reached(knotted, below))


def _reached(start: Iterable[bytes], links: Links) -> set[bytes]:
    """Return the blank nodes that links lead to, with those that they start from."""
    todo = list(start)
    seen = set(todo)
    for node in todo:
        for _, other in links[node]:
            if other[0] == _BLANK and other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def _hash(text: bytes) -> int:
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
