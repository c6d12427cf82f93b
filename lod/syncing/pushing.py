"""Bring a store to exactly what the files say, sending no more than what is different."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import pyoxigraph as ox

from lod.config import Config
from lod.errors import UsageError
from lod.graph.remote import RemoteGraph
from lod.graph.remote.around import Around
from lod.graph.remote.writing import writer
from lod.graph.store import Subject
from lod.syncing.difference import difference
from lod.syncing.files import Contents, File, listing
from lod.syncing.lease import Lease, held
from lod.syncing.ledger import UNDERWAY, Ledger

_SUBJECTS = "SELECT DISTINCT ?s WHERE { ?s ?p ?o }"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push has done, or would do: numbers of files, of those `gone` since the last push, and of triples.

    `expected` is how many triples the store should hold at the end, `held` how many it does, None in a dry run. `trips`
    are the requests that it took.
    """

    files: int
    changed: int
    gone: int
    added: int
    removed: int
    expected: int
    held: int | None
    trips: int

    @property
    def right(self) -> bool:
        """Whether the store holds as many triples as it should."""
        return self.held in (None, self.expected)


def push(
    config: Config, remote: RemoteGraph, *, every: bool = False, dry_run: bool = False, progress: Progress | None = None
) -> Pushed:
    """Bring the graph of a store to what the files of data and ontology say.

    The files are compared with the ledger in the store, and those that have changed with what the store holds. With
    `every`, all files are, and what no file speaks of is removed. `dry_run` changes nothing. `progress` is called with
    the numbers of files done and of all to do. What was interrupted goes on where it stopped when it is called again.
    Raises SourceError, also where there are no files; StoreError; UsageError where the store holds data that no push
    has brought, unless `every`.
    """
    ledger = Ledger(remote, config.base)
    with nullcontext() if dry_run else held(ledger) as lease:
        return _Push(config, remote, ledger, lease).run(every, progress)


class _Push:
    """One push: what it knows and what it has done so far."""

    def __init__(self, config: Config, remote: RemoteGraph, ledger: Ledger, lease: Lease | None) -> None:
        self.remote = remote
        self.ledger = ledger
        self.lease = lease
        self.contents = Contents(config)
        self.files = listing(config)
        self.writer = writer(remote)
        self.added = self.removed = 0

    def run(self, every: bool, progress: Progress | None) -> Pushed:
        trips = self.remote.round_trips
        before, state = self.ledger.digests(), self.ledger.state()
        # What stands there is believed as long as it is a number; else it is counted.
        held = None if state and state.isdigit() and not every else len(self.remote)
        if held and state is None and not every:
            what = f"the graph holds {held} triples that no push has brought"
            remedy = "Is it the right graph? What the files do not say is removed from it by: lod push --all"
            raise UsageError(what, where=self.remote.store.query, remedy=remedy)
        changed = [file for file in self.files.values() if every or before.get(file.name) != file.digest]
        gone = [name for name in before if name not in self.files]
        if self.lease and (changed or gone):
            self.ledger.mark(UNDERWAY, state)
        self._bring(changed, gone, fresh=not held and state is None, progress=progress)
        if every:
            self._sweep()
        expected = (int(state or 0) if held is None else held) + self.added - self.removed
        count = None
        if self.lease:
            count = len(self.remote)
            self.ledger.mark(str(expected), UNDERWAY if changed or gone else state)
        trips = self.remote.round_trips - trips
        return Pushed(len(self.files), len(changed), len(gone), self.added, self.removed, expected, count, trips)

    def _bring(self, changed: Sequence[File], gone: Sequence[str], *, fresh: bool, progress: Progress | None) -> None:
        """Bring what some files say and take away what they, and those that are gone, said before."""
        subjects = {file.name: self.contents.subjects(file) for file in changed}
        speaking: dict[Subject, list[str]] = {}
        for name, said in subjects.items():
            for subject in said:
                speaking.setdefault(subject, []).append(name)
        names = [*subjects, *gone]
        made: set[Subject] = set()
        size = self.writer.files or max(1, len(names))
        for start in range(0, len(names), size):
            batch = names[start : start + size]
            entries = {} if fresh else self.ledger.entries(batch)
            about = {subject for name in batch for subject in subjects.get(name, ())}
            about |= {subject for entry in entries.values() for subject in entry.subjects}
            # A thing of which several files speak has come whole with the first of them.
            about -= made
            made |= about
            others = set() if fresh else self.ledger.describing(about) - set(names)
            others |= {name for subject in about for name in speaking.get(subject, ())}
            self._make(about, [self.files[name] for name in sorted(others) if name in self.files], fresh=fresh)
            if self.lease:
                now = [(self.files[name], subjects[name]) for name in batch if name in subjects]
                self.ledger.record(now, entries.values())
                self.lease.renew()
            if progress:
                progress(min(start + size, len(names)), len(names))

    def _make(self, about: set[Subject], files: Iterable[File], *, fresh: bool) -> None:
        """Let the store say of some subjects what the files say; it says nothing yet if it is fresh."""
        target = {triple for file in files for triple in self.contents.about(file, about)}
        current: Collection[ox.Triple] = ()
        if not fresh:
            around = Around(self.remote)
            around.describe(about)
            current = around.triples
        changes = difference(current, target, sorted(about, key=str))
        self.added += sum(len(change.added) for change in changes)
        self.removed += sum(len(change.removed) for change in changes)
        if self.lease:
            self.writer.change(changes)

    def _sweep(self) -> None:
        """Take away what the store says of things of which no file speaks."""
        spoken = {triple.subject for file in self.files.values() for triple in self.contents.triples(file)}
        stale = [subject for (subject,) in self.remote.collected(_SUBJECTS) if subject not in spoken]
        for start in range(0, len(stale), self.remote.page_size):
            page = {node for node in stale[start : start + self.remote.page_size] if not isinstance(node, ox.Literal)}
            self._make(page, (), fresh=False)  # type: ignore[arg-type]  # subjects are no literals and no triples
