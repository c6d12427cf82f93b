"""What is to be judged, and by what: the files of a workspace as graphs in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from lod import source
from lod.config import Config, builtin
from lod.errors import SourceError
from lod.graph import Graph
from lod.terms import SH
from lod.validation import labelling, profiles
from lod.validation.checks import Survey
from lod.validation.engines import Shapes, Statements
from lod.validation.faults import fault
from lod.validation.opening import declared, opened
from lod.validation.places import Places
from lod.validation.report import Result
from lod.validation.rows import STATEMENT, Row, cut, lines_of, name, rows
from lod.vocabulary import Vocabulary

_STATEMENT = STATEMENT.encode()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the data: the files to read, in their order.

    `data` are all files of the data, `judged` those of which the things are to be judged, `led` what files that are not
    read lead to. `known` is where the shapes have been read already.
    """

    files: Sequence[Path]
    data: Collection[str]
    judged: Collection[str] = ()
    led: Collection[str] = ()
    known: Inputs | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """The shapes, and what was noted of the data while its statements were read.

    `files` are those that were judged, with the number of statements of each, `faults` the findings on those that could
    not be read, among them `shape_faults`; `repeated` is how many statements too many there are on each subject,
    `ordering` are the files that put classes in order. `among` are the things to be judged, by IRI or name of a blank
    node, or None for all.
    """

    shapes: Shapes
    repeated: Mapping[str, int]
    vocabulary: Vocabulary
    places: Places
    survey: Survey
    files: Mapping[str, int]
    faults: tuple[Result, ...]
    ordering: frozenset[str]
    shape_faults: tuple[Result, ...]
    among: Collection[str] | None = None

    @property
    def triples(self) -> int:
        """The number of distinct statements."""
        return sum(self.files.values()) - sum(self.repeated.values())


def read(
    config: Config,
    statements: Statements,
    *,
    names: Iterable[str] = (),
    texts: bool = False,
    part: Part | None = None,
) -> Inputs:
    """Read the files of a workspace; one that cannot be read becomes a fault, and the others are judged without it.

    The data, with the things of the ontology files and the classes above theirs, goes into `statements`. `names` are
    the profiles whose shapes hold too. `texts` tells whether extracts will be looked for in texts, for which the survey
    keeps them. Of the data only a `part` is read, if there is one.

    Raises SourceError if there is nothing to judge, nothing to judge it by, or a path that does not exist; UsageError
    for an unknown profile.
    """
    reader = _Reader(config, statements, texts, part)
    files = reader.files_of("data", "Write facts into data/, as Turtle for example.") if part is None else part.files
    reader.data(files)
    if part is None and not any(True for _ in statements) and not reader.faults:
        found = ", ".join(map(str, files))
        raise SourceError(f"there are no facts in {found}", remedy="Write some there, or name a file: --data PATH")
    known = set(map(str, files)) if part is None else part.data
    reader.ontology(path for path in source.find(config.ontology) if str(path) not in known)
    terms = Graph()
    terms.add_ntriples(b"".join(reader.terms))
    vocabulary = Vocabulary(terms, config.base, config.languages)
    before = len(reader.faults)
    if part is not None and part.known is not None:
        shapes = part.known.shapes
        reader.faults += part.known.shape_faults
    else:
        remedy = "Write shapes into shapes/, or name a file: --shapes PATH"
        shapes = reader.shapes(reader.files_of("shapes", remedy), names)
    if not reader.faults and not any(node.value.startswith(SH) for node in _named(shapes)):
        found = ", ".join(str(path) for path in config.shapes)
        raise SourceError(f"there is no shape in {found}", remedy="Write one, or name a file: --shapes PATH")
    repeated = statements.repeated()
    # SHACL, section 1.3: an instance of a class is one of its superclasses too, if the data graph says so.
    statements.add(list(vocabulary.hierarchy(statements.classes)))
    return Inputs(
        shapes=shapes,
        repeated=repeated,
        vocabulary=vocabulary,
        places=reader.places,
        survey=reader.survey,
        files=reader.files,
        faults=tuple(reader.faults),
        ordering=frozenset(reader.ordering),
        shape_faults=tuple(reader.faults[before:]),
        among=None if part is None else reader.among,
    )


