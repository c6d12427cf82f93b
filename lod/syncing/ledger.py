"""What a store knows of pushes: a small graph beside the data, in which each file stands with its digest.

It is in the store, so that pushes from several machines agree. `{graph}#lod-push` says for each file its path, its
digest and its subjects; of itself, how many triples the last push has left, and who is pushing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from lod.graph.remote import RemoteGraph
from lod.graph.remote.writing import Change, writer
from lod.graph.store import Subject
from lod.syncing.files import File

TERMS = "urn:lod:push:"
PATH, DIGEST, SUBJECT, TRIPLES = (ox.NamedNode(TERMS + name) for name in ("path", "digest", "subject", "triples"))

#: The state while a push is at work, and after one that was broken off.
UNDERWAY = "underway"


@dataclass(slots=True)
class Entry:
    """A file as the last push has left it; `triples` are what the ledger says of it."""

    digest: str = ""
    subjects: set[Subject] = field(default_factory=set)
    triples: set[ox.Triple] = field(default_factory=set)


class Ledger:
    """The ledger beside one graph."""

    def __init__(self, remote: RemoteGraph, base: str) -> None:
        beside = replace(remote.store, graph=f"{remote.store.graph or base}#lod-push")
        self.graph = RemoteGraph(beside, base, remote.connection)
        self.node = ox.NamedNode(self.graph.store.graph or base)

    def digests(self) -> dict[str, str]:
        """Return the digest of each file by its name."""
        text = f"SELECT ?path ?digest WHERE {{ ?file {PATH} ?path ; {DIGEST} ?digest }}"
        return {_text(path): _text(digest) for path, digest in self.graph.collected(text)}

    def state(self) -> str | None:
        """Return the number of triples that the last push has left, UNDERWAY if it did not end, None if none was."""
        rows = self.graph.collected(f"SELECT ?n {{ {self.node} {TRIPLES} ?n }}")
        return _text(rows[0][0]) if rows else None

    def entries(self, names: Iterable[str]) -> dict[str, Entry]:
        """Return what is known of some files, by name; those that were never pushed are left out."""
        files = {self._node(name): name for name in names}
        found: dict[str, Entry] = {}
        for values in self._values(files):
            for row in self.graph.collected(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {values} ?s ?p ?o }}"):
                node, predicate, value = row
                entry = found.setdefault(files[node], Entry())  # type: ignore[index]  # one of those that were asked for
                entry.triples.add(ox.Triple(*row))  # type: ignore[arg-type]  # in a triple of a store each stands where it may
                if predicate == SUBJECT and isinstance(value, ox.NamedNode | ox.BlankNode):
                    entry.subjects.add(value)
                elif predicate == DIGEST:
                    entry.digest = _text(value)
        return found

    def describing(self, subjects: Iterable[Subject]) -> set[str]:
        """Return the names of the files that say something of some subjects."""
        names: set[str] = set()
        for values in self._values(subjects):
            text = f"SELECT DISTINCT ?path WHERE {{ VALUES ?s {values} ?file {SUBJECT} ?s ; {PATH} ?path }}"
            names |= {_text(row[0]) for row in self.graph.collected(text)}
        return names

    def _values(self, nodes: Iterable[Subject]) -> Iterator[str]:
        written = [self.graph.written(node) for node in nodes]
        for start in range(0, len(written), self.graph.page_size):
            yield f"{{ {' '.join(written[start : start + self.graph.page_size])} }}"

    def record(self, files: Iterable[tuple[File, Iterable[Subject]]], old: Iterable[Entry]) -> None:
        """Let files stand in the ledger as they are now, with their subjects, in the place of what was there."""
        added: set[ox.Triple] = set()
        for file, subjects in files:
            node = self._node(file.name)
            added |= {
                ox.Triple(node, PATH, ox.Literal(file.name)),
                ox.Triple(node, DIGEST, ox.Literal(file.digest)),
                *(ox.Triple(node, SUBJECT, subject) for subject in subjects),
            }
        removed = {triple for entry in old for triple in entry.triples}
        self._change(removed - added, added - removed)

    def mark(self, state: str, before: str | None) -> None:
        """Write down the state, a number of triples or UNDERWAY, in the place of the one before."""
        old, new = (
            {ox.Triple(self.node, TRIPLES, ox.Literal(text))} if text is not None else set() for text in (before, state)
        )
        self._change(old - new, new - old)

    def change(self, removed: Iterable[ox.Triple], added: Iterable[ox.Triple]) -> None:
        """Change the ledger as it is said."""
        # Found now, for who only reads the ledger may have no address to write to.
        writer(self.graph).change([Change(tuple(removed), tuple(added))])

    def _change(self, removed: set[ox.Triple], added: set[ox.Triple]) -> None:
        if removed or added:
            self.change(sorted(removed, key=str), sorted(added, key=str))

    def _node(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(TERMS + hashlib.sha256(name.encode()).hexdigest()[:32])


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)
