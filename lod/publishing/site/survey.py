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
from lod.publishing.columns.distinct import Distinct
from lod.publishing.columns.numbers import Numbers, in_order
from lod.publishing.columns.sorting import Sorting
from lod.publishing.columns.table import Column, Table
from lod.publishing.site import blanks
from lod.publishing.site.blanks import Blanks
from lod.publishing.site.tallies import Tallies
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
        self._tallies = Tallies()
        self._used: defaultdict[bytes, int] = defaultdict(int)
        self._objects = Distinct()
        self._links, self._types = Numbers("I"), Numbers("I")
        self._blank = blank

    def take(self, lines: Iterable[bytes]) -> None:
        """Take up statements, as lines of N-Triples."""
        tallies, used = self._tallies, self._used
        said, pointing, degrees = tallies.said, tallies.pointing, tallies.degrees
        subjects, ends = tallies.subjects, tallies.ends
        last, here, one, first = b"", 0, 0, 0
        for line in lines:
            subject, predicate, object = line.split(b" ", 2)
            object = object[:-2]
            if subject[0] == _BLANK or object[0] == _BLANK:
                self._blank.add((subject, predicate, object))
                continue
            digest = int.from_bytes(blake2b(line, digest_size=8).digest(), "big")
            if subject != last:
                # What is said of one thing stands together, mostly.
                last, here, first = subject, self._place(subject), tallies.first
                one = 0 if subject in self._words else 1
                subjects[here] = 1
            said[here] = said[here] + digest & _BITS
            used[predicate] += digest + _ONE if one else digest
            if one:
                self._objects.add(object)
            if object[0] == _IRI and object[1] != _IRI:
                there = self._place(object)
                ends[there] = 1
                pointing[there] = pointing[there] + digest & _BITS
                if one:
                    degrees[there] += 1
                    pair = first + here, tallies.first + there
                    (self._types if predicate == _TYPE else self._links).extend(pair)
                if tallies.first != first:
                    # What is known of the subject has been put aside.
                    last = b""

    def _place(self, iri: bytes) -> int:
        """Return the place of an IRI among the latest."""
        tallies = self._tallies
        # Without what stands around it, so that the order is that of text.
        number = self._iris.number(iri[1:-1])
        if number == tallies.first + len(tallies.said):
            if tallies.first != self._iris.first:
                tallies.put_aside(self._iris.first)
            tallies.add()
        return number - tallies.first

    def _take_blanks(self) -> tuple[Blanks, Counter[str]]:
        """Take up the statements of blank nodes; return what else is known of these, and the classes in them."""
        tallies, used, words = self._tallies, self._used, self._words
        said, pointing = tallies.said, tallies.pointing
        classes = Counter[str]()

        def take(statement: blanks.Statement, digest: int, data: bool) -> None:
            subject, predicate, object = statement
            used[predicate] += digest + _ONE * data
            if subject[0] == _IRI:
                place = self._place(subject)
                tallies.subjects[place] = 1
                said[place] = said[place] + digest & _BITS
            if object[0] == _IRI and object[1] != _IRI:
                place = self._place(object)
                tallies.ends[place] = 1
                tallies.degrees[place] += data
                pointing[place] = pointing[place] + digest & _BITS
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

        def column(values: Numbers, there: Numbers) -> Column:
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
        stated, pointing, degrees, subjects, pointed = self._tallies.all()
        said = column(stated, subjects)
        own = len(said) - sum(iri[1:-1].decode() in said for iri in self._words)

        return Survey(
            iris=iris,
            everything=sum(stated) + sum(self._used.values()) & _BITS,
            said=said,
            pointing=column(pointing, pointed),
            used={iri: total & _BITS for iri, total in properties.items()},
            knots=found.knots,
            loose=found.loose,
            degrees=column(degrees, pointed),
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
