"""Make a folder hold these files and no others: for what is quickly made and has no manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lod.errors import PublishError
from lod.publishing.disk import manifest
from lod.publishing.disk.artifact import Artifact
from lod.publishing.disk.folder import held


@dataclass(frozen=True, slots=True)
class Written:
    """What a folder holds now: where it is, its files and their bytes, and how many files were new or had changed."""

    output: Path
    files: int
    bytes: int
    written: int


def write(artifacts: Iterable[Artifact], output: Path, progress: Callable[[int], None] | None = None) -> Written:
    """Make the folder `output` hold these artifacts: each is put in place at once, what is there no longer goes last.

    A file that has its content already is left alone. `progress` is called with the number of files so far. Raises
    PublishError if the folder is not ours, holds a published site or cannot be written, or if two artifacts would be
    one file; then nothing is removed.
    """
    paths: set[str] = set()
    size = written = 0
    with held(output) as target:
        if manifest.read(target) is not None:
            remedy = "Choose another folder with --output."
            raise PublishError("there is a published site in it", where=target.place, remedy=remedy)
        before = target.found()
        for artifact in artifacts:
            if artifact.path in paths:
                raise PublishError("two pages would be the same file", where=artifact.path)
            paths.add(artifact.path)
            written += target.put(artifact.path, artifact.content, compare=True)
            size += len(artifact.content)
            if progress:
                progress(len(paths))
        target.remove(before - paths)
        return Written(target.place, len(paths), size, written)
