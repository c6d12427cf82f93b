"""Write files of what a store holds: the way back, in sorted Turtle that stays the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyoxigraph as ox

from lod.config import Config
from lod.errors import PublishError, UsageError
from lod.graph import describe, serialise
from lod.graph.remote import RemoteGraph
from lod.graph.store import Subject
from lod.media import BY_SUFFIX, RDF_SUFFIXES
from lod.replacing import replacing
from lod.syncing.files import BUILTIN
from lod.syncing.lease import Lease
from lod.syncing.ledger import Ledger
from lod.terms import ONTOLOGY

_OTHER = "data/other.ttl"

#: How many things are read at a time.
BATCH = 2000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull has done: files in all, those of them that were written, triples in them, and requests."""

    output: Path
    files: int
    written: int
    triples: int
    trips: int


def pull(
    config: Config, remote: RemoteGraph, output: Path, *, force: bool = False, progress: Progress | None = None
) -> Pulled:
    """Write what the graph of a store says to files below the folder `output`, and return what was done.

    Where lod has pushed it, the files are those that were pushed, but for the built-in ones; anything else goes to a
    file for each kind of thing. Files that are there already and say otherwise are replaced only with `force`; others
    are left alone. `progress` is called with the numbers of files done and of all. Raises StoreError, UsageError where
    a file is in the way, PublishError where one cannot be written.
    """
    began = remote.round_trips
    ledger = Ledger(remote, config.base)
    Lease(ledger).check()
    plan = _plan(config, remote, ledger)
    made: list[tuple[Path, bytes]] = []
    count = 0
    for names in _batches(plan):
        near = remote.neighbourhood(subject for name in names for subject in plan[name])
        for name in names:
            path = output / name
            triples = {triple for subject in plan[name] for triple in describe(near, subject).triples()}
            made.append((path, serialise(triples, BY_SUFFIX[path.suffix.lower()].name, config.prefixes)))
            count += len(triples)
        if progress:
            progress(len(made), len(plan))
    different = [(path, content) for path, content in made if not _same(path, content)]
    if not force and (there := next((path for path, _ in different if path.exists()), None)):
        remedy = "Replace such files with --force, or name an empty folder: --output DIR"
        raise UsageError("this file says otherwise than the store", where=there, remedy=remedy)
    for path, content in different:
        _write(path, content)
    return Pulled(output, len(made), len(different), count, remote.round_trips - began)


def _plan(config: Config, remote: RemoteGraph, ledger: Ledger) -> dict[str, set[Subject]]:
    """Return what each file is to speak of, by its name."""
    plan: dict[str, set[Subject]] = {}
    spoken: set[Subject] = set()
    entries = ledger.entries(ledger.digests())
    # A thing of which several files spoke goes to one of them: to the smallest, so that few are left without any.
    for name in sorted(entries, key=lambda name: (name.startswith(BUILTIN), len(entries[name].subjects), name)):
        if fresh := entries[name].subjects - spoken:
            spoken |= fresh
            if not name.startswith(BUILTIN):
                plan.setdefault(name if _safe(name) else _OTHER, set()).update(fresh)
    for (subject,) in remote.rows("SELECT DISTINCT ?s WHERE { ?s ?p ?o }"):
        if isinstance(subject, ox.NamedNode) and subject not in spoken:
            plan.setdefault(_file(subject.value, config), set()).add(subject)
    return plan


def _batches(plan: Mapping[str, Collection[Subject]]) -> Iterator[list[str]]:
    """Yield the names of files, so many at a time that about BATCH things are read for them."""
    held: list[str] = []
    count = 0
    for name in sorted(plan):
        held.append(name)
        count += len(plan[name])
        if count >= BATCH:
            yield held
            held, count = [], 0
    if held:
        yield held


def _safe(name: str) -> bool:
    """Tell whether a name that a store gives leads to a file of triples below the folder, and nowhere else."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and not any(part.startswith(".") for part in path.parts)
    return inside and "\\" not in name and ":" not in name and path.suffix.lower() in RDF_SUFFIXES


def _file(iri: str, config: Config) -> str:
    """Return the file for a thing of which no file of a push speaks."""
    if iri.startswith(config.base + ONTOLOGY):
        return "ontology/terms.ttl"
    kind, slash, _ = iri.removeprefix(config.base).partition("/")
    own = iri.startswith(config.base) and slash and kind.replace("-", "").isalnum() and kind.isascii()
    return f"data/{kind}.ttl" if own else _OTHER


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False  # it is not there, or writing it will say what is wrong


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(content)
    except OSError as error:
        remedy = "Name a folder that you may write to: --output DIR"
        raise PublishError(f"cannot be written: {error.strerror}", where=path, remedy=remedy) from None
