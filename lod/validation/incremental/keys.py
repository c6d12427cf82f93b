"""What a verdict hangs on, in short: digests of the files, and a key for all else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lod import source
from lod.config import Config, builtin
from lod.errors import LodError, SourceError
from lod.validation import profiles

#: What has a part in the findings; not all of it need be there.
_LIBRARIES = ("pyoxigraph", "pyshacl", "rdflib", "shacl")

_PACKAGE = Path(__file__).parents[2]
_ROOMS = ("config", "source", "graph", "vocabulary", "validation")


def digests(paths: Iterable[Path]) -> dict[str, str] | None:
    """Return a digest of the content of each file, or None if some cannot be read."""
    try:
        return {str(path): sha256(path.read_bytes()).hexdigest() for path in paths}
    except OSError:
        return None


def times(paths: Iterable[str]) -> dict[str, tuple[int, int]] | None:
    """Return the time of change (nanoseconds) and the size of each file, or None if some are not there."""
    try:
        # 15,000 Path objects would take longer than the looks.
        return {path: (status.st_mtime_ns, status.st_size) for path in paths for status in (os.stat(path),)}  # noqa: PTH116  # the same
    except OSError:
        return None


def data_files(config: Config) -> list[Path] | None:
    """Return the data files of a workspace, or None if some cannot be found."""
    unreadable: list[SourceError] = []
    try:
        found = source.find(config.data, unreadable=unreadable)
    except LodError:
        return None
    return None if unreadable else found


def judging(config: Config) -> list[Path]:
    """Return the files of the ontology and of the shapes."""
    return source.find((*config.ontology, *config.shapes))


def key(
    config: Config, data: Iterable[Path], texts: Mapping[str, Path], names: Iterable[str], engine: str
) -> str | None:
    """Return a digest of all that findings hang on beside the data, or None if that cannot be told.

    That is lod itself, its libraries, the settings, the ontology, the shapes with those of the profiles `names`, the
    texts, and the engine.
    """
    names, unreadable = tuple(names), list[SourceError]()
    try:
        judging = [
            *source.find((*config.ontology, *config.shapes), unreadable=unreadable),
            *profiles.find(config, names),
        ]
    except LodError:
        return None
    known = set(data)
    files = [path for path in judging if path not in known]
    found = digests((*files, builtin("ontology") / "schema-org.tsv", *texts.values()))
    if found is None or unreadable:
        return None
    parts = (
        _program(),
        sys.platform,
        sys.version,
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
        repr(config),
        repr((names, engine, [(name, str(path)) for name, path in texts.items()])),
        repr(sorted(found.items())),
        # A file may be one of the data too.
        repr([str(path) for path in judging]),
    )
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


@cache
def _program() -> str:
    """Return a digest of what judges, as it was when this process first asked."""
    digest = sha256()
    folders = (_PACKAGE / room for room in _ROOMS)
    inner = (path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts)
    for path in sorted({*_PACKAGE.glob("*.py"), *inner}):
        if path.is_file():
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\n".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
