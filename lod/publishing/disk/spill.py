"""Numbers beside the memory: what a build finds out of each thing and reads again but once."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile
from weakref import finalize

_ITEM = 8

#: So many numbers wait to be written, and are read at once by those who go through all.
_BLOCK = 1 << 15


class Spill:
    """Numbers of 64 bits in a file that nobody else sees and that ends with the process; slices of it are arrays."""

    typecode = "Q"

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # it ends with this object
        finalize(self, self._file.close)
        self._written = 0
        self._waiting = array(self.typecode)

    def __len__(self) -> int:
        return self._written + len(self._waiting)

    def __getitem__(self, some: slice) -> array[int]:
        start, stop, _ = some.indices(len(self))
        stop = max(start, stop)
        found = array(self.typecode)
        if start < self._written:
            end = min(stop, self._written)
            found.frombytes(os.pread(self._file.fileno(), (end - start) * _ITEM, start * _ITEM))
        if stop > self._written:
            found += self._waiting[max(start - self._written, 0) : stop - self._written]
        return found

    def __iadd__(self, numbers: array[int]) -> Spill:
        self._waiting += numbers
        if len(self._waiting) >= _BLOCK:
            self._file.seek(0, os.SEEK_END)
            self._waiting.tofile(self._file)
            self._file.flush()
            self._written += len(self._waiting)
            self._waiting = array(self.typecode)
        return self

    def blocks(self) -> Iterator[bytes]:
        """Yield all numbers as bytes, some at a time."""
        for start in range(0, len(self), _BLOCK):
            yield self[start : start + _BLOCK].tobytes()
