"""A file that nobody else sees."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from weakref import finalize

from lod.errors import PublishError


class Scratch:
    """Bytes in a temporary file, which ends with this object.

    Forked processes may read it too: reading moves no place in the file.
    """

    def __init__(self) -> None:
        """Make the file. Raises PublishError."""
        try:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115  # it ends with this object
        except OSError as error:
            raise _failed(error) from error
        finalize(self, self.file.close)
        self.size = 0

    def write(self, pieces: Iterable[bytes]) -> None:
        """Put bytes behind all others. Raises PublishError."""
        try:
            self.file.writelines(pieces)
            self.file.flush()
        except OSError as error:
            # What could not be written would be tried again at the end.
            with suppress(OSError):
                self.file.close()
            raise _failed(error) from error
        self.size = self.file.tell()

    def read(self, start: int, length: int) -> bytes:
        """Return so many bytes from a place on, or as many as there are."""
        return os.pread(self.file.fileno(), length, start)


def _failed(error: OSError) -> PublishError:
    what = f"no temporary file can be written: {error.strerror or error}"
    return PublishError(what, where=tempfile.tempdir, remedy="Make room there, or name another folder by TMPDIR.")
