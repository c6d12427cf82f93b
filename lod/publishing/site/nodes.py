"""Some of many IRIs as nodes that are made when they are asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import overload

import pyoxigraph as ox

from lod.publishing.columns.table import Table


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
    def __getitem__(self, place: slice) -> Nodes: ...
    def __getitem__(self, place: int | slice) -> ox.NamedNode | Nodes:
        if isinstance(place, slice):
            return Nodes(self.iris, self.places[place])
        return ox.NamedNode(self.iris[self.places[place]])

    def __iter__(self) -> Iterator[ox.NamedNode]:
        return map(ox.NamedNode, map(self.iris.__getitem__, self.places))
