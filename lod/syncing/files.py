"""What the files of a workspace say, file by file, as a store is to hold it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from lod import source
from lod.config import Config, builtin
from lod.errors import SourceError
from lod.graph.skolem import Skolem
from lod.graph.store import Subject
from lod.syncing.difference import closed

#: Part of every digest: another way to name blank nodes makes another content.
SCHEME = "1"

#: Where the package's own files stand among the names.
BUILTIN = "builtin/"


class File(NamedTuple):
    """A file by the name that it has on all machines, its path, and the digest of its content."""

    name: str
    path: str
    digest: str


def listing(config: Config) -> dict[str, File]:
    """Return the files of data and ontology by name. Raises SourceError for what cannot be read, and without data."""
    salt = f"{SCHEME}\n{config.base}\n".encode()
    found = {file.name: file for top in config.data for file in _below(top, config, salt)}
    if not found:
        # An empty folder is a slip, mostly, and would empty the store.
        raise SourceError("there are no files of data", where=config.root, remedy="Is it the right workspace?")
    return found | {file.name: file for top in config.ontology for file in _below(top, config, salt)}


def _below(top: Path, config: Config, salt: bytes) -> Iterator[File]:
    above, length = _name(top, config), len(os.fspath(top))
    # All this on texts: with 15,000 files, Path takes longer for it than the files take to read.
    for path in source.below(top) if top.is_dir() else map(os.fspath, source.find([top])):
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # see above
                digest = hashlib.sha256(salt + file.read()).hexdigest()
        except OSError as error:
            with source.translate(Path(path)):
                raise error from None
        yield File(f"{above}{path[length:]}".replace(os.sep, "/"), path, digest)


def _name(path: Path, config: Config) -> str:
    """Return the name of a folder or file that the settings name: from the workspace's folder, or as a built-in one."""
    resolved, root, floor = path.resolve(), config.root.resolve(), builtin("ontology").resolve()
    if resolved == floor and not floor.is_relative_to(root):
        return f"{BUILTIN}ontology"
    return Path(os.path.relpath(resolved, root)).as_posix()


class Contents:
    """Reads files as triples in which blank nodes have their lasting names."""

    def __init__(self, config: Config) -> None:
        self._base = config.base
        self._skolem = Skolem(config.base)
        # A file that many others share things with is wanted again and again.
        self.triples = lru_cache(64)(self._triples)

    def _triples(self, file: File) -> tuple[ox.Triple, ...]:
        """Return the triples of a file, each once. Raises SourceError."""
        named = self._skolem.named(source.read(Path(file.path), self._base))
        return tuple(dict.fromkeys(map(self._skolem.blank, named)))

    def subjects(self, file: File) -> set[Subject]:
        """Return what a file speaks of, without the blank nodes that this leads to; of a ring of these, one."""
        triples = self.triples(file)
        led = {t.object for t in triples if isinstance(t.object, ox.BlankNode)}
        found: set[Subject] = {t.subject for t in triples if t.subject not in led}  # type: ignore[misc]  # no triples about triples
        left = {t.subject for t in triples} - {t.subject for t in closed(triples, found)}
        while left:
            first = min(left, key=str)
            found.add(first)  # type: ignore[arg-type]  # as above
            left -= {t.subject for t in closed(triples, [first])}  # type: ignore[list-item]  # as above
        return found

    def about(self, file: File, subjects: Collection[Subject]) -> set[ox.Triple]:
        """Return what a file says of some subjects and of the blank nodes that these lead to."""
        triples = self.triples(file)
        return closed(triples, {t.subject for t in triples if t.subject in subjects})  # type: ignore[misc]  # as above
