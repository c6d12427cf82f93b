"""Where a statement stands: noted by file while reading, by line only in the files that have findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from lod import source
from lod.errors import Origin
from lod.graph import Term
from lod.validation.rows import Row, name

#: Each statement of these formats is a line of its own, so none stands inside another.
_LINE_FORMATS = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a finding is about: a subject, or its statements with a predicate, or one of them with its value."""

    subject: ox.NamedNode | ox.BlankNode
    predicate: str | None = None
    value: Term | None = None


class Places:
    """The files that say something of each subject, and the way from there to the lines.

    Blank nodes have other names each time a file is parsed. What stays is their position: the n-th triple of a file
    is the same in both parses.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._files: list[Path] = []
        self._subjects: dict[str, tuple[int, ...]] = {}
        self._blanks: dict[str, tuple[int, int, bool]] = {}

    def record(self, path: Path, rows: Iterable[Row]) -> None:
        """Note of what the statements of a file, all of them and in their order, speak."""
        file = len(self._files)
        self._files.append(path)
        alone = (file,)
        last, subjects, blanks = "", self._subjects, self._blanks
        for number, (subject, _, rest) in enumerate(rows):
            if subject != last:
                last = subject
                node = name(subject)
                known = subjects.setdefault(node, alone)
                if known[-1] != file:
                    subjects[node] = (*known, file)
                if subject[0] == "_":
                    blanks.setdefault(node, (file, number, True))
            if rest[0] == "_":
                blanks.setdefault(rest[2:-2], (file, number, False))

    def __contains__(self, node: Term) -> bool:
        return isinstance(node, ox.NamedNode | ox.BlankNode) and node.value in self._subjects

    @property
    def paths(self) -> list[str]:
        """The files, in the order in which they were recorded."""
        return list(map(str, self._files))

    def at(self, name: str) -> tuple[int, ...]:
        """Return which of `paths` say something of an IRI or a blank node, by their numbers there."""
        return self._subjects.get(name, ())

    def files(self, name: str) -> list[str]:
        """Return the files that say something of an IRI or a blank node, in the order in which they were recorded."""
        return [str(self._files[number]) for number in self.at(name)]

    def position(self, blank: str) -> tuple[str, int, bool] | None:
        """Return the file of a blank node, the number of the triple where it stands first, and whether as subject."""
        file, number, subject = self._blanks.get(blank, (None, 0, False))
        return None if file is None else (str(self._files[file]), number, subject)

    def find(self, statements: Iterable[Statement]) -> dict[Statement, Origin]:
        """Return where each statement stands; each file is read once more.

        A statement that no file makes is placed at the first line of its subject, a blank node at its own first line.
        """
        wanted: dict[int, list[Statement]] = {}
        for statement in dict.fromkeys(statements):
            for file in self._subjects.get(statement.subject.value, ()):
                wanted.setdefault(file, []).append(statement)
        exact: dict[Statement, Origin] = {}
        subjects: dict[Statement, Origin] = {}
        for file in sorted(wanted):
            lines = _Lines(self._files[file], self._base, self._positions(file, wanted[file]), wanted[file])
            path = str(self._files[file])
            for statement in wanted[file]:
                if (line := lines.exact.get(statement)) is not None:
                    exact.setdefault(statement, Origin(path, line))
                elif (line := lines.first.get(statement.subject.value)) is not None:
                    subjects.setdefault(statement, Origin(path, line))
        return {**subjects, **exact}

    def _positions(self, file: int, statements: Iterable[Statement]) -> Mapping[tuple[int, bool], str]:
        nodes = {node.value for s in statements for node in (s.subject, s.value) if isinstance(node, ox.BlankNode)}
        return {
            self._blanks[name][1:]: name for name in nodes if name in self._blanks and self._blanks[name][0] == file
        }


class _Lines:
    """The lines of one file: the first one of each subject, and those of the wanted statements."""

    def __init__(
        self, path: Path, base: str, positions: Mapping[tuple[int, bool], str], wanted: Iterable[Statement]
    ) -> None:
        self.first: dict[str, int] = {}
        self.exact: dict[Statement, int] = {}
        by_subject: dict[str, list[Statement]] = {}
        for statement in wanted:
            by_subject.setdefault(statement.subject.value, []).append(statement)
        nests = source.format_of(path) not in _LINE_FORMATS
        before: dict[str, str] = {}
        inner: set[str] = set()
        for number, (line, triple) in enumerate(source.numbered(path, base)):
            subject, value = triple.subject, triple.object
            for node, position in ((subject, (number, True)), (value, (number, False))):
                if position in positions and isinstance(node, ox.BlankNode):
                    before[node.value] = positions[position]
            key = _name(subject, before)
            # A blank node in brackets gives its triples before the statement around it, which began above them.
            start = self.first[_name(value, before)] if nests and _name(value, before) in inner else line
            self.first.setdefault(key, start)
            if isinstance(subject, ox.BlankNode):
                inner.add(key)
            else:
                inner.clear()
            for statement in by_subject.get(key, ()):
                if statement.predicate == triple.predicate.value and _same(statement.value, value, before):
                    self.exact.setdefault(statement, start)


def _name(term: Term, before: Mapping[str, str]) -> str:
    if isinstance(term, ox.BlankNode):
        return before.get(term.value, term.value)
    return term.value if isinstance(term, ox.NamedNode) else ""


def _same(wanted: Term | None, value: Term, before: Mapping[str, str]) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, ox.BlankNode):
        return isinstance(value, ox.BlankNode) and before.get(value.value) == wanted.value
    return wanted == value
