"""A file that nobody else sees."""

from __future__ import annotations

import os
from collections.abc import Iterable
from tempfile import TemporaryFile
from weakref import finalize


class Scratch:
    """Bytes in a temporary file, which ends with this object.

    Forked processes may read it too: reading moves no place in the file.
    """

    def __init__(self) -> None:
        self.file = TemporaryFile()  # noqa: SIM115  # it ends with this object
        finalize(self, self.file.close)
        self.size = 0

    def write(self, pieces: Iterable[bytes]) -> None:
        """Put bytes behind all others."""
        self.file.writelines(pieces)
        self.file.flush()
        self.size = self.file.tell()

    def read(self, start: int, length: int) -> bytes:
        """Return so many bytes from a place on, or as many as there are."""
        return os.pread(self.file.fileno(), length, start)
