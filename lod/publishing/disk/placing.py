"""Single files of a site: put in place at once, found, and removed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from lod.errors import PublishError
from lod.publishing.disk import search
from lod.publishing.disk.manifest import FOLDER
from lod.publishing.disk.writer import MARKER, Artifact

#: What a file is called until it is whole. No page has a name with this ending.
UNFINISHED = ".lod-new"

#: Folders below the site that others write: the index of the search.
_OTHERS = (search.FOLDER,)


def place(root: str, artifact: Artifact, *, compare: bool) -> bool:
    """Write an artifact below `root` under another name and rename it: readers get the old or the new one, whole.

    With `compare` a file that has this content already is left alone. Returns whether it was written. Raises OSError,
    and PublishError for a path outside.
    """
    path = f"{root}/{artifact.path}"
    if compare and _holds(path, artifact.content):
        return False
    new = path + UNFINISHED
    try:
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    except FileNotFoundError:
        require_inside(artifact.path)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(artifact.content)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
    os.replace(new, path)  # noqa: PTH105  # a Path for each of a million files takes longer than the renaming
    return True


def require_inside(path: str) -> None:
    """Raise PublishError if a path leads out of the folder that it is relative to."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path:
        raise PublishError("a file would lie outside the output folder", where=path)


def found(site: Path) -> set[str]:
    """Return the paths of all files that lie in a site, but for what lod keeps for itself and what others wrote."""
    ours = {site / FOLDER, *(site / name for name in _OTHERS)}
    paths: set[str] = set()
    for folder, below, files in os.walk(site):
        below[:] = [name for name in below if Path(folder, name) not in ours]
        place = Path(folder).relative_to(site)
        paths.update((place / name).as_posix() for name in files)
    return paths - {MARKER}


def remove(site: Path, paths: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then. Raises OSError."""
    folders: set[PurePosixPath] = set()
    for path in paths:
        (site / path).unlink(missing_ok=True)
        folders.update(PurePosixPath(path).parents)
    for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
        if folder.parts and not any((site / folder).iterdir()):
            (site / folder).rmdir()


def _holds(path: str, content: bytes) -> bool:
    try:
        return Path(path).read_bytes() == content
    except FileNotFoundError:
        return False
