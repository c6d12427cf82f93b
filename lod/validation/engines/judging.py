"""Judge the data: the fast engine suspects, pyshacl judges what is suspect and writes the report (SHACL, W3C 2017)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.terms import RDF_TYPE, SH
from lod.validation.engines import fast
from lod.validation.engines.knowledge import learned
from lod.validation.engines.shapes import Shapes
from lod.validation.engines.statements import Statements
from lod.validation.engines.suspects import Part, suspects

if TYPE_CHECKING:
    import rdflib

    from lod.validation.engines.cutout import Cutout

#: `auto` asks the fast engine for suspects, if it is installed; `pyshacl` has everything judged by the reference.
ENGINES = ("auto", "pyshacl")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The report on data that does not conform, with as much of the data and of the shapes as its results speak of."""

    report: rdflib.Graph
    data: rdflib.Graph
    shapes: rdflib.Graph


@dataclass(frozen=True, slots=True)
class Judgement:
    """The W3C validation report, triple by triple, and what it is about, unless there is no result."""

    triples: tuple[ox.Triple, ...]
    evidence: Evidence | None = None


def judge(statements: Statements, shapes: Shapes, prefixes: Mapping[str, str], engine: str = "auto") -> Judgement:
    """Judge data by shapes.

    `prefixes` shorten the IRIs in pyshacl's own messages, `engine` is one of ENGINES. The report is the same with each:
    docs/validation-engines.md. Raises SourceError for shapes that cannot be used.
    """
    try:
        if engine != "auto" or not fast.installed():
            raise fast.Undecided
        parts = suspects(shapes, statements, learned(statements, shapes))
    except fast.Undecided:
        parts = None
    if parts is not None and not parts:
        return _CONFORMS
    # Here, since rdflib and pyshacl take half a second to import.
    from rdflib.namespace import SH as NAMES

    from lod.graph.ecosystem import from_node, from_rdflib, to_node, to_rdflib
    from lod.validation.engines import reference
    from lod.validation.engines.cutout import Cutout

    cutout = Cutout(shapes, statements)
    if parts is None:
        cutout.everything()
        used = shapes.triples
        report = reference.judge(cutout.graph, used, prefixes)
    else:
        _cut(cutout, parts)
        used = _needed(shapes, parts)
        pairs = [(to_node(part.shape), [to_node(node) for node in part.nodes]) for part in parts]
        report = reference.judge(cutout.graph, used, prefixes, pairs)
    terms = {from_node(term) for name in (NAMES.focusNode, NAMES.value) for term in report.objects(None, name)}
    if not terms:
        return _CONFORMS
    cutout.naming(terms)
    return Judgement(tuple(from_rdflib(report)), Evidence(report, cutout.graph, to_rdflib(used)))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal with a stack trace: to judge them is what shapes are for."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _cut(cutout: Cutout, parts: list[Part]) -> None:
    if not all(part.walks for part in parts):
        cutout.everything()
        return
    for part in parts:
        cutout.judging(part.shape, part.nodes)


def _needed(shapes: Shapes, parts: list[Part]) -> list[ox.Triple]:
    """Return the triples of the shapes that judge the suspects; all, if pyshacl may look at others."""
    if not all(part.walks for part in parts) or any(True for _ in shapes.subjects("qualifiedValueShapesDisjoint")):
        return shapes.triples
    links = (
        ox.Triple(part.root, ox.NamedNode(f"{SH}property"), part.shape) for part in parts if part.root != part.shape
    )
    return [*shapes.closure(part.shape for part in parts), *links]


_REPORT = ox.BlankNode("report")
_CONFORMS = Judgement(
    (
        ox.Triple(_REPORT, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{SH}ValidationReport")),
        ox.Triple(_REPORT, ox.NamedNode(f"{SH}conforms"), ox.Literal(True)),
    )
)
