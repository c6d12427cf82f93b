"""A folder of this machine as the place of a site."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import BinaryIO

from lod.errors import PublishError
from lod.publishing.disk.holding import hold
from lod.publishing.disk.target import FOLDER, MARKED, MARKER, require_inside

#: What a file is called until it is whole. No page has a name with this ending.
UNFINISHED = ".lod-new"


class Folder:
    """A folder: a file is written under another name and renamed, so that it is there whole or not at all.

    `others` are folders below it that hold what no artifact is, such as the index of the search.
    """

    def __init__(self, place: Path, others: Iterable[str] = ()) -> None:
        self._place = place
        self._root = str(place)
        self._others = (FOLDER, *others)

    @property
    def place(self) -> Path:
        return self._place

    def put(self, path: str, content: bytes, *, compare: bool = False) -> bool:
        require_inside(path)
        whole = f"{self._root}/{path}"
        if compare and self.get(path) == content:
            return False
        new = whole + UNFINISHED
        try:
            file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        except FileNotFoundError:
            Path(whole).parent.mkdir(parents=True, exist_ok=True)
            file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(file, rest) :]
        except OSError:
            Path(new).unlink(missing_ok=True)
            raise
        finally:
            os.close(file)
        os.replace(new, whole)  # noqa: PTH105  # a Path for each of a million files takes longer than the renaming
        return True

    def get(self, path: str) -> bytes | None:
        try:
            return (self._place / path).read_bytes()
        except FileNotFoundError:
            return None

    def size(self, path: str) -> int | None:
        try:
            return (self._place / path).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, path: str) -> BinaryIO:
        return (self._place / path).open("rb")

    @contextmanager
    def create(self, path: str) -> Iterator[BinaryIO]:
        whole = self._place / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        new = whole.with_name(whole.name + UNFINISHED)
        try:
            with new.open("wb") as file:
                yield file
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        new.replace(whole)

    def found(self, below: str = "") -> set[str]:
        apart = set() if below else {self._place / name for name in self._others}
        paths: set[str] = set()
        for folder, inside, files in os.walk(self._place / below):
            inside[:] = [name for name in inside if Path(folder, name) not in apart]
            place = Path(folder).relative_to(self._place)
            paths.update((place / name).as_posix() for name in files)
        return paths - {MARKER}

    def damaged(self, files: Iterable[tuple[str, str, int]], last: str) -> frozenset[str]:
        found: set[str] = set()
        # A Path for each of a million files takes longer than asking for them.
        look, root = os.stat, self._root
        try:
            end = (self._place / last).stat().st_mtime_ns
        except FileNotFoundError:
            return frozenset(name for name, _, _ in files)
        for name, path, size in files:
            try:
                there = look(f"{root}/{path}")
            except (FileNotFoundError, NotADirectoryError):
                found.add(name)
                continue
            if there.st_size != size or there.st_mtime_ns > end or not S_ISREG(there.st_mode):
                found.add(name)
        return frozenset(found)

    def remove(self, paths: Iterable[str]) -> None:
        folders: set[PurePosixPath] = set()
        for path in paths:
            (self._place / path).unlink(missing_ok=True)
            folders.update(PurePosixPath(path).parents)
        for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
            place = self._place / folder
            if folder.parts and place.is_dir() and not any(place.iterdir()):
                place.rmdir()

    def keep(self) -> None:
        """Do nothing: the system's lock ends with the process."""


@contextmanager
def held(output: Path, others: Iterable[str] = ()) -> Iterator[Folder]:
    """Hold a folder for a site while the block runs, made if need be, and marked as ours.

    Raises PublishError if it is not ours, is held by another run, or cannot be written; also for an OSError inside.
    """
    # What a link leads to is written to, not the link.
    place = Path(os.path.realpath(output))
    try:
        _require_ours(place)
        place.mkdir(parents=True, exist_ok=True)
        with hold(place):
            if not (place / MARKER).is_file():
                (place / MARKER).write_bytes(MARKED)
            yield Folder(place, others)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise PublishError(what, where=error.filename or place, remedy=_REMEDY) from error


_REMEDY = "Make room or change the permissions there, or choose another folder with --output."


def _require_ours(output: Path) -> None:
    """Raise PublishError unless a folder may be written to: it is missing, empty, or was made by lod."""
    if output.is_dir():
        if any(output.iterdir()) and not (output / MARKER).is_file():
            what = "there are files in it that lod did not write"
            raise PublishError(what, where=output, remedy="Choose another folder with --output, or empty this one.")
    elif output.exists():
        raise PublishError("this is a file, not a folder", where=output, remedy="Choose a folder with --output.")