class _Reader:
    def __init__(self, config: Config, statements: Statements, texts: bool, part: Part | None) -> None:
        self.config = config
        self.base = config.base
        self.statements = statements
        self.places = Places(config.base)
        self.survey = Survey(config.base, config.language, words=config.extract_words, texts=texts)
        # The package's own terms are not the workspace's to mend, but in the package's own repository.
        self.foreign = None if builtin("ontology").parent == config.root else builtin("ontology").resolve()
        self.judged: Collection[str] = () if part is None else part.judged
        self.survey.elsewhere.update(() if part is None else part.led)
        self.among: set[str] = set()
        self.files: dict[str, int] = {}
        self.ordering: set[str] = set()
        self.faults: list[Result] = []
        self.terms: list[bytes] = []
        self.own: set[ox.NamedNode] = set()

    def files_of(self, role: str, remedy: str) -> list[Path]:
        folders: tuple[Path, ...] = getattr(self.config, role)
        unreadable: list[SourceError] = []
        found = source.find(folders, unreadable=unreadable)
        self.faults += (fault(folders[0], error) for error in unreadable)
        if not found and not unreadable:
            where = ", ".join(str(path) for path in folders) or self.config.root / role
            raise SourceError(f"no {role}: there is no RDF file in {where}", remedy=remedy)
        return found

    def data(self, paths: Iterable[Path]) -> None:
        for path in paths:
            text = self._written(path)
            if text is not None:
                lines = lines_of(text)
                statements = cut(lines)
                self.places.record(path, statements)
                self.survey.record(statements)
                self._take(path, text, statements, lines)

    def ontology(self, paths: Iterable[Path]) -> None:
        for path in paths:
            text = self._written(path)
            if text is None:
                continue
            self.terms.append(text)
            if not path.resolve().is_relative_to(builtin("ontology").resolve()):
                self.own.update(declared(_parsed(text)))
            statements = rows(text)
            if things := list(_below(statements, self.base)):
                self.places.record(path, statements)
                said = "".join(f"{subject} {predicate} {rest}\n" for subject, predicate, rest in things).encode()
                if self.foreign and path.resolve().is_relative_to(self.foreign):
                    self.survey.mention(_parsed(said))
                else:
                    self.survey.record(things)
                self._take(path, said, things)

    def _take(self, path: Path, text: bytes, statements: Collection[Row], lines: Sequence[str] | None = None) -> None:
        self.files[str(path)] = len(statements)
        if self.statements.take(text, lines):
            self.ordering.add(str(path))
        if str(path) in self.judged:
            self.among.update(name(subject) for subject in {subject for subject, _, _ in statements})

    def shapes(self, paths: Iterable[Path], names: Iterable[str]) -> Shapes:
        triples: list[ox.Triple] = []
        others: list[tuple[Path, list[ox.Triple]]] = []
        plain = [path for path in paths if not profiles.holds(path, self.config.shapes)]
        for path in dict.fromkeys((*plain, *profiles.find(self.config, names))):
            read = self._read(path)
            ours = path.resolve().is_relative_to(builtin("shapes").resolve())
            if ours:
                triples += opened(read, self.own) if self.own else read
            else:
                others.append((path, read))
        if others:
            # Here, since those of the package are right: most workspaces have no others.
            from lod.validation.shape_faults import examine

            usable, faults = examine(others, triples, self.base)
            triples += usable
            self.faults += faults
        return Shapes(labelling.shapes(triples))

    def _written(self, path: Path) -> bytes | None:
        """Return the N-Triples of a file, or None for one that cannot be judged, which becomes a fault."""
        try:
            text = source.written(path, self.base)
            # To look for the brackets first is quick, and hardly any text has them.
            if _STATEMENT in text and any(rest.startswith(STATEMENT) for _, _, rest in rows(text)):
                raise _nested()
        except SourceError as error:
            self.faults.append(fault(path, error))
            return None
        return text

    def _read(self, path: Path) -> list[ox.Triple]:
        """Return the triples of a file of shapes, none of one that cannot be read, which becomes a fault."""
        try:
            triples = list(source.read(path, self.base))
            if any(isinstance(triple.object, ox.Triple) for triple in triples):
                raise _nested()
        except SourceError as error:
            self.faults.append(fault(path, error))
            return []
        return triples


def _nested() -> SourceError:
    what = "a statement about a statement (RDF 1.2), which SHACL cannot judge"
    return SourceError(what, remedy="Say it with rdf:Statement or a thing of its own.")


def _parsed(text: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]


def _named(shapes: Shapes) -> Iterator[ox.NamedNode]:
    for triple in shapes.triples:
        yield triple.predicate
        if isinstance(triple.object, ox.NamedNode):
            yield triple.object


def _below(statements: Iterable[Row], base: str) -> Iterator[Row]:
    """Yield what an ontology file says of things below the base and of their blank nodes, not of others' terms."""
    by_subject: dict[str, list[Row]] = {}
    for row in statements:
        by_subject.setdefault(row[0], []).append(row)
    level = [subject for subject in by_subject if subject.startswith(f"<{base}")]
    seen = set(level)
    while level:
        stated = [row for subject in level for row in by_subject.get(subject, ())]
        yield from stated
        blanks = {rest[:-2] for _, _, rest in stated if rest.startswith("_:")}
        level = sorted(blanks - seen)
        seen.update(level)
