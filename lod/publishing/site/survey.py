"""One pass over the graph: a digest for all that a page can read, and the numbers of the dataset.

A digest is the sum of the hashes of statements, so it does not depend on their order. Blank nodes have no name of
their own: one is known by what is said of it, by what leads to it, and by what those lead to and come from.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

import pyoxigraph as ox

from lod.graph import Graph
from lod.publishing.site import blanks
from lod.terms import RDF_TYPE

T = TypeVar("T")
U = TypeVar("U")

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

    `everything` are 64 bits for all of it; `said`, `pointing` and `used` for what is said of each IRI (in the order of
    the IRIs), for what points to it, and for the uses of each property. `knots` are the subjects whose blank nodes form
    no tree of their own or a very deep one, `loose` are the blank nodes that belong to no single thing. `degrees` tells
    how many statements of the data point to each IRI. `counts` is the size of the data, of which the words are no part;
    what is tied there is told by `links` and `types`.
    """

    everything: int
    said: Mapping[str, int]
    pointing: Mapping[str, int]
    used: Mapping[str, int]
    knots: frozenset[str]
    loose: frozenset[ox.BlankNode]
    degrees: Mapping[str, int]
    counts: Counts
    _iris: Sequence[str]
    _links: array[int]
    _types: array[int]

    def types(self) -> Iterator[tuple[str, str]]:
        """Yield each IRI of the data with each of its classes."""
        iris, pairs = self._iris, self._types
        return ((iris[subject], iris[object]) for subject, object in zip(pairs[::2], pairs[1::2], strict=True))

    def links(self, of: Callable[[str], T], to: Callable[[str], U]) -> Iterator[tuple[T, U]]:
        """Yield for each statement of the data between IRIs what is `of` the one and `to` the other."""
        froms, tos = [of(iri) for iri in self._iris], [to(iri) for iri in self._iris]
        pairs = self._links
        return zip(map(froms.__getitem__, pairs[::2]), map(tos.__getitem__, pairs[1::2]), strict=True)


def survey(graph: Graph, words: Collection[str] = frozenset()) -> Survey:
    """Return the digests of a graph; the same statements give the same ones in any order and on any machine.

    `words` are IRIs that the data is said in, which are no part of it.
    """
    passing = _Passing(words)
    graph.lines(passing.take)
    return passing.result()


class _Passing:
    """What has been seen so far of the statements that pass by; IRIs are known by numbers."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(f"<{iri}>".encode() for iri in words)
        self._numbers: dict[bytes, int] = {}
        self._said: list[int] = []
        self._pointing: list[int] = []
        self._used: defaultdict[bytes, int] = defaultdict(int)
        self._objects: set[bytes] = set()
        self._links: array[int] = array("I")
        self._types: array[int] = array("I")
        self._blank: list[tuple[bytes, bytes, bytes]] = []

    def take(self, lines: Iterable[bytes]) -> None:
        """Take up statements, as lines of N-Triples."""
        said, pointing, used = self._said, self._pointing, self._used
        last, here, one = b"", 0, 0
        for line in lines:
            subject, predicate, object = line.split(b" ", 2)
            object = object[:-2]
            if subject[0] == _BLANK or object[0] == _BLANK:
                self._blank.append((subject, predicate, object))
                continue
            digest = int.from_bytes(blake2b(line, digest_size=8).digest(), "big") + _ONE
            if subject != last:
                # What is said of one thing stands together, mostly.
                last, here = subject, self._number(subject)
                one = 0 if subject in self._words else _ONE
            said[here] += digest
            used[predicate] += digest if one else digest - _ONE
            if one:
                self._objects.add(object)
            if object[0] == _IRI and object[1] != _IRI:
                there = self._number(object)
                pointing[there] += digest if one else digest - _ONE
                if one:
                    (self._types if predicate == _TYPE else self._links).extend((here, there))

    def _number(self, iri: bytes) -> int:
        number = self._numbers.get(iri)
        if number is None:
            number = self._numbers[iri] = len(self._numbers)
            self._said.append(0)
            self._pointing.append(0)
        return number

    def result(self) -> Survey:
        """Return what has been found, now that all has passed by."""
        said, pointing, used, words = self._said, self._pointing, self._used, self._words
        found, kinds = blanks.find(self._blank, words), Counter[str]()
        for (subject, predicate, object), digest, data in found.statements:
            used[predicate] += digest + _ONE * data
            if subject[0] == _IRI:
                said[self._number(subject)] += digest + _ONE
            if object[0] == _IRI and object[1] != _IRI:
                pointing[self._number(object)] += digest + _ONE * data
            if data:
                self._objects.add(object)
                if predicate == _TYPE and object[0] == _IRI:
                    kinds[object[1:-1].decode()] += 1
        iris = [iri[1:-1].decode() for iri in self._numbers]
        properties = {iri[1:-1].decode(): total for iri, total in used.items()}
        own = sum(iri not in words for iri, total in zip(self._numbers, said, strict=True) if total)
        classes = Counter(map(iris.__getitem__, self._types[1::2])) + kinds
        counts = {iri: total >> _COUNTED for iri, total in properties.items() if total >> _COUNTED}
        return Survey(
            everything=sum(said) + sum(used.values()) & _BITS,
            said={iri: total & _BITS for iri, total in sorted(zip(iris, said, strict=True)) if total},
            pointing={iri: total & _BITS for iri, total in zip(iris, pointing, strict=True) if total},
            used={iri: total & _BITS for iri, total in properties.items()},
            knots=found.knots,
            loose=found.loose,
            degrees={iri: total >> _COUNTED for iri, total in zip(iris, pointing, strict=True) if total},
            counts=Counts(sum(counts.values()), own + found.subjects, len(self._objects), classes, counts),
            _iris=iris,
            _links=self._links,
            _types=self._types,
        )
