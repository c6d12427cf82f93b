"""The one writer: it puts artifacts on the disk, beside the old site first, then in its place.

Whenever it is killed, the folder holds the old site or the new one, whole; the next run clears away what is left over.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lod.errors import PublishError
from lod.publishing.disk.exchange import exchange, hold

#: The file by which a folder is known to be ours. It is written last.
MARKER = ".lod-site"
_MARKED = b"This folder is made by 'lod publish', which replaces it as a whole: do not edit anything in it.\n"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to be: its path relative to the output folder, with `/`; its IANA media type; its content."""

    path: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer has written: the folder, and the number of files and bytes in it."""

    output: Path
    files: int
    bytes: int


def write(artifacts: Iterable[Artifact], output: Path, progress: Callable[[int], None] | None = None) -> Written:
    """Write artifacts to the folder `output`, in place of the site that may stand there.

    `progress` is called with the number of files written so far. Raises PublishError, and leaves everything as it
    was, if the folder is not ours, cannot be written, or if two artifacts would be one file.
    """
    # What a link leads to is replaced, not the link.
    target = Path(os.path.realpath(output))
    require_ours(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target)
        made = target.with_name(f".{target.name}.lod-{secrets.token_hex(4)}")
        made.mkdir()
        try:
            with hold(made):
                files, size = _write_all(artifacts, made, progress)
                exchange(made, target)
        finally:
            # The old site after an exchange; a site that did not come about after a failure.
            if made.exists():
                shutil.rmtree(made)
    except OSError as error:
        raise PublishError(_words(error), where=error.filename or target, remedy=_REMEDY) from error
    return Written(target, files, size)


@contextmanager
def place(output: Path) -> Iterator[Path]:
    """Hold a folder for a site while the block runs, made if need be, and marked as ours; yield where it really is.

    Raises PublishError if it is not ours, is held by another run, or cannot be written; also for an OSError inside.
    """
    target = Path(os.path.realpath(output))
    require_ours(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with hold(target):
            if not (target / MARKER).is_file():
                (target / MARKER).write_bytes(_MARKED)
            yield target
    except OSError as error:
        raise PublishError(_words(error), where=error.filename or target, remedy=_REMEDY) from error


def require_ours(output: Path) -> None:
    """Raise PublishError unless a folder may be replaced: it is missing, empty, or was made by lod."""
    try:
        if output.is_dir():
            if any(output.iterdir()) and not (output / MARKER).is_file():
                what = "there are files in it that lod did not write"
                raise PublishError(what, where=output, remedy="Choose another folder with --output, or empty this one.")
        elif output.exists():
            raise PublishError("this is a file, not a folder", where=output, remedy="Choose a folder with --output.")
    except OSError as error:
        raise PublishError(_words(error), where=output, remedy=_REMEDY) from error


_REMEDY = "Make room or change the permissions there, or choose another folder with --output."


def _write_all(artifacts: Iterable[Artifact], folder: Path, progress: Callable[[int], None] | None) -> tuple[int, int]:
    files = size = 0
    root, known = str(folder), {""}
    for artifact in artifacts:
        inside, _, name = artifact.path.rpartition("/")
        if inside not in known:
            _require_inside(artifact.path)
            Path(root, inside).mkdir(parents=True, exist_ok=True)
            known.add(inside)
        try:
            # A file that is there already is another artifact's, perhaps by a disk that ignores case.
            file = os.open(f"{root}/{inside}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            raise PublishError("two pages would be the same file", where=artifact.path) from None
        try:
            rest = memoryview(artifact.content)
            while rest:
                rest = rest[os.write(file, rest) :]
        finally:
            os.close(file)
        files += 1
        size += len(artifact.content)
        if progress:
            progress(files)
    (folder / MARKER).write_bytes(_MARKED)
    return files + 1, size + len(_MARKED)


def _require_inside(path: str) -> None:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path:
        raise PublishError("a file would lie outside the output folder", where=path)


def _clear(target: Path) -> None:
    """Remove what earlier runs left beside the target. Raises PublishError if one of them is still at work."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.lod-[0-9a-f]{{8}}(-old)?")
    for left in sorted(path for path in target.parent.iterdir() if ours.fullmatch(path.name) and path.is_dir()):
        with hold(left):
            if not target.exists() and (left / MARKER).is_file():
                # A run was killed between the two renames of a system that cannot swap.
                left.rename(target)
            else:
                shutil.rmtree(left)


def _words(error: OSError) -> str:
    return f"cannot be written: {error.strerror or error}"
