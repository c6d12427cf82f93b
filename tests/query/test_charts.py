"""Rows make the chart that their columns ask for, and whatever they hold, the drawing can be read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.errors import UsageError
from lod.graph import Names
from lod.query import View, ask, render, view
from lod.query.charts import KINDS, Figure, asked, figure, svg, text
from lod.query.charts.figures import MEASURE, Edge, Point, Span
from lod.query.charts.network import layout
from lod.query.charts.scale import number, ticks
from tests.query.worlds import SMALL, small

VIEW = View(SMALL, "de", width=60)
NUMBERS = "SELECT ?name ?n { VALUES (?name ?n) { ('a' 1) ('b' 2.5) ('c' UNDEF) ('d' -1) } }"
YEARS = "SELECT ?year ?n { VALUES (?year ?n) { ('2003'^^xsd:gYear 7) ('2001'^^xsd:gYear 3) ('2002'^^xsd:gYear 4) } }"
TIMES = """SELECT ?name ?from ?to { VALUES (?name ?from ?to) {
    ('b' '2003'^^xsd:gYear '2005-06-01'^^xsd:date) ('a' '2001-02'^^xsd:gYearMonth UNDEF)
} }"""
THINGS = """SELECT ?a ?b { VALUES (?a ?b) {
    (person:ada person:grace) (person:grace person:ada) (person:ada <event/fair>)
} }"""


def drawn(query: str, shown: View = VIEW) -> Figure:
    return figure(ask(small(), query, config=SMALL).stream(), shown, Names(small(), ("de",)))


@pytest.mark.parametrize(
    ("query", "kind"), [(NUMBERS, "bar"), (YEARS, "line"), (TIMES, "timeline"), (THINGS, "network")]
)
def test_the_columns_choose_the_chart(query: str, kind: str) -> None:
    assert drawn(query).kind == kind


def test_a_comment_in_the_query_chooses_the_chart() -> None:
    query = f"# chart: bar\n{YEARS}"
    assert asked(query) == "bar"
    assert asked("SELECT ('# chart: line' AS ?x) {}") is None
    assert drawn(query, view(query, config=SMALL, language="de")).kind == "bar"


def test_numbers_of_any_datatype_are_drawn() -> None:
    query = "SELECT ?x ?n { VALUES (?x ?n) { ('a' 1.5E3) ('b' 2.5) ('c' 7) } }"
    assert [point.value for point in drawn(query).points] == [1500, 2.5, 7]


def test_bars_keep_the_order_of_the_rows_and_leave_out_what_has_no_number() -> None:
    assert [(p.label, p.value) for p in drawn(NUMBERS).points] == [("a", 1), ("b", 2.5), ("d", -1)]


def test_a_line_goes_from_left_to_right() -> None:
    assert [(p.label, p.value) for p in drawn(YEARS).points] == [("2001", 3), ("2002", 4), ("2003", 7)]


def test_a_timeline_begins_with_what_was_first_and_an_end_may_be_missing() -> None:
    first, second = drawn(TIMES).spans
    assert (first.label, first.begin == first.end, first.words) == ("a", True, "2001-02")
    assert (second.begin, round(second.end, 1), second.words) == (2003.0, 2005.4, "2003 – 2005-06-01")


def test_a_network_joins_two_things_once_and_shows_their_names() -> None:
    edges = {(e.source, e.target) for e in drawn(THINGS).edges}
    assert edges == {("Ada Beispiel", "Grace | Muster\ufffd[31m"), ("Ada Beispiel", "Sommerfest")}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x { VALUES ?x { 'a' } }", "needs two columns of things"),
        (f"# chart: timeline\n{NUMBERS}", "needs a column of dates"),
        (f"# chart: pie\n{NUMBERS}", "no chart 'pie'\n.*bar, line"),
        ("SELECT ?x { FILTER(false) }", "no rows"),
        ("ASK {}", "only rows"),
        ("SELECT ?x ?n { VALUES (?x ?n) { ('2001'^^xsd:gYear UNDEF) (UNDEF 3) } }", "no row has a value in each"),
    ],
)
def test_what_makes_no_chart_is_told_with_what_it_needs(query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        drawn(query, view(query, config=SMALL, language="de"))


@pytest.mark.parametrize("query", [NUMBERS, YEARS, TIMES])
def test_a_terminal_shows_each_value_within_its_width(query: str) -> None:
    shown = text(drawn(query), 60)
    assert max(map(len, shown.splitlines())) <= 60
    for word in ("2.5", "-1") if query is NUMBERS else ("2001", "2003"):
        assert word in shown


def test_longer_bars_mean_more() -> None:
    lines = text(drawn(NUMBERS), 60).splitlines()[1:]
    assert lines[1].count("█") > 2 * lines[0].count("█") > 0


# What `View.cell` lets through.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
FLOATS = st.floats(-MEASURE, MEASURE).map(lambda value: 0.0 if abs(value) < 1 / MEASURE else value)
POINTS = st.lists(st.builds(Point, TEXT, FLOATS, FLOATS), min_size=1, max_size=9)
SPANS = st.lists(st.tuples(TEXT, FLOATS, FLOATS), min_size=1, max_size=9)
EDGES = st.lists(st.builds(Edge, TEXT, TEXT, TEXT), min_size=1, max_size=6)
FIGURES = st.one_of(
    POINTS.map(lambda points: Figure("bar", "", points=tuple(points))),
    POINTS.map(lambda points: Figure("line", "", points=tuple(sorted(points, key=lambda point: point.at)))),
    SPANS.map(lambda rows: Figure("timeline", "", spans=tuple(Span(t, min(a, b), max(a, b), t) for t, a, b in rows))),
    EDGES.map(lambda edges: Figure("network", "", edges=tuple(edges), more=3)),
)


@given(FIGURES)
def test_any_figure_is_drawn_as_well_formed_svg_and_as_text(made: Figure) -> None:
    root = ET.fromstring(svg(made))  # noqa: S314  # our own text
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not any("nan" in value or "inf" in value for e in root.iter() for value in e.attrib.values())
    assert text(made, 60).endswith("\n")
    assert not any(ord(sign) < 32 and sign != "\n" for sign in text(made, 60))


def test_svg_shows_every_name_and_no_markup_of_the_data() -> None:
    shown = svg(Figure("bar", "<script>", points=(Point("a&b", 0, 1),)))
    assert "<script>" not in shown
    assert "a&amp;b: 1" in shown


def test_all_charts_are_formats_of_an_answer() -> None:
    found = ask(small(), NUMBERS, config=SMALL)
    assert render(found, "svg", VIEW).startswith("<svg")
    assert "█" in render(found, "chart", VIEW)
    assert set(KINDS) == {"bar", "line", "timeline", "network"}


@given(FLOATS, FLOATS)
def test_the_marks_of_an_axis_are_few_and_enclose_the_values(a: float, b: float) -> None:
    low, high = sorted((a, b))
    marks = ticks(low, high)
    assert 2 <= len(marks) <= 12
    assert marks == sorted(marks)
    slack = 1e-9 * max(abs(low), abs(high), 1e-300)
    assert marks[0] <= low + slack
    assert marks[-1] >= high - slack


def test_numbers_are_written_short() -> None:
    assert [number(value) for value in (3.0, 2.5, 1 / 3, -1e20)] == ["3", "2.5", "0.333333", "-1e+20"]


def test_the_same_network_is_always_drawn_the_same_and_inside_its_frame() -> None:
    edges = [Edge("a", "b", ""), Edge("b", "c", ""), Edge("c", "a", ""), Edge("d", "d", "")]
    assert layout(edges) == layout(edges)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in layout(edges).values())
