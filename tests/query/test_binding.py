"""Values reach a query as terms, wherever the variable stands."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.errors import QueryError, UsageError
from lod.query import answer, ask
from tests.query.worlds import SMALL, small

ADA = ox.NamedNode("https://lod.example.org/person/ada")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    value = ox.Literal(text)
    found = ask(small(), "SELECT ?x (?x AS ?y) { } # ?x '", config=SMALL, bindings={"x": value})
    assert found.rows == [(value, value)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT ?x { }", [(ADA,)]),
        ("SELECT $x { }", [(ADA,)]),
        ("SELECT DISTINCT ?x FROM <g> { }", [(ADA,)]),
        ("SELECT (?x AS ?y) { }", [(ADA,)]),
        ("SELECT ?y { BIND(?x AS ?y) }", [(ADA,)]),
        ("SELECT ?y { { SELECT ?x ?y { ?x a ?y } } }", [(ox.NamedNode("https://schema.org/Person"),)]),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x schema:name ?y } GROUP BY ?x ORDER BY ?x", [(ADA, ox.Literal(1))]),
        (
            "SELECT ?y { VALUES ?y { 1 } FILTER(BOUND(?x)) FILTER EXISTS { ?x a ?type } } ORDER BY ?x",
            [(ox.Literal(1),)],
        ),
        ("SELECT ?y { VALUES ?y { '?x' } # ?x\n }", [(ox.Literal("?x"),)]),
    ],
)
def test_the_value_holds_wherever_the_variable_stands(text: str, rows: object) -> None:
    assert ask(small(), text, config=SMALL, bindings={"x": ADA}).rows == rows


@pytest.mark.parametrize(
    "text", ["SELECT ?x { BIND(1 AS ?x) }", "SELECT (1 AS ?x) { }", "SELECT ?x { VALUES ?x { 1 } }"]
)
def test_a_variable_that_the_query_sets_itself_takes_no_value(text: str) -> None:
    with pytest.raises(QueryError, match=r"gives \?x a value of its own"):
        ask(small(), text, config=SMALL, bindings={"x": ADA})


def test_a_value_that_cannot_stand_there_is_named() -> None:
    with pytest.raises(QueryError, match="a value cannot stand"):
        ask(small(), "SELECT ?y { ?s ?x ?y }", config=SMALL, bindings={"x": ox.Literal("text")})


def test_an_error_of_the_author_is_shown_in_the_text_of_the_author() -> None:
    with pytest.raises(QueryError, match=r"query:1:18: unknown prefix 'shcema:'") as caught:
        ask(small(), "SELECT ?y { ?x a shcema:Person }", config=SMALL, bindings={"x": ADA})
    assert "?x a shcema:Person" in str(caught.value)


def test_a_blank_node_is_no_value() -> None:
    with pytest.raises(UsageError, match="neither an IRI nor a literal"):
        ask(small(), "SELECT ?x { }", config=SMALL, bindings={"x": ox.BlankNode()})


def test_a_variable_of_a_query_text_takes_a_node() -> None:
    found = answer(small(), "SELECT ?name { ?who schema:name ?name }", config=SMALL, values={"who": "person/ada"})
    assert found.rows == [(ox.Literal("Ada Beispiel"),)]
