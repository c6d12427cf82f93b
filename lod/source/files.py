"""Find the files of triples below some paths."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from lod.errors import SourceError
from lod.media import RDF_SUFFIXES


def find(paths: Iterable[Path], *, unreadable: list[SourceError] | None = None) -> list[Path]:
    """Return the RDF files that `paths` name or hold, each once, folder by folder in the order of their names.

    A file named outright must have a suffix of the table of formats; in folders other files, hidden ones and
    folders that were met already (a link that leads back up) are passed over. Raises SourceError for a path that
    does not exist or whose format is unknown, and for a folder that cannot be read, unless there is a list
    `unreadable` to take that up: then the other folders are looked through.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(map(Path, below(path, unreadable=unreadable))))
        elif not path.exists():
            raise SourceError("no such file or folder", where=path, remedy="Check the spelling of the path.")
        elif path.suffix.lower() not in RDF_SUFFIXES:
            known = ", ".join(sorted(RDF_SUFFIXES))
            raise SourceError("not a known RDF format", where=path, remedy=f"Name the file with one of: {known}.")
        else:
            found[path] = None
    return list(found)


def below(folder: Path, *, unreadable: list[SourceError] | None = None) -> Iterator[str]:
    """Yield the paths of the RDF files that a folder holds, as `find` does, but as texts.

    With ten thousands of files, to make a Path of each takes longer than to find them.
    """
    return _walk(os.fspath(folder), set(), unreadable)


def _walk(folder: str, seen: set[tuple[int, int]], unreadable: list[SourceError] | None) -> Iterator[str]:
    try:
        status = os.stat(folder)  # noqa: PTH116  # texts, see above
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        remedy = "Check its permissions."
        fault = SourceError(f"cannot be read: {error.strerror}", where=Path(folder), remedy=remedy)
        if unreadable is None:
            raise fault from None
        unreadable.append(fault)
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from _walk(entry.path, seen, unreadable)
        elif os.path.splitext(entry.name)[1].lower() in RDF_SUFFIXES and _is_readable(entry):  # noqa: PTH122  # texts
            yield entry.path


def _is_readable(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a file, or a link of which reading tells what is wrong; a pipe would never end."""
    try:
        return entry.is_file() or entry.is_symlink()
    except OSError:
        return True


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # links that lead in a circle: if it is named like a file of triples, reading it tells
