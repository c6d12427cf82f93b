"""An answer that is written can be read back, and nothing in it escapes from its format."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import UsageError
from lod.graph import Names, Term
from lod.graph.ecosystem import from_node
from lod.query import FORMATS, Answer, Stream, View, answer, ask, default, find, pick, render, view, write
from lod.query.answer import Row
from lod.query.table import ROWS
from tests.query.worlds import SMALL, small

VIEW = View(SMALL, "de", width=100)
XSD = "http://www.w3.org/2001/XMLSchema#"
# XML cannot carry control characters and reads line ends as line feeds; CSV and TSV have no trouble with them.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r\"'<&>|,;")
)
TERMS: st.SearchStrategy[Term] = (
    st.builds(ox.Literal, TEXT)
    | st.builds(lambda text: ox.Literal(text, language="de"), TEXT)
    | st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode("https://example.org/t?a&b")), TEXT)
    | st.integers().map(lambda number: ox.Literal(str(number), datatype=ox.NamedNode(f"{XSD}integer")))
    | st.sampled_from([ox.NamedNode("https://example.org/a?b=1&c='d'"), ox.BlankNode("b0")])
)
CELLS: st.SearchStrategy[Term | None] = TERMS | st.none()
ROWS_OF_TWO: st.SearchStrategy[list[Row]] = st.lists(st.tuples(CELLS, CELLS), max_size=4)


@pytest.mark.parametrize(
    ("name", "judge"),
    [
        ("json", ox.QueryResultsFormat.JSON),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
@given(rows=ROWS_OF_TWO)
def test_rows_read_back_are_the_same(name: str, judge: ox.QueryResultsFormat, rows: list[Row]) -> None:
    text = render(Answer("select", columns=("a", "b"), rows=rows), name, VIEW)
    back = ox.parse_query_results(text.encode(), judge)
    assert isinstance(back, ox.QuerySolutions)
    assert [variable.value for variable in back.variables] == ["a", "b"]
    assert [tuple(solution) for solution in back] == rows


@settings(deadline=None)  # the first run looks for rdflib's plugins, which takes long
@given(rows=ROWS_OF_TWO)
def test_rows_read_back_from_xml_are_the_same(rows: list[Row]) -> None:
    """rdflib is the judge, for the engine's reader takes the blanks at the ends of texts away."""
    text = render(Answer("select", columns=("a", "b"), rows=rows), "xml", VIEW)
    back = rdflib.query.Result.parse(io.BytesIO(text.encode()), format="xml")
    assert [str(name) for name in back.vars or ()] == ["a", "b"]
    cells = [[row.get(rdflib.Variable(name)) for name in ("a", "b")] for row in back.bindings]
    assert [tuple(None if cell is None else from_node(cell) for cell in row) for row in cells] == rows


@given(rows=ROWS_OF_TWO)
def test_csv_holds_the_bare_values(rows: list[Row]) -> None:
    text = render(Answer("select", columns=("a", "b"), rows=rows), "csv", VIEW)
    assert text.endswith("\r\n")
    head, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert head == ["a", "b"]
    plain = [["" if t is None else str(t) if isinstance(t, ox.BlankNode) else t.value for t in row] for row in rows]  # type: ignore[union-attr]  # no triples among TERMS
    assert lines == plain


@pytest.mark.parametrize(
    ("name", "yes"), [("csv", "true\r\n"), ("tsv", "true\n"), ("table", "Ja\n"), ("markdown", "Ja\n")]
)
def test_yes_is_written_in_words(name: str, yes: str) -> None:
    assert render(Answer("ask", boolean=True), name, VIEW) == yes


