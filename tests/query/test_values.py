"""Answers go on into Python: as its own values, as rdflib's, as a pandas data frame."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib

from lod.query import ask
from lod.query.values import value
from tests.query.worlds import SMALL, small

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("text", "datatype", "expected"),
    [
        ("7", "integer", 7),
        ("-7", "nonPositiveInteger", -7),
        ("1.50", "decimal", Decimal("1.50")),
        ("1e3", "double", 1000.0),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2025-03-30", "date", date(2025, 3, 30)),
        ("2025-03-30T12:00:00Z", "dateTime", datetime(2025, 3, 30, 12, tzinfo=UTC)),
        # What Python cannot hold, or the datatype does not allow, stays text.
        ("2025-03-30+02:00", "date", "2025-03-30+02:00"),
        ("20250-03-30T12:00:00", "dateTime", "20250-03-30T12:00:00"),
        ("seven", "integer", "seven"),
        ("seven", "decimal", "seven"),
        ("2017", "gYear", "2017"),
        ("PT2H", "duration", "PT2H"),
    ],
)
def test_a_literal_becomes_the_value_that_it_means(text: str, datatype: str, expected: object) -> None:
    found = value(ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)))
    assert found == expected
    assert type(found) is type(expected)


def test_other_terms_become_text_and_nothing_none() -> None:
    terms = (ox.NamedNode("https://x.example/a"), ox.BlankNode("b"), ox.Literal("Tag", language="de"), None)
    assert [value(term) for term in terms] == ["https://x.example/a", "_:b", "Tag", None]


def test_rows_are_dictionaries_by_column() -> None:
    found = ask(small(), "SELECT ?n ?none { VALUES (?n ?none) { (1 UNDEF) (2 UNDEF) } }", config=SMALL)
    assert found.values() == [{"n": 1, "none": None}, {"n": 2, "none": None}]


def test_rdflib_gets_what_its_own_query_gives() -> None:
    text = "SELECT ?p ?name { ?p <https://schema.org/name> ?name } ORDER BY ?p ?name"
    ours, theirs = ask(small(), text, config=SMALL).to_rdflib(), small().to_rdflib().query(text)
    assert (ours.type, ours.vars, list(ours)) == (theirs.type, theirs.vars, list(theirs))
    assert ask(small(), "ASK {}", config=SMALL).to_rdflib().askAnswer is True
    graph = ask(small(), "DESCRIBE person:ada", config=SMALL).to_rdflib().graph
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == len(ask(small(), "DESCRIBE person:ada", config=SMALL).triples)


def test_pandas_gets_a_data_frame() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed: pip install pandas")
    frame = ask(small(), "SELECT ?n ?m { VALUES (?n ?m) { (1 'a') (2 'b') } }", config=SMALL).to_pandas()
    assert list(frame.columns) == ["n", "m"]
    assert frame["n"].sum() == 3
