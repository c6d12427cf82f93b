"""How the engine goes about a query, as its own program tells it."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.errors import QueryError, UsageError
from lod.query.planning import Step, drawn, plan
from tests.cli.conftest import Run, run
from tests.query.worlds import repository

__all__ = ["run"]  # the fixture, at home with the tests of the commands

pytestmark = pytest.mark.skipif(
    not (shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")),
    reason="oxigraph is not installed: pip install 'lod[explain]'",
)

PEOPLE = "SELECT ?person ?name { ?person schema:name ?name . ?person a schema:Person } ORDER BY ?name"


def every(step: Step) -> Iterator[Step]:
    yield step
    for below in step.steps:
        yield from every(below)


def test_each_pattern_says_how_much_fits_it_and_what_came_out_of_it() -> None:
    graph, config = repository()
    found = plan(graph, PEOPLE, config=config)
    assert found.ended
    people = len(list(graph.query(PEOPLE, base=config.base, prefixes=config.prefixes)))  # type: ignore[arg-type]  # rows
    names = ox.NamedNode("https://schema.org/name")
    steps = {step.name: step for step in every(found.root)}
    assert found.root.rows == people > 0
    assert steps["?person <https://schema.org/name> ?name"].fitting == len(list(graph.triples(None, names)))
    assert all(step.seconds is not None for step in steps.values())
    assert "?person schema:name ?name" in drawn(found, config.prefixes)


def test_of_a_query_that_does_not_end_the_steps_are_told() -> None:
    graph, config = repository()
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    began = time.monotonic()
    found = plan(graph, text, config=config, seconds=0.5)
    assert time.monotonic() - began < 10
    assert not found.ended
    assert {step.rows for step in every(found.root)} == {None}
    assert {step.fitting for step in every(found.root) if step.fitting is not None} == {len(graph)}
    assert "stopped after 0.5 seconds" in drawn(found, config.prefixes)


def test_the_engine_plans_by_the_form_of_a_query_not_by_the_data() -> None:
    """That is why a plan can be told of a query that does not end."""
    graph, config = repository()
    small = plan(type(graph)(), PEOPLE, config=config)
    large = plan(graph, PEOPLE, config=config)
    assert [step.name for step in every(small.root)] == [step.name for step in every(large.root)]


def test_a_value_is_in_the_plan_as_a_term() -> None:
    graph, config = repository()
    person = ox.NamedNode(f"{config.base}person/serap-gueler")
    found = plan(graph, "SELECT * { ?event schema:attendee ?who }", config=config, bindings={"who": person})
    assert any(step.name == f"?event <https://schema.org/attendee> {person}" for step in every(found.root))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?x {", "1:11"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", "1:1"),
    ],
)
def test_what_cannot_be_asked_cannot_be_explained(text: str, told: str) -> None:
    graph, config = repository()
    with pytest.raises(QueryError, match=told):
        plan(graph, text, config=config)


def test_without_the_program_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, config = repository()
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(UsageError, match=r"pip install 'lod\[explain\]'"):
        plan(graph, PEOPLE, config=config)


def test_the_command_shows_the_plan_in_place_of_the_answer(run: Run) -> None:
    done = run("query", "offices", "--explain")
    assert done.code == 0, done.err
    assert done.out.splitlines()[0].split() == ["rows", "ms", "fitting", "step"]
    done = run("query", "offices", "--explain", "--endpoint", "http://127.0.0.1/")
    assert done.code == 2
    assert "has no way to ask" in done.err
