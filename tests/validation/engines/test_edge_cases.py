"""Made by hand: what engines like to differ over. Each case is judged with the fast engine and by pyshacl alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from lod import source
from lod.errors import UsageError
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
            (parts,) = suspects(shapes, statements, learned(statements, shapes))
        whole = [part for part in parts if not part.walks]
        assert whole
        assert {len(part.nodes) for part in whole} == {nodes}


def test_a_clean_graph_is_judged_without_pyshacl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is suspect, not even rdflib is needed."""
    shapes = [t for t in world("qualified").shapes if t.predicate.value != f"{BASE}nothing"]
    with Statements() as statements:
        statements.add([ox.Triple(ox.NamedNode(f"{BASE}a"), ox.NamedNode(f"{BASE}p"), ox.Literal(1))])
        monkeypatch.setattr("lod.validation.engines.reference.judge", None)
        (judgement,) = judging.judge(statements, Shapes(shapes), {})
    assert judgement.evidence is None
    assert [str(triple.object) for triple in judgement.triples if triple.predicate.value.endswith("conforms")] == [
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    ]


class PanicException(BaseException):
    """What a panic of Rust's comes to in Python: by its name, since it can be imported from nowhere."""


def test_where_the_fast_engine_breaks_down_pyshacl_judges_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic is no Exception, and still no reason to stop; Ctrl-C is one."""
    shacl = pytest.importorskip("shacl")
    case = world("nested")
    expected = report(case, "pyshacl")

    def breaking(error: type[BaseException]) -> SimpleNamespace:
        def from_text(*_: object) -> object:
            raise error("index out of bounds")

        return SimpleNamespace(from_text=from_text)

    for error in (PanicException, ValueError):
        monkeypatch.setattr(shacl, "Shapes", breaking(error))
        assert report(case, "auto") == expected
    monkeypatch.setattr(shacl, "Shapes", breaking(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        report(case, "auto")


def test_a_full_disk_is_told_with_the_folder_and_what_to_do() -> None:
    """The statements lie in a temporary file: where they find no room, no finding can be right."""
    resource = pytest.importorskip("resource", reason="limits the size of files")
    statement = ox.Triple(ox.NamedNode(f"{BASE}a"), ox.NamedNode(f"{BASE}p"), ox.Literal("long " * 10_000))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with Statements() as statements, pytest.raises(UsageError, match="TMPDIR"):
            statements.add([statement] * 10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
