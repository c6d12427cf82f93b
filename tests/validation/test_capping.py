"""However many results of SHACL there are, they are judged a few at a time, and so many of a kind are kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from lod.config import Config
from lod.errors import SourceError
from lod.graph import Term
from lod.terms import SH
from lod.validation import FORMATS, Report, Severity, View, validate
from lod.validation.engines import fast
from tests.validation.cases import CASES, WITHOUT_CHECKS

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<shapes/Must> a sh:NodeShape ; sh:targetClass <Thing> ; sh:property [ sh:path <name> ; sh:minCount 1 ] .
<shapes/Should> a sh:NodeShape ; sh:targetClass <Thing> ;
    sh:property [ sh:path <date> ; sh:minCount 1 ; sh:severity sh:Warning ] ;
    sh:property [ sh:path <kind> ; sh:in ( "a" "b" ) ] .
"""


def _workspace(folder: Path, things: int, nameless: int) -> Config:
    lines = [f"<t{i:03}> a <Thing> ; <kind> 'c' .\n" for i in range(things)]
    lines += [f"<t{i:03}> <name> 'Thing {i}' .\n" for i in range(things - nameless)]
    (folder / "data.ttl").write_text("".join(lines))
    (folder / "shapes.ttl").write_text(SHAPES)
    return Config(root=folder, data=(folder / "data.ttl",), shapes=(folder / "shapes.ttl",), checks=WITHOUT_CHECKS)


def _turtle(report: Report) -> frozenset[str]:
    """Return the W3C report as canonical lines, whatever its blank nodes are called."""
    quads = ox.parse(FORMATS["turtle"](report, View("en")), format=ox.RdfFormat.TURTLE)
    dataset = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def test_beyond_the_cap_results_are_counted_and_the_verdict_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Severities are counted apart: a hundred warnings of a kind do not hide the one violation of it."""
    config = _workspace(tmp_path, things=100, nameless=1)
    whole = validate(config)
    assert whole.omitted == {}
    monkeypatch.setattr("lod.validation.engines.capping.CAP", 10)
    report = validate(config)
    assert report.omitted == {"sh:MinCount": 90, "sh:In": 90}
    assert report.counts == {Severity.VIOLATION: 11, Severity.WARNING: 10, Severity.INFO: 0}
    assert report.fails() is whole.fails() is True
    assert len(report.results) + sum(report.omitted.values()) == len(whole.results)
    assert all(result in whole.results for result in report.results)
    assert validate(config).results == report.results


def test_each_format_says_that_there_is_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The W3C report says so in a comment, and lists as many results as the others."""
    monkeypatch.setattr("lod.validation.engines.capping.CAP", 10)
    report = validate(_workspace(tmp_path, things=100, nameless=1))
    assert "sh:In (+90)" in FORMATS["text"](report, View("en"))
    turtle = FORMATS["turtle"](report, View("en"))
    assert "90 more results of sh:In are not listed." in turtle
    results = [t for t in report.shacl if t.predicate.value == f"{SH}result"]
    assert len(results) == len(report.results) == 21
    assert "90 more findings of sh:In are not listed." in FORMATS["sarif"](report, View("en"))


@pytest.mark.parametrize("at_once", [1, 3])
@pytest.mark.parametrize("name", sorted(path.name.split(".")[0] for path in (CASES / "engines").glob("*.shapes.ttl")))
def test_what_is_judged_a_few_at_a_time_gives_the_same_report(
    name: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that a report says of shapes and paths stands in it once, however many parts it comes in."""
    folder = CASES / "engines"
    data, shapes = (folder / f"{name}.{part}.ttl" for part in ("data", "shapes"))
    config = Config(root=folder, data=(data,), shapes=(shapes,), checks=WITHOUT_CHECKS)
    whole = validate(config)
    monkeypatch.setattr("lod.validation.engines.judging.AT_ONCE", at_once)
    report = validate(config)
    assert report.results == whole.results
    assert _turtle(report) == _turtle(whole)


@pytest.mark.parametrize("most", [30, 150])
def test_what_the_fast_engine_finds_in_portions_gives_the_same_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """It is asked of fewer nodes at a time until its results are few enough for the memory."""
    config = _workspace(tmp_path, things=100, nameless=40)
    whole = validate(config)
    monkeypatch.setattr("lod.validation.engines.portions.MOST", most)
    report = validate(config)
    assert report.results == whole.results
    assert _turtle(report) == _turtle(whole)


def test_a_fast_engine_that_breaks_down_in_a_later_portion_is_an_error_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results have been told by then, so that pyshacl cannot begin anew."""
    config = _workspace(tmp_path, things=100, nameless=40)
    failing, asked = fast.failing, iter(range(100))

    def breaking(*arguments: Any, **named: Any) -> Iterator[tuple[Term, Term]]:
        # The whole and a portion of all nodes, which are too much, and half of them.
        if next(asked) > 2:
            raise fast.Undecided("a panic")
        return failing(*arguments, **named)

    monkeypatch.setattr("lod.validation.engines.portions.MOST", 150)
    monkeypatch.setattr("lod.validation.engines.fast.failing", breaking)
    with pytest.raises(SourceError, match="broken down in the middle: a panic") as caught:
        validate(config)
    assert "--engine pyshacl" in str(caught.value.remedy)
