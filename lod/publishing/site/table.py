"""Many IRIs in little room: sorted and one behind the other in bytes, each with a number, and columns of numbers."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import overload

import pyoxigraph as ox


class Table(Sequence[str]):
    """Sorted IRIs by number: some 60 bytes each, where a set of strings takes three times as many."""

    def __init__(self, iris: Iterable[bytes]) -> None:
        self._ends = array("Q")
        content = bytearray()
        for iri in iris:
            content += iri
            self._ends.append(len(content))
        self._content = bytes(content)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self._at(number).decode() for number in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._at(place % len(self)).decode()

    def _at(self, number: int) -> bytes:
        return self._content[self._ends[number - 1] if number else 0 : self._ends[number]]

    def number(self, iri: str) -> int | None:
        """Return the number of an IRI, None if it is not here."""
        wanted = iri.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._at(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._at(low) == wanted else None


class Column(Mapping[str, int]):
    """A number for each IRI of a table that is `there`, in their order."""

    def __init__(self, table: Table, values: array[int], there: bytes) -> None:
        self.table = table
        self.values_by_number = values
        self._there = there

    def __len__(self) -> int:
        return len(self._there) - self._there.count(0)

    def __iter__(self) -> Iterator[str]:
        return compress(self.table, self._there)

    def __getitem__(self, iri: str) -> int:
        number = self.table.number(iri)
        if number is None or not self._there[number]:
            raise KeyError(iri)
        return self.values_by_number[number]

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Yield the numbers and the IRIs, in their order."""
        return compress(enumerate(self.table), self._there)

    def items(self) -> ItemsView[str, int]:
        """Return all IRIs with their numbers, in their order: none has to be looked for."""
        return _Items(self)


class _Items(ItemsView[str, int]):
    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def __iter__(self) -> Iterator[tuple[str, int]]:
        column = self._column
        return compress(zip(column.table, column.values_by_number, strict=True), column._there)


class Nodes(Sequence[ox.NamedNode]):
    """Some of many IRIs as nodes, made when they are asked for; `places` are their numbers."""

    def __init__(self, iris: Table, places: array[int]) -> None:
        self.iris = iris
        self.places = places

    def place(self, iri: str) -> int | None:
        """Return the place of an IRI among these, None if it is not one of them."""
        number = self.iris.number(iri)
        place = len(self) if number is None else bisect_left(self.places, number)
        return place if place < len(self) and self.places[place] == number else None

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> ox.NamedNode: ...
    @overload
    def __getitem__(self, place: slice) -> list[ox.NamedNode]: ...
    def __getitem__(self, place: int | slice) -> ox.NamedNode | list[ox.NamedNode]:
        if isinstance(place, slice):
            return [ox.NamedNode(self.iris[number]) for number in self.places[place]]
        return ox.NamedNode(self.iris[self.places[place]])

    def __iter__(self) -> Iterator[ox.NamedNode]:
        return map(ox.NamedNode, map(self.iris.__getitem__, self.places))