@pytest.mark.parametrize("boolean", [True, False])
def test_yes_and_no_read_back_are_the_same(boolean: bool) -> None:
    for name, judge in (("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):
        back = ox.parse_query_results(render(Answer("ask", boolean=boolean), name, VIEW).encode(), judge)
        assert bool(back) is boolean


def test_what_xml_cannot_carry_is_replaced() -> None:
    text = render(Answer("select", columns=("a",), rows=[(ox.Literal("a\x01b\x1b[31m"),)]), "xml", VIEW)
    assert "a\ufffdb\ufffd[31m" in "".join(ET.fromstring(text).itertext())  # noqa: S314  # our own text


def test_triples_as_terms_are_written() -> None:
    rows = ask(small(), "SELECT ?t { BIND(<<( <a> <b> 'c' )>> AS ?t) }", config=SMALL)
    assert json.loads(render(rows, "json", VIEW))["results"]["bindings"][0]["t"]["type"] == "triple"
    assert "<triple><subject><uri>" in render(rows, "xml", VIEW)
    assert "<<(" in render(rows, "csv", VIEW)


@pytest.mark.parametrize("name", ["turtle", "ntriples", "jsonld"])
def test_triples_read_back_are_the_same(name: str) -> None:
    found = ask(small(), "DESCRIBE person:ada", config=SMALL)
    text = render(found, name, VIEW)
    format = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}[name]
    assert {quad.triple for quad in ox.parse(text, format)} == set(found.triples)


@pytest.mark.parametrize(
    ("text", "name", "right"),
    [
        ("SELECT * {}", "turtle", "table, csv"),
        ("CONSTRUCT {} {}", "csv", "turtle, ntriples"),
        ("ASK {}", "pdf", "table"),
    ],
)
def test_a_format_that_does_not_fit_is_answered_with_those_that_do(text: str, name: str, right: str) -> None:
    with pytest.raises(UsageError, match=f"written as {name}\n.*{right}"):
        render(ask(small(), text, config=SMALL), name, VIEW)


def test_each_answer_has_a_format_of_its_own() -> None:
    for text in ("SELECT * {}", "ASK {}", "CONSTRUCT {} {}", "DESCRIBE <x>"):
        found = ask(small(), text, config=SMALL)
        assert found.form in FORMATS[default(found)].forms


def people(language: str = "de") -> tuple[Answer, Names]:
    found = answer(small(), "participants", config=SMALL, values={"event": "event/fair"}, language=language)
    return found, Names(small(), (language, "en"))


def test_a_table_shows_names_in_place_of_iris_and_no_control_characters() -> None:
    found, names = people()
    text = render(found, "table", VIEW, names=names)
    assert "Sommerfest" in text
    assert "Ada Beispiel" in text
    assert "https://" not in text
    assert "\x1b" not in text


def test_a_table_without_names_shows_short_iris() -> None:
    text = render(people()[0], "table", VIEW)
    assert "person/ada" in text
    assert "schema:attendee" in text


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_table_fits_the_width(width: int) -> None:
    found, names = people()
    text = render(found, "table", View(SMALL, "de", width=width), names=names)
    assert max(map(len, text.splitlines())) <= width


def test_a_long_table_says_how_much_is_left_out() -> None:
    rows: list[Row] = [(ox.Literal(i),) for i in range(ROWS + 7)]
    text = render(Answer("select", columns=("n",), rows=rows), "table", View(SMALL, "en", width=80))
    assert text.endswith("… and 7 more rows\n")


def test_an_empty_answer_is_said_in_words() -> None:
    assert render(Answer("select", columns=("a",)), "table", VIEW) == "Keine Ergebnisse.\n"


def test_other_formats_have_the_names_in_a_column_of_their_own() -> None:
    found, names = people()
    [first, *_] = csv.DictReader(io.StringIO(render(found, "csv", VIEW, names=names), newline=""))
    assert first["participant"] == "https://lod.example.org/person/ada"
    assert first["participant_label"] == "Ada Beispiel"
    assert "office_label" not in first


def test_a_label_that_the_query_gives_itself_stays() -> None:
    found = ask(small(), "SELECT ?x ('own' AS ?x_label) { BIND(person:ada AS ?x) }", config=SMALL)
    assert render(found, "csv", VIEW, names=people()[1]).splitlines()[1].endswith("/ada,own")


def test_markdown_links_names_and_escapes_what_would_be_markup() -> None:
    found, names = people()
    text = render(found, "markdown", VIEW, names=names)
    assert "[Ada Beispiel](https://lod.example.org/person/ada)" in text
    assert "Grace \\| Muster\ufffd\\[31m" in text
    assert len({line.replace("\\|", "").count("|") for line in text.splitlines()}) == 1


def test_a_script_address_is_no_link_in_markdown() -> None:
    found = ask(small(), "SELECT ?x { BIND(<javascript:alert(1)> AS ?x) }", config=SMALL)
    assert "](" not in render(found, "markdown", VIEW)


def test_texts_fall_back_to_another_language() -> None:
    offices = {str(language): people(language)[0].rows[0][3] for language in ("en", "fr", "de")}
    assert offices == {
        "en": ox.Literal("Chair", language="en"),
        "fr": ox.Literal("Présidente", language="fr"),
        "de": ox.Literal("Chair", language="en"),
    }


def test_html_links_things_keeps_languages_and_escapes() -> None:
    found, names = people()
    text = render(found, "html", View(SMALL, "de", heading="Wer & was?"), names=names)
    assert '<a href="https://lod.example.org/person/ada">Ada Beispiel</a>' in text
    assert '<td lang="en">Chair</td>' in text
    assert "<title>Wer &amp; was?</title>" in text
    evil = ask(small(), "SELECT ?a ?b { VALUES (?a ?b) { ('<script>' <javascript:x>) } }", config=SMALL)
    shown = render(evil, "html", VIEW)
    assert "<script>" not in shown
    assert 'href="javascript' not in shown


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("PT2H", "de", "2 Stunden"),
        ("PT1H30M", "en", "1 hour 30 minutes"),
        ("P1Y2M3DT4.5S", "en", "1 year 2 months 3 days 4.5 seconds"),
        ("P1D", "fr", "1 day"),
        ("P", "de", "P"),
        ("two hours", "de", "two hours"),
    ],
)
def test_people_read_durations_in_words_and_machines_as_they_are(text: str, language: str, words: str) -> None:
    term = ox.Literal(text, datatype=ox.NamedNode(f"{XSD}duration"))
    found = Answer("select", columns=("d",), rows=[(term,)])
    assert render(found, "table", View(SMALL, language, width=80)).splitlines()[2] == words
    assert render(found, "csv", View(SMALL, language)) == f"d\r\n{text}\r\n"


def test_columns_have_the_titles_of_the_query_and_else_their_names_in_words() -> None:
    named = pick(find(SMALL), "participants")
    shown = view(named, config=SMALL, language="de", width=100)
    assert "beteiligt als" in render(people()[0], "table", shown)
    assert "took_part_as" in render(people()[0], "csv", shown)
    assert render(ask(small(), "SELECT ('a' AS ?two_words) {}", config=SMALL), "markdown", VIEW).startswith(
        "| two words |"
    )


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml", "markdown", "html"])
def test_the_first_pieces_are_written_before_the_last_rows_are_found(name: str) -> None:
    taken = 0

    def rows() -> Iterator[Row]:
        nonlocal taken
        for taken in range(1, 100_001):
            yield (ox.NamedNode("https://lod.example.org/person/ada"), ox.Literal(taken))

    pieces = write(Stream("select", ("a", "n"), rows()), name, VIEW, names=Names(small(), ("de",)))
    for _ in range(6):
        next(pieces)
    assert taken < 20_000
