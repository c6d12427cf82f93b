"""Made by hand: what engines like to differ over. Each case is judged with the fast engine and by pyshacl alone."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod import source
from lod.validation.engines import Shapes, Statements, fast, judging
from lod.validation.engines.knowledge import learned
from lod.validation.engines.suspects import suspects
from tests.validation.engines.test_differential import report
from tests.validation.engines.worlds import World

CASES = Path(__file__).parents[2] / "cases" / "validation" / "engines"
BASE = "http://ex.org/"


def world(name: str) -> World:
    return World(*(list(source.read(CASES / f"{name}.{part}.ttl", BASE)) for part in ("shapes", "data")))


@pytest.mark.parametrize("name", sorted(path.name.split(".")[0] for path in CASES.glob("*.shapes.ttl")))
def test_the_report_on_an_edge_case_is_the_same_with_each_engine(name: str) -> None:
    """The case finds something, or it would show nothing."""
    case = world(name)
    expected = report(case, "pyshacl")
    assert any("ValidationResult" in line for line in expected), expected
    assert report(case, "auto") == expected


def test_where_the_fast_engine_is_missing_pyshacl_judges_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra `fast` saves time and nothing else."""
    case = world("nested")
    expected = report(case, "auto")
    monkeypatch.setattr(fast, "installed", lambda: False)
    assert report(case, "auto") == expected


def test_the_fast_engine_is_asked_only_what_it_answers_as_pyshacl_does() -> None:
    """SPARQL and recursion are pyshacl's alone: each of their nodes is a suspect, with all the data at hand."""
    for name, nodes in (("sparql", 3), ("recursion", 4)):
        case = world(name)
        with Statements() as statements:
            statements.add(case.data)
            shapes = Shapes(case.shapes)
            parts = suspects(shapes, statements, learned(statements, shapes))
        whole = [part for part in parts if not part.walks]
        assert whole
        assert {len(part.nodes) for part in whole} == {nodes}


def test_a_clean_graph_is_judged_without_pyshacl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is suspect, not even rdflib is needed."""
    shapes = [t for t in world("qualified").shapes if t.predicate.value != f"{BASE}nothing"]
    with Statements() as statements:
        statements.add([ox.Triple(ox.NamedNode(f"{BASE}a"), ox.NamedNode(f"{BASE}p"), ox.Literal(1))])
        monkeypatch.setattr("lod.validation.engines.reference.judge", None)
        judgement = judging.judge(statements, Shapes(shapes), {})
    assert judgement.evidence is None
    assert [str(triple.object) for triple in judgement.triples if triple.predicate.value.endswith("conforms")] == [
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    ]
