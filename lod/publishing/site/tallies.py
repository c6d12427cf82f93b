"""What a pass over a graph adds up of each IRI."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from lod.publishing.columns.numbers import Numbers


class Tallies:
    """What is known of IRIs by number: of the latest ones, from `first` on, in memory, and of all before beside it.

    `subjects` and `ends` are those of which something is said, and to which something points.
    """

    def __init__(self) -> None:
        self.first = 0
        self.said: array[int] = array("Q")
        self.pointing: array[int] = array("Q")
        self.degrees: array[int] = array("I")
        self.subjects: array[int] = array("B")
        self.ends: array[int] = array("B")
        self._latest = self.said, self.pointing, self.degrees, self.subjects, self.ends
        self._before = [Numbers(column.typecode) for column in self._latest]

    def add(self) -> None:
        """Take up one more IRI."""
        for column in self._latest:
            column.append(0)

    def put_aside(self, first: int) -> None:
        """Put beside the memory what is known of those before a number."""
        self.first = first
        for before, column in zip(self._before, self._latest, strict=True):
            before.extend(column)
            # They stay the same for those who have them.
            del column[:]

    def all(self) -> Sequence[Numbers]:
        """Return all columns, in the order in which they stand above."""
        self.put_aside(self.first + len(self.said))
        return self._before
