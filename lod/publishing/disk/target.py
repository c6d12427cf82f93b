"""Where a site is put: a folder of this machine, or of any storage that fsspec knows."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from lod.errors import PublishError

#: The file by which a folder is known to be ours.
MARKER = ".lod-site"
MARKED = b"This folder is made by 'lod publish', which replaces it as a whole: do not edit anything in it.\n"

#: Our own folder inside a site; hosts need not serve it.
FOLDER = ".lod"


class Target(Protocol):
    """A folder for a site. Paths are relative to it, with `/`; all methods raise OSError or PublishError."""

    @property
    def place(self) -> Path | str:
        """Where it is: a path, or the address of a storage."""

    def put(self, path: str, content: bytes, *, compare: bool = False) -> bool:
        """Put a file in place at once: readers get the old or the new one, whole. Folders are made as needed.

        With `compare` a file that has this content already is left alone. Returns whether it was written. Raises
        PublishError for a path outside.
        """

    def get(self, path: str) -> bytes | None:
        """Return what a file holds, or None if there is none."""

    def size(self, path: str) -> int | None:
        """Return the number of bytes of a file, or None if there is none."""

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading, from any place in it."""

    def create(self, path: str) -> AbstractContextManager[BinaryIO]:
        """Give a file to write to, which is put in place at once when the block ends without an error."""

    def found(self, below: str = "") -> set[str]:
        """Return the paths of all files, or of those below a folder; without one, not what lod keeps for itself."""

    def damaged(self, files: Iterable[tuple[str, str, int]], last: str) -> frozenset[str]:
        """Return the names of those of whose files one does not stand there as a build has left it.

        `files` are each the name of what it belongs to, its path and the number of its bytes. It has not been left so
        if it is newer than the file at `last`, which that build wrote at its very end; where the times of files say
        nothing, only their bytes are counted.
        """

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, as far as they are there, and the folders that are empty then."""

    def keep(self) -> None:
        """Say that this run is still at work, where a hold would end otherwise."""


def require_inside(path: str) -> None:
    """Raise PublishError if a path leads out of the folder that it is relative to."""
    # What is asked for each of a million files is asked of the text first.
    if (path.startswith("/") or ".." in path or "\\" in path) and (
        ".." in PurePosixPath(path).parts or path.startswith("/") or "\\" in path
    ):
        raise PublishError("a file would lie outside the output folder", where=path)
