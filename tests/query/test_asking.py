"""A query gets its answer, or a message that says where it is wrong, what is wrong, and what may be meant."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.errors import QueryError
from lod.query import answer, ask
from tests.query.worlds import CASES, SMALL, small

FAULTS = sorted((CASES / "faults").glob("*.rq"))


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_faulty_query_is_answered_with_place_fault_and_remedy(path: Path) -> None:
    """The first line of a case says what is expected: `line:column what | remedy`."""
    text = path.read_text("utf-8")
    what, _, remedy = text.splitlines()[0].removeprefix("# expect: ").partition(" | ")
    place = what.split()[0] if what[0].isdigit() else ""
    with pytest.raises(QueryError) as caught:
        ask(small(), text if path.stem != "empty" else "", config=SMALL, origin=path.name)
    error = caught.value
    assert str(error.where) == (f"{path.name}:{place}" if place else path.name)
    assert what.removeprefix(place).strip() in error.what
    assert remedy in (error.remedy or "")


def test_the_caret_stands_below_the_fault() -> None:
    with pytest.raises(QueryError) as caught:
        ask(small(), "SELECT *\n{\t?s shcema:name ?o }", config=SMALL)
    _, line, caret = caught.value.what.splitlines()
    assert line[caret.index("^") : caret.rindex("^") + 1] == "shcema:name"


def test_of_a_long_line_the_part_with_the_fault_is_shown() -> None:
    with pytest.raises(QueryError) as caught:
        ask(small(), f"SELECT * {{ {'?s ?p ?o . ' * 100} ?s shcema:name ?o }}", config=SMALL)
    _, line, caret = caught.value.what.splitlines()
    assert line[caret.index("^") : caret.rindex("^") + 1] == "shcema:name"
    assert len(line) < 120


def test_base_and_prefixes_of_the_workspace_are_known() -> None:
    found = ask(small(), "SELECT ?name { <person/ada> schema:name ?name . person:ada ?p ?name }", config=SMALL)
    assert found.rows == [(ox.Literal("Ada Beispiel"),)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { }", "select"),
        ("ASK { }", "ask"),
        ("PREFIX x: <y> CONSTRUCT WHERE { ?s ?p ?o }", "construct"),
        ("# select\nDESCRIBE person:ada", "describe"),
    ],
)
def test_each_form_of_query_has_its_answer(text: str, form: str) -> None:
    assert ask(small(), text, config=SMALL).form == form


def test_triples_come_once() -> None:
    found = ask(small(), "CONSTRUCT { ?s a schema:Thing } WHERE { ?s ?p ?o }", config=SMALL)
    assert len(found.triples) == len(set(found.triples)) > 0


@pytest.mark.parametrize("where", ["FROM <https://x/> WHERE { ?s ?p ?o }", "WHERE { GRAPH ?g { ?s ?p ?o } }"])
def test_named_graphs_can_be_asked_for_and_are_empty(where: str) -> None:
    assert ask(small(), f"SELECT * {where}", config=SMALL).rows == []


def test_a_value_that_is_missing_is_none() -> None:
    found = ask(small(), "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }", config=SMALL)
    assert found.columns == ("a", "b")
    assert found.rows == [(ox.Literal(1), None)]


def test_a_timeout_stops_the_query_and_changes_no_answer() -> None:
    text = "SELECT ?p ?name { ?p schema:name ?name } ORDER BY ?name"
    assert answer(small(), text, config=SMALL, timeout=20) == answer(small(), text, config=SMALL)
    runaway = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(9))} }}"
    with pytest.raises(QueryError, match=r"longer than 0\.2 seconds"):
        answer(small(), runaway, config=SMALL, timeout=0.2)
