"""Numbers beside the memory: what a build finds out of each thing and reads again but once or twice."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import overload

from lod.publishing.columns.scratch import Scratch

#: So many numbers wait to be written, and are read at once by those who go through all.
_BLOCK = 1 << 14


class Numbers:
    """Numbers of one type of `array`, in a file that nobody else sees and that ends with the process.

    Slices of them are arrays. Up to a `block` they need no file. A forked process has those that were there when it
    began.
    """

    def __init__(self, typecode: str = "Q", numbers: Iterable[int] = (), *, block: int | None = None) -> None:
        self._block = block or _BLOCK
        self.typecode = typecode
        self.itemsize = array(typecode).itemsize
        self._file: Scratch | None = None
        # Where they begin in the file, and how many are there.
        self._start = self._written = 0
        self._waiting = array(typecode)
        self.extend(numbers)

    @classmethod
    def stored(cls, typecode: str, file: Scratch, start: int, stop: int) -> Numbers:
        """Return the numbers that lie in a file between two places."""
        found = cls(typecode)
        found._file, found._start, found._written = file, start, (stop - start) // found.itemsize
        return found

    def __len__(self) -> int:
        return self._written + len(self._waiting)

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> array[int]: ...
    def __getitem__(self, place: int | slice) -> int | array[int]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop, _ = place.indices(len(self))
        if start >= self._written:
            return self._waiting[start - self._written : stop - self._written]
        found = array(self.typecode)
        end = min(stop, self._written)
        if start < end and self._file is not None:
            size = self.itemsize
            found.frombytes(self._file.read(self._start + start * size, (end - start) * size))
        if stop > self._written:
            found += self._waiting[: stop - self._written]
        return found

    def __iter__(self) -> Iterator[int]:
        for start in range(0, len(self), self._block):
            yield from self[start : start + self._block]

    def extend(self, numbers: Iterable[int]) -> None:
        """Put some numbers behind all others."""
        self._waiting.extend(numbers)
        if len(self._waiting) >= self._block:
            self._file = self._file or Scratch()
            self._file.write((self._waiting.tobytes(),))
            self._written += len(self._waiting)
            self._waiting = array(self.typecode)

    def blocks(self) -> Iterator[array[int]]:
        """Yield all numbers, some at a time."""
        return (self[start : start + self._block] for start in range(0, len(self), self._block))


#: So many parts of numbers are put in order one after the other.
_PARTS = 64


def in_order(numbers: Iterable[int], end: int) -> Iterator[int]:
    """Yield numbers of at most 64 bits, all below `end`, in their order: of few at once there are objects."""
    parts = [array("Q") for _ in range(_PARTS)]
    for number in numbers:
        parts[number * _PARTS // end].append(number)
    for part in parts:
        yield from sorted(part)
