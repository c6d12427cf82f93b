"""What is to be judged, and by what: the files of a workspace as graphs in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import rdflib

from lod import source
from lod.config import Config
from lod.errors import Origin, SourceError
from lod.graph import Graph
from lod.graph.ecosystem import to_rdflib
from lod.terms import SH
from lod.validation.places import Places
from lod.validation.report import LANGUAGES, Result, Severity
from lod.vocabulary import Vocabulary

#: Below a folder of shapes: what others demand, asked for by name.
PROFILES = "profiles"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The data with the things of the ontology files, the shapes, the classes above those of the data.

    `files` are those that were judged, `faults` the findings on those that could not be read.
    """

    data: rdflib.Graph
    shapes: rdflib.Graph
    hierarchy: rdflib.Graph
    vocabulary: Vocabulary
    places: Places
    files: tuple[str, ...]
    faults: tuple[Result, ...]


def read(config: Config) -> Inputs:
    """Read the files of a workspace; one that cannot be read becomes a fault, and the others are judged without it.

    Raises SourceError if there is nothing to judge, nothing to judge it by, or a path that does not exist.
    """
    reader = _Reader(config.base)
    files = _files(config, "data", "Write facts into data/, as Turtle for example.")
    data = to_rdflib(reader.data(files))
    if not len(data) and not reader.faults:
        names = ", ".join(map(str, files))
        raise SourceError(f"there are no facts in {names}", remedy="Write some there, or name a file: --data PATH")
    reader.ontology(path for path in source.find(config.ontology) if path not in files)
    data += to_rdflib(reader.things)
    vocabulary = Vocabulary(Graph(reader.terms), config.base, config.languages)
    shapes = _files(config, "shapes", "Write shapes into shapes/, or name a file: --shapes PATH")
    shapes_graph = to_rdflib(reader.shapes(path for path in shapes if not _profile(path, config.shapes)))
    if not reader.faults and not any(str(term).startswith(SH) for triple in shapes_graph for term in triple[1:]):
        names = ", ".join(str(path) for path in config.shapes)
        raise SourceError(f"there is no shape in {names}", remedy="Write one, or name a file: --shapes PATH")
    # SHACL, section 1.3: an instance of a class is one of its superclasses too, if the data graph says so.
    classes = {str(kind) for kind in data.objects(None, rdflib.RDF.type) if isinstance(kind, rdflib.URIRef)}
    return Inputs(
        data=data,
        shapes=shapes_graph,
        hierarchy=to_rdflib(vocabulary.hierarchy(classes)),
        vocabulary=vocabulary,
        places=reader.places,
        files=tuple(reader.files),
        faults=tuple(reader.faults),
    )


def _files(config: Config, role: str, remedy: str) -> list[Path]:
    folders: tuple[Path, ...] = getattr(config, role)
    found = source.find(folders)
    if not found:
        where = ", ".join(str(path) for path in folders) or config.root / role
        raise SourceError(f"no {role}: there is no RDF file in {where}", remedy=remedy)
    return found


def _profile(path: Path, folders: Iterable[Path]) -> bool:
    return any(folder / PROFILES in path.parents for folder in folders)


class _Reader:
    def __init__(self, base: str) -> None:
        self.base = base
        self.places = Places(base)
        self.files: list[str] = []
        self.faults: list[Result] = []
        self.terms: list[ox.Triple] = []
        self.things: list[ox.Triple] = []

    def data(self, paths: Iterable[Path]) -> Iterator[ox.Triple]:
        for path in paths:
            triples = self._read(path)
            if triples is not None:
                self.files.append(str(path))
                self.places.record(path, triples)
                yield from triples

    def ontology(self, paths: Iterable[Path]) -> None:
        for path in paths:
            triples = self._read(path) or []
            self.terms.extend(triples)
            if things := list(_below(triples, self.base)):
                self.files.append(str(path))
                self.places.record(path, triples)
                self.things.extend(things)

    def shapes(self, paths: Iterable[Path]) -> Iterator[ox.Triple]:
        for path in paths:
            yield from self._read(path) or []

    def _read(self, path: Path) -> list[ox.Triple] | None:
        try:
            triples = list(source.read(path, self.base))
        except SourceError as error:
            self.faults.append(_fault(path, error))
            return None
        if any(isinstance(triple.object, ox.Triple) for triple in triples):
            what = "a statement about a statement (RDF 1.2), which SHACL cannot judge"
            self.faults.append(
                _fault(path, SourceError(what, remedy="Say it with rdf:Statement or a thing of its own."))
            )
            return None
        return triples


def _fault(path: Path, error: SourceError) -> Result:
    where = error.where if isinstance(error.where, Origin) else Origin(str(path))
    german = error.what.replace("syntax error", "Syntaxfehler").replace("cannot be read", "nicht lesbar")
    return Result(
        code="lod:syntax" if where.line else "lod:unreadable",
        severity=Severity.VIOLATION,
        messages=dict(zip(LANGUAGES, (german, error.what), strict=True)),
        remedies={"en": error.remedy} if error.remedy else {},
        origin=where,
    )


def _below(triples: Iterable[ox.Triple], base: str) -> Iterator[ox.Triple]:
    """Yield what an ontology file says of things below the base and of their blank nodes, not of others' terms."""
    by_subject: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject.value, []).append(triple)  # type: ignore[union-attr]  # no triple is a subject
    level = [name for name in by_subject if name.startswith(base)]
    seen = set(level)
    while level:
        stated = [triple for name in level for triple in by_subject.get(name, ())]
        yield from stated
        blanks = {triple.object.value for triple in stated if isinstance(triple.object, ox.BlankNode)}
        level = sorted(blanks - seen)
        seen.update(level)
