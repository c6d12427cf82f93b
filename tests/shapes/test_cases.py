"""Every shape finds what it is for, and no more: tests/cases/shapes says what each case must give."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from lod import source
from lod.config import Config, load
from lod.graph import Graph
from lod.graph.ecosystem import to_rdflib
from lod.terms import shorten
from lod.validation.engines import Shapes, Statements, judge, quiet
from lod.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "shapes"
SHAPES = [path for path in source.find([ROOT / "shapes"]) if "profiles" not in path.parts]

Found = tuple[str, str, str]


@cache
def config() -> Config:
    return load(ROOT)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(config().ontology, config().base, ("de", "en"))


@cache
def shapes() -> Shapes:
    return Shapes(triple for path in SHAPES for triple in source.read(path, config().base))


def expected(case: Path) -> set[Found]:
    lines = [line.removeprefix("# expect: ").split() for line in case.read_text("utf-8").splitlines()]
    return {(a, b, c) for a, b, c in (line for line in lines if len(line) == 3 and line[1].startswith("http"))}


def found(case: Path) -> set[Found]:
    with Statements() as statements, quiet():
        statements.add(list(source.read(case, config().base)))
        statements.add(list(vocabulary().hierarchy(statements.classes)))
        (judgement,) = judge(statements, shapes(), {})
    report = to_rdflib(judgement.triples)
    results = [result for root in report.subjects(RDF.type, SH.ValidationReport) for result in report[root : SH.result]]
    return {
        (
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            str(report.value(result, SH.sourceShape)),
            path(report, report.value(result, SH.resultPath)),
        )
        for result in results
    }


def path(report: rdflib.Graph, node: object) -> str:
    """A property path as the cases write it: a CURIE, `^` before an inverse one, `-` for none."""
    if node is None:
        return "-"
    if isinstance(node, rdflib.URIRef):
        return shorten(str(node), config().prefixes) or str(node)
    assert isinstance(node, rdflib.BNode)
    return "^" + path(report, report.value(node, SH.inversePath))


@pytest.mark.parametrize("case", sorted(CASES.rglob("*.ttl")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_case_gives_the_results_that_it_expects(case: Path) -> None:
    wanted, results = expected(case), found(case)
    assert wanted <= results
    others = results - wanted
    if not wanted:
        assert not others
    assert not {result for result in others if result[0] == "Violation"}


def test_every_shape_and_property_shape_speaks_german_and_english() -> None:
    graph = Graph(triple for path in SHAPES for triple in source.read(path, config().base)).to_rdflib()
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in graph.subjects(RDF.type, kind):
            if isinstance(shape, rdflib.URIRef):
                for told in (SH.name, SH.description) + ((SH.message,) if kind == SH.PropertyShape else ()):
                    languages = {text.language for text in graph[shape:told] if isinstance(text, rdflib.Literal)}
                    assert languages == {"de", "en"}, f"{shape} {told}"


def test_every_shape_with_a_name_has_a_case_that_fails_it() -> None:
    graph = to_rdflib(shapes().triples)
    named = {
        str(shape)
        for kind in (SH.PropertyShape, SH.NodeShape)
        for shape in graph.subjects(RDF.type, kind)
        if isinstance(shape, rdflib.URIRef)
        and ((shape, SH.path, None) in graph or (shape, SH.targetClass, None) in graph)
    }
    tried = {shape for case in CASES.rglob("*.ttl") for _, shape, _ in expected(case)}
    # A shape that only leads to its property shapes has nothing of its own that could fail.
    leading = {str(s) for s in graph.subjects(RDF.type, SH.NodeShape) if (s, SH.closed, None) not in graph}
    assert named - tried - leading == set()
