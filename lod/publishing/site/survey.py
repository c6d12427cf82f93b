"""One pass over the graph: a digest for all that a page can read, and the numbers of the dataset.

A digest is the sum of the hashes of statements, so it does not depend on their order. Blank nodes have no name of
their own: one is known by what is said of it, by what leads to it, and by what those lead to and come from.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from lod.graph import Graph
from lod.publishing.columns.table import Column, Table
from lod.publishing.site import blanks
from lod.publishing.site.blanks import Blanks
from lod.terms import RDF_TYPE

_BITS = (1 << 64) - 1

# A sum of hashes counts, above all that they can add up to, how many they are.
_ONE = 1 << 96
_COUNTED = 96

_TYPE = f"<{RDF_TYPE}>".encode()

# What a blank node and an IRI begin with in N-Triples; two of the latter begin a triple inside a triple.
_BLANK, _IRI = b"_<"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a dataset is: statements, subjects, objects, and the uses of each class and property."""

    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a graph is made of.

    `iris` are all IRIs that it speaks of. `everything` are 64 bits for all of it; `said`, `pointing` and `used` for
    what is said of each IRI, for what points to it, and for the uses of each property. `knots` are the subjects whose
    blank nodes form no tree of their own or a very deep one, `loose` are the blank nodes that belong to no single
    thing. `degrees` tells how many statements of the data point to each IRI. `counts` is the size of the data, of which
    the words are no part; what is tied there is told by `links`, by numbers, and `types`.
    """

    iris: Table
    everything: int
    said: Column
    pointing: Column
    used: Mapping[str, int]
    knots: frozenset[str]
    loose: frozenset[ox.BlankNode]
    degrees: Column
    counts: Counts
    _links: array[int]
    _types: array[int]

    def types(self) -> Iterator[tuple[str, str]]:
        """Yield each IRI of the data with each of its classes."""
        iris, pairs = self.iris, self._types
        return ((iris[subject], iris[object]) for subject, object in zip(pairs[::2], pairs[1::2], strict=True))

    def classes(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the number of each IRI of the data that has classes, with these, in the order of the IRIs."""
        iris, pairs = self.iris, sorted(zip(self._types[::2], self._types[1::2], strict=True))
        return ((number, tuple(iris[kind] for _, kind in some)) for number, some in groupby(pairs, itemgetter(0)))

    def links(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers of both ends of each statement of the data between IRIs."""
        return zip(self._links[::2], self._links[1::2], strict=True)


def survey(graph: Graph, words: Collection[str] = frozenset()) -> Survey:
    """Return the digests of a graph; the same statements give the same ones in any order and on any machine.

    `words` are IRIs that the data is said in, which are no part of it.
    """
    passing = _Passing(words, blanks.Held() if graph.at_hand else blanks.Parted())
    graph.lines(passing.take)
    return passing.result()


class _Passing:
    """What has been seen so far of the statements that pass by; IRIs are known by numbers, as they come."""

    def __init__(self, words: Collection[str], blank: blanks.Gathering) -> None:
        self._words = frozenset(f"<{iri}>".encode() for iri in words)
        self._numbers: dict[bytes, int] = {}
        self._said: array[int] = array("Q")
        self._pointing: array[int] = array("Q")
        self._degrees: array[int] = array("I")
        # Of what something is said, and to what something points.
        self._subjects, self._ends = bytearray(), bytearray()
        self._used: defaultdict[bytes, int] = defaultdict(int)
        self._objects = Distinct()
        self._links: array[int] = array("I")
        self._types: array[int] = array("I")
        self._blank = blank

    def take(self, lines: Iterable[bytes]) -> None:
        """Take up statements, as lines of N-Triples."""
        said, pointing, used, degrees = self._said, self._pointing, self._used, self._degrees
        last, here, one = b"", 0, 0
        for line in lines:
            subject, predicate, object = line.split(b" ", 2)
            object = object[:-2]
            if subject[0] == _BLANK or object[0] == _BLANK:
                self._blank.add((subject, predicate, object))
                continue
            digest = int.from_bytes(blake2b(line, digest_size=8).digest(), "big")
            if subject != last:
                # What is said of one thing stands together, mostly.
                last, here = subject, self._number(subject)
                one = 0 if subject in self._words else 1
                self._subjects[here] = 1
            said[here] = said[here] + digest & _BITS
            used[predicate] += digest + _ONE if one else digest
            if one:
                self._objects.add(object)
            if object[0] == _IRI and object[1] != _IRI:
                there = self._number(object)
                self._ends[there] = 1
                pointing[there] = pointing[there] + digest & _BITS
                if one:
                    degrees[there] += 1
                    (self._types if predicate == _TYPE else self._links).extend((here, there))

    def _number(self, iri: bytes) -> int:
        number = self._numbers.get(iri)
        if number is None:
            number = self._numbers[iri] = len(self._numbers)
            self._said.append(0)
            self._pointing.append(0)
            self._degrees.append(0)
            self._subjects.append(0)
            self._ends.append(0)
        return number

    def _take_blanks(self) -> tuple[Blanks, Counter[str]]:
        """Take up the statements of blank nodes; return what else is known of these, and the classes in them."""
        said, pointing, used, words = self._said, self._pointing, self._used, self._words
        classes = Counter[str]()

        def take(statement: blanks.Statement, digest: int, data: bool) -> None:
            subject, predicate, object = statement
            used[predicate] += digest + _ONE * data
            if subject[0] == _IRI:
                number = self._number(subject)
                self._subjects[number] = 1
                said[number] = said[number] + digest & _BITS
            if object[0] == _IRI and object[1] != _IRI:
                number = self._number(object)
                self._ends[number] = 1
                self._degrees[number] += data
                pointing[number] = pointing[number] + digest & _BITS
            if data:
                self._objects.add(object)
                if predicate == _TYPE and object[0] == _IRI:
                    classes[object[1:-1].decode()] += 1

        return blanks.find(self._blank, words, take), classes

    def result(self) -> Survey:
        """Return what has been found, now that all has passed by."""
        found, kinds = self._take_blanks()
        own = sum(self._subjects) - sum(
            self._subjects[n] for iri in self._words if (n := self._numbers.get(iri, -1)) >= 0
        )
        # By the IRIs without what stands around them: the order of text.
        names = sorted(iri[1:-1] for iri in self._numbers)
        iris = Table(names)
        order = array("I", [self._numbers[b"<%b>" % name] for name in names])
        del names
        self._numbers.clear()
        ranks = array("I", bytes(4 * len(order)))
        for rank, number in enumerate(order):
            ranks[number] = rank
        properties = {iri[1:-1].decode(): total for iri, total in self._used.items()}
        types = array("I", map(ranks.__getitem__, self._types))
        classes = Counter({iris[kind]: count for kind, count in Counter(types[1::2]).items()}) + kinds
        counts = {iri: total >> _COUNTED for iri, total in properties.items() if total >> _COUNTED}

        def column(values: array[int], there: Sequence[int]) -> Column:
            ordered = array(values.typecode, map(values.__getitem__, order))
            return Column(iris, ordered, bytes(map(there.__getitem__, order)))

        return Survey(
            iris=iris,
            everything=sum(self._said) + sum(self._used.values()) & _BITS,
            said=column(self._said, self._subjects),
            pointing=column(self._pointing, self._ends),
            used={iri: total & _BITS for iri, total in properties.items()},
            knots=found.knots,
            loose=found.loose,
            degrees=column(self._degrees, self._ends),
            counts=Counts(sum(counts.values()), own + found.subjects, len(self._objects), classes, counts),
            _links=array("I", map(ranks.__getitem__, self._links)),
            _types=types,
        )


class Distinct:
    """Counts how many values differ, by 64 bits of each: eight bytes for one."""

    _PARTS = 64

    def __init__(self) -> None:
        self._parts: list[array[int]] = [array("q") for _ in range(self._PARTS)]
        self._full = [1 << 12] * self._PARTS

    def add(self, value: bytes) -> None:
        """Take up a value."""
        digest = hash(value)
        number = digest % self._PARTS
        part = self._parts[number]
        part.append(digest)
        if len(part) >= self._full[number]:
            part = self._parts[number] = array("q", set(part))
            self._full[number] = max(self._full[number], 2 * len(part))

    def __len__(self) -> int:
        return sum(len(set(part)) for part in self._parts)
