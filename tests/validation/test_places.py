"""Statements are found at their lines."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lod import source
from lod.validation.places import Places, Statement
from lod.validation.rows import rows_of
from tests.validation.cases import CASES

BASE = "https://lod.example.org/"
DATA = CASES / "places" / "data.ttl"
MORE = CASES / "places" / "more.ttl"


def _places() -> tuple[Places, list[ox.Triple]]:
    places, triples = Places(BASE), []
    for path in (DATA, MORE):
        read = list(source.read(path, BASE))
        places.record(path, rows_of(read))
        triples.extend(read)
    return places, triples


def _find(subject: object, predicate: str | None = None, value: object = None) -> str:
    places, _ = _places()
    statement = Statement(subject, predicate and f"{BASE}ontology/{predicate}", value)  # type: ignore[arg-type]  # terms, by name
    return str(places.find([statement])[statement]).rpartition("/")[2]


def _thing(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}thing/{name}")


def test_a_value_is_found_where_it_ends() -> None:
    """A text over several lines is placed on its last one, a value of another file in that file."""
    assert _find(_thing("second"), "text", ox.Literal("two\nlines")) == "data.ttl:17"
    assert _find(_thing("second"), "link", _thing("nowhere")) == "data.ttl:18"
    assert _find(_thing("second"), "text", ox.Literal("three")) == "more.ttl:6"


def test_what_is_missing_is_placed_at_the_first_line_of_its_subject() -> None:
    """That is the line on which its first statement begins, also where this one holds a bracket over several lines."""
    assert _find(_thing("second")) == "data.ttl:15"
    assert _find(_thing("second"), "absent", ox.Literal("x")) == "data.ttl:15"
    assert _find(_thing("first")) == "data.ttl:6"


def test_blank_nodes_are_told_apart_by_their_position() -> None:
    """Two brackets that say the same, and two files that use one label, are four nodes at four lines."""
    places, triples = _places()
    found = places.find(
        Statement(t.subject, t.predicate.value, t.object)  # type: ignore[arg-type]  # no triple is a subject
        for t in triples
        if t.predicate.value.endswith("quote")
    )
    assert sorted(str(origin).rpartition("/")[2] for origin in found.values()) == [
        "data.ttl:10",
        "data.ttl:20",
        "data.ttl:6",
        "more.ttl:4",
    ]


def test_a_statement_that_leads_to_a_bracket_is_placed_where_the_bracket_opens() -> None:
    """Its end may be many lines below."""
    places, triples = _places()
    links = [t for t in triples if t.predicate.value.endswith("part")]
    found = places.find(Statement(t.subject, t.predicate.value, t.object) for t in links)  # type: ignore[arg-type]  # no triple is a subject
    assert sorted(origin.line or 0 for origin in found.values()) == [6, 10]


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_lines_hold_in_any_layout_of_lines(layout: list[tuple[int, bool, bool]]) -> None:
    """Blank lines, comments and line ends of Windows between statements do not move a finding."""
    lines: list[str] = []
    expected: dict[int, int] = {}
    for number, (blanks, comment, bracket) in enumerate(layout):
        lines.extend([""] * blanks + ["# [ not a statement ]"] * comment)
        lines.append(f"<s{number}> <p> [ <q> {number} ] ." if bracket else f"<s{number}> <p> {number} .")
        expected[number] = len(lines)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.ttl"
        path.write_bytes("\r\n".join(lines).encode())
        places = Places(BASE)
        places.record(path, rows_of(source.read(path, BASE)))
        statements = {Statement(ox.NamedNode(f"{BASE}s{number}")): line for number, line in expected.items()}
        assert {s: origin.line for s, origin in places.find(statements).items()} == statements
