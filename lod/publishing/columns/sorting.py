"""Texts are numbered as they come, and put in order at the end, few of them in memory at any time: a merge sort.

Once there are many, they are written to a file as a run, in their order, and forgotten. So a text that comes again
later gets a number more.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby, pairwise
from operator import itemgetter

from lod.publishing.columns.scratch import Scratch

#: So many texts are in memory; and of each run so many bytes, when runs are merged.
_KEPT = 1 << 14
_CHUNK = 1 << 14


class Sorting:
    """Texts without line breaks, by number; each has one or more.

    No number below `first` is given again.
    """

    def __init__(self) -> None:
        self.first = 0
        self._known: dict[bytes, int] = {}
        self._count = 0
        self._file: Scratch | None = None
        # Where each run ends in the file.
        self._ends = [0]

    def __len__(self) -> int:
        """Return how many numbers have been given."""
        return self._count

    def number(self, text: bytes) -> int:
        """Return a number of a text: the next one if it has none yet, or has not come for long."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _KEPT:
                self._write()
            found = self._known[text] = self._count
            self._count += 1
        return found

    def merged(self) -> Iterator[tuple[bytes, list[int]]]:
        """Yield all texts in the order of their bytes, each once, with its numbers. No more may come."""
        last = sorted(self._known.items())
        self._known.clear()
        if self._file is None:
            return ((text, [number]) for text, number in last)
        runs = (_read(self._file, start, end) for start, end in pairwise(self._ends))
        found = groupby(merge(*runs, last), key=itemgetter(0))
        return ((text, [number for _, number in some]) for text, some in found)

    def _write(self) -> None:
        self._file = self._file or Scratch()
        self._file.write(b"%b %d\n" % known for known in sorted(self._known.items()))
        self._ends.append(self._file.size)
        self._known.clear()
        self.first = self._count


def _read(file: Scratch, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Yield the texts of a run with their numbers."""
    rest = b""
    while start < end:
        chunk = file.read(start, min(_CHUNK, end - start))
        start += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            text, _, number = line.rpartition(b" ")
            yield text, int(number)
