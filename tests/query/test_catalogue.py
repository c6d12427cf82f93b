"""Named queries say what they ask and which values they take; a wrong value is answered with the right form."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.errors import QueryError, UnknownNode, UsageError
from lod.query import NamedQuery, answer, find, listing, pick, read
from tests.query.worlds import CASES, SMALL, repository, small

PACKAGE = find(replace(SMALL, queries=()))
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize("query", PACKAGE.values(), ids=lambda query: query.name)
def test_each_query_of_the_package_is_described_in_german_and_english(query: NamedQuery) -> None:
    for texts in (query.title, query.description, *(parameter.description for parameter in query.parameters)):
        assert {"de", "en"} == set(texts)
    for parameter in query.parameters:
        assert re.search(rf"\?{parameter.name}\b", query.text), f"{parameter.name} is not used"
        assert parameter.type == "language" or parameter.example


@pytest.mark.parametrize("query", PACKAGE.values(), ids=lambda query: query.name)
def test_each_query_of_the_package_runs_with_and_without_its_optional_values(query: NamedQuery) -> None:
    graph, config = repository()
    required = {p.name: "person/serap-gueler" for p in query.parameters if p.required}
    optional = {p.name: "person/serap-gueler" for p in query.parameters if p.optional}
    columns = answer(graph, query, config=config, values=required).columns
    assert answer(graph, query, config=config, values=required | optional).columns == columns


def test_the_workspace_comes_before_the_package(tmp_path: Path) -> None:
    (tmp_path / "kinds.rq").write_text("#% title = 'Mine'\nSELECT * {}", "utf-8")
    queries = find(replace(SMALL, queries=(tmp_path,)))
    assert queries["kinds"].title == {"": "Mine"}
    assert set(PACKAGE) == set(queries)


def test_a_single_file_can_be_named_in_the_configuration() -> None:
    assert "offices" in find(replace(SMALL, queries=(CASES / "queries" / "offices.rq",)))


def test_a_query_needs_no_front_comment() -> None:
    query = find(SMALL)["offices"]
    assert (query.title, query.parameters) == ({"": "offices"}, ())
    assert len(answer(small(), "offices", config=SMALL).rows) == 1


def test_the_list_has_a_line_for_each_query_with_its_values() -> None:
    lines = listing(find(SMALL), "en").splitlines()
    assert len(lines) == len(find(SMALL))
    assert "where              Where is it?  ([day] [count] [text] [kind] who [language])" in lines
    assert any(line.startswith("kinds ") and "Was gibt es" in line for line in listing(find(SMALL), "de").splitlines())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("broken-toml", r"broken-toml\.rq:1:\d+: the front comment is no TOML"),
        ("unknown-key", "unknown key 'titel'.*\n.*'title'"),
        ("unknown-type", "'parameters.a' needs a type.*\n.*node, iri"),
        ("unknown-parameter-key", "unknown key 'defualt'.*\n.*'default'"),
        ("parameters-no-table", "'parameters' must be a table"),
        ("title-no-text", "'title' must be a text"),
        ("no-utf8", "not UTF-8 text"),
    ],
)
def test_a_front_comment_that_cannot_be_read_says_why(name: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read(CASES / "fronts" / f"{name}.rq")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.rq: cannot be read"):
        read(tmp_path / "none.rq")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"Did you mean 'statements'.*lod query --list"):
        pick(PACKAGE, "statments")


def test_values_become_terms_of_their_types() -> None:
    values = {"who": "person:ada", "day": "2025-06-01", "count": "-7", "text": "a'b", "kind": "schema:Event"}
    found = answer(small(), "where", config=SMALL, values=values, language="en-GB")
    assert found.rows == [
        (
            ox.NamedNode("https://lod.example.org/person/ada"),
            ox.Literal("2025-06-01", datatype=ox.NamedNode(f"{XSD}date")),
            ox.Literal("-7", datatype=ox.NamedNode(f"{XSD}integer")),
            ox.Literal("a'b"),
            ox.NamedNode("https://schema.org/Event"),
            ox.Literal("en-gb"),
        )
    ]


def test_without_values_defaults_hold_and_optional_ones_stay_free() -> None:
    [(_, day, count, text, kind, tag)] = answer(small(), "where", config=SMALL, values={"who": "person/ada"}).rows
    assert (day, text, kind) == (None, None, None)
    assert count == ox.Literal(3)
    assert tag == ox.Literal("de")


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({}, UsageError, "needs 'who': die Person\n.*--set who=person/ada"),
        ({"whom": "person/ada"}, UsageError, "takes no 'whom'\n.*'who'"),
        ({"who": "ada"}, UnknownNode, "knows no 'ada'\n.*person/ada"),
        ({"who": "person/ada", "day": "1.6.2025"}, UsageError, "must be a date.*\n.*2025-06-01"),
        ({"who": "person/ada", "day": "2025-02-30"}, UsageError, "must be a date"),
        ({"who": "person/ada", "day": "20250601"}, UsageError, "must be a date"),
        ({"who": "person/ada", "count": "3.5"}, UsageError, "must be a whole number"),
        ({"who": "person/ada", "count": "٣"}, UsageError, "must be a whole number"),
        ({"who": "person/ada", "kind": "no iri"}, UsageError, "must be an IRI"),
        ({"who": "person/ada", "language": "deutsch!"}, UsageError, "must be a language tag"),
    ],
)
def test_a_wrong_value_is_answered_with_the_right_form(
    values: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        answer(small(), "where", config=SMALL, values=values)
