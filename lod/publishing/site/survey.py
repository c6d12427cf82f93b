"""One pass over the graph: a digest for all that a page can read, and the numbers of the dataset.

A digest is the sum of the hashes of statements, so it does not depend on their order. Blank nodes have no name of
their own: one is known by what is said of it, by what leads to it, and by what those lead to and come from.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from lod.graph import Graph
from lod.publishing.columns.numbers import Numbers, in_order
from lod.publishing.columns.sorting import Sorting
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
    _links: Numbers
    _types: Numbers

    def types(self) -> Iterator[tuple[str, str]]:
        """Yield each IRI of the data with each of its classes."""
        iris = self.iris
        return ((iris[subject], iris[kind]) for subject, kind in map(_pair, self._types))

    def classes(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the number of each IRI of the data that has classes, with these, in the order of the IRIs."""
        iris, pairs = self.iris, map(_pair, self._types)
        return ((number, tuple(iris[kind] for _, kind in some)) for number, some in groupby(pairs, itemgetter(0)))

    def links(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers of both ends of each statement of the data between IRIs."""
        numbers = iter(self._links)
        return zip(numbers, numbers, strict=True)


def _pair(packed: int) -> tuple[int, int]:
    return packed >> 32, packed & 0xFFFF_FFFF


def survey(graph: Graph, words: Collection[str] = frozenset()) -> Survey:
    """Return the digests of a graph; the same statements give the same ones in any order and on any machine.

    `words` are IRIs that the data is said in, which are no part of it.
    """
    passing = _Passing(words, blanks.Held() if graph.at_hand else blanks.Parted())
    graph.lines(passing.take)
    return passing.result()


class _Passing:
    """What has been seen so far of the statements that pass by; IRIs are known by numbers, as they come.

    One may have several: then all that is known by any of them is added up at the end.
    """

    def __init__(self, words: Collection[str], blank: blanks.Gathering) -> None:
        self._words = frozenset(f"<{iri}>".encode() for iri in words)
        self._iris = Sorting()
        self._said: array[int] = array("Q")
        self._pointing: array[int] = array("Q")
        self._degrees: array[int] = array("I")
        # Of what something is said, and to what something points.
        self._subjects, self._ends = bytearray(), bytearray()
        self._used: defaultdict[bytes, int] = defaultdict(int)
        self._objects = Distinct()
        self._links, self._types = Numbers("I"), Numbers("I")
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
        # Without what stands around it, so that the order is that of text.
        number = self._iris.number(iri[1:-1])
        if number == len(self._said):
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
        ranks = array("I", bytes(4 * len(self._iris)))
        iris = Table(_ranked(self._iris, ranks))

        def column(values: array[int], there: bytearray) -> Column:
            ordered, known = array(values.typecode, bytes(len(iris) * values.itemsize)), bytearray(len(iris))
            for rank, value, here in zip(ranks, values, there, strict=True):
                ordered[rank] = ordered[rank] + value & _BITS
                known[rank] |= here
            return Column(iris, Numbers(ordered.typecode, ordered), bytes(known))

        properties = {iri[1:-1].decode(): total for iri, total in self._used.items()}
        links = Numbers("I")
        for block in self._links.blocks():
            links.extend(map(ranks.__getitem__, block))
        ends = map(ranks.__getitem__, self._types)
        pairs = (subject << 32 | kind for subject, kind in zip(ends, ends, strict=True))
        types = Numbers("Q", in_order(pairs, max(len(iris), 1) << 32))
        classes = Counter({iris[kind]: count for kind, count in Counter(kind for _, kind in map(_pair, types)).items()})
        counts = {iri: total >> _COUNTED for iri, total in properties.items() if total >> _COUNTED}
        said = column(self._said, self._subjects)
        own = len(said) - sum(iri[1:-1].decode() in said for iri in self._words)

        return Survey(
            iris=iris,
            everything=sum(self._said) + sum(self._used.values()) & _BITS,
            said=said,
            pointing=column(self._pointing, self._ends),
            used={iri: total & _BITS for iri, total in properties.items()},
            knots=found.knots,
            loose=found.loose,
            degrees=column(self._degrees, self._ends),
            counts=Counts(sum(counts.values()), own + found.subjects, len(self._objects), classes + kinds, counts),
            _links=links,
            _types=types,
        )


def _ranked(texts: Sorting, ranks: array[int]) -> Iterator[bytes]:
    """Yield texts in their order, and write down their places there by their numbers."""
    for rank, (text, numbers) in enumerate(texts.merged()):
        for number in numbers:
            ranks[number] = rank
        yield text


class Distinct:
    """Counts how many values differ, by 64 bits of each: a few in memory, many in parts beside it."""

    _PARTS = 64
    _BLOCK = 1 << 10

    #: So many are in memory.
    few = 1 << 14

    def __init__(self) -> None:
        self._recent: set[int] = set()
        self._parts: list[Numbers] = []

    def add(self, value: bytes) -> None:
        """Take up a value."""
        self._recent.add(hash(value))
        if len(self._recent) >= self.few:
            self._part()

    def _part(self) -> None:
        self._parts = self._parts or [Numbers("q", block=self._BLOCK) for _ in range(self._PARTS)]
        for digest in self._recent:
            self._parts[digest % self._PARTS].extend((digest,))
        self._recent.clear()

    def __len__(self) -> int:
        if not self._parts:
            return len(self._recent)
        self._part()
        return sum(len(set(part)) for part in self._parts)
