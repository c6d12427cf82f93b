"""The checks beyond SHACL: no false alarms, settings, what each compares. Their examples are in test_explanations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.config import load
from lod.validation import Report, Severity, validate
from lod.validation.checks import CODES, edtf
from lod.validation.checks.authorities import gnd
from lod.validation.checks.literals import Judge
from lod.validation.checks.moments import possible, span
from tests.validation.examples import workspace

ROOT = Path(__file__).parents[2]
NOTHING = "<shapes/Nothing> a sh:NodeShape ."


def judged(folder: Path, data: str, settings: str = "") -> Report:
    """What the checks find, by no shape and without the package's terms."""
    config = workspace(folder, data, NOTHING, settings)
    return validate(replace(config, shapes=(folder / "own.ttl",), ontology=()))


def codes(folder: Path, data: str, settings: str = "") -> list[str]:
    quiet = {"lod:missing-evidence", "lod:unreferenced"}
    return [result.code for result in judged(folder, data, settings).results if result.code not in quiet]


@pytest.mark.parametrize("place", [ROOT, ROOT / "lod" / "cli" / "starter"], ids=["repository", "starter"])
def test_the_checks_find_nothing_in_our_own_data(place: Path) -> None:
    report = validate(load(place))
    assert [(r.code, str(r.origin), r.message("en")) for r in report.results if r.code in CODES] == []


def test_a_check_can_be_switched_off_and_weighed_differently(tmp_path: Path) -> None:
    data = '<event/x> a schema:Event ; schema:nmae "x"@de .'
    report = judged(tmp_path, data, 'checks = { "lod:unknown-property" = "violation", "lod:unreferenced" = "off" }\n')
    severities = {r.code: r.severity for r in report.results}
    assert severities["lod:unknown-property"] is Severity.VIOLATION
    assert "lod:unreferenced" not in severities


def test_without_a_workspace_nothing_is_asked_of_bases_languages_and_evidence(tmp_path: Path) -> None:
    config = workspace(tmp_path, '<https://elsewhere.example/x> a schema:Event ; schema:nmae "x"@de .', NOTHING)
    report = validate(replace(config, source=None, shapes=(tmp_path / "own.ttl",), ontology=()))
    assert [r.code for r in report.results] == ["lod:unknown-property"]


def test_a_shape_and_a_check_that_find_the_same_are_one_finding_with_the_remedy(tmp_path: Path) -> None:
    report = validate(workspace(tmp_path, "<event/x> a schema:Event ; schema:locatoin <place/y> ."))
    same = [r for r in report.results if r.path and r.path.text == "schema:locatoin" and r.value]
    found = [r for r in same if r.code in ("sh:Closed", "lod:unknown-property")]
    assert [(r.code, r.remedies["en"]) for r in found] == [("sh:Closed", "Probably schema:location is meant.")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<e/x> a schema:Event ; schema:StartDate "2026"^^xsd:gYear .', ["lod:unknown-property"]),
        ("<e/x> a schema:Event ; schema:superEvent <e/x> .", []),
        # A role stands between, and repeats the property.
        (
            "<p/x> a schema:Person ; schema:memberOf <r/x> . "
            "<r/x> a schema:OrganizationRole ; schema:memberOf <o/x> . <o/x> a schema:Organization .",
            [],
        ),
        # What is of another vocabulary is not judged.
        ('<t/x> a <http://www.w3.org/2004/02/skos/core#Concept> ; schema:startDate "2026"^^xsd:gYear .', []),
        # A second class, in another statement, makes it right.
        ('<x> a schema:Person ; schema:startDate "2026"^^xsd:gYear . <y> a schema:Place . <x> a schema:Event .', []),
        ("<e/x> a schema:Event ; schema:location <p/x> . <p/x> a schema:Person .", []),
        ("<e/x> a schema:Event ; schema:organizer <p/x> . <p/x> a schema:Place .", ["lod:outside-range"]),
        ("<e/x> a schema:Event ; schema:eventStatus schema:EventScheduled .", []),
        ("<e/x> a schema:Event ; schema:eventStatus schema:Monday .", ["lod:outside-range"]),
        ('<e/x> a schema:Event ; schema:organizer "Stadt"@de .', ["lod:outside-range"]),
        ('<e/x> a schema:Event ; schema:startDate "5"^^xsd:boolean .', ["lod:outside-range"]),
        ("<e/x> a schema:Event ; schema:url <seite> .", []),
        ("<e/x> a schema:Event ; schema:about <ontology/x> , <dataset> , <https://example.org/> .", []),
    ],
)  # fmt: skip
def test_terms_and_links(data: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, data) == expected


@pytest.mark.parametrize(
    ("start", "end", "reversed_"),
    [
        ('"2026-06-12"^^xsd:date', '"2026-06-11"^^xsd:date', True),
        ('"2026-06-12"^^xsd:date', '"2026-06-12"^^xsd:date', False),
        ('"2026-06"^^xsd:gYearMonth', '"2026"^^xsd:gYear', False),
        ('"2026-06"^^xsd:gYearMonth', '"2026-05-31"^^xsd:date', True),
        ('"2026-06-12T20:00:00"^^xsd:dateTime', '"2026-06-12T19:00:00"^^xsd:dateTime', True),
        ('"2026-06-12T20:00:00+02:00"^^xsd:dateTime', '"2026-06-12T19:00:00Z"^^xsd:dateTime', False),
        ('"2026-06-12T20:00:00"^^xsd:dateTime', '"2026-06-12"^^xsd:date', False),
        ('"2026-06-12"', '"2026-06-11"', True),
        ('"-0044-03-15"^^xsd:date', '"0014"^^xsd:gYear', False),
    ],
)
def test_an_end_is_before_its_start_only_for_certain(start: str, end: str, reversed_: bool, tmp_path: Path) -> None:
    data = f"<e/x> a schema:Event ; schema:startDate {start} ; schema:endDate {end} ."
    assert codes(tmp_path, data) == ["lod:end-before-start"] * reversed_


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ('<p/1> a schema:Person ; schema:name "A" . <p/2> a schema:Person ; schema:name "A" .', 1),
        ('<p/1> a schema:Person ; schema:name "A" . <p/2> a schema:Place ; schema:name "A" .', 0),
        (
            '<p/1> a schema:Person ; schema:name "A" . '
            '<p/2> a schema:Person ; schema:name "A" ; schema:disambiguatingDescription "die Jüngere"@de .',
            0,
        ),
        (
            '<e/1> a schema:Event ; schema:name "A"@de ; schema:startDate "2026"^^xsd:gYear . '
            '<e/2> a schema:Event ; schema:name "A"@de ; schema:startDate "2027"^^xsd:gYear .',
            0,
        ),
        ('<o/1> a schema:OrganizationRole ; schema:name "A" . <o/2> a schema:OrganizationRole ; schema:name "A" .', 0),
    ],
)
def test_two_things_of_one_name_are_one_only_if_their_kind_says_so(data: str, count: int, tmp_path: Path) -> None:
    assert codes(tmp_path, data, 'languages = ["de"]\n').count("lod:duplicate") == count


def test_a_variety_of_a_language_counts_as_that_language(tmp_path: Path) -> None:
    data = '<e/x> a schema:Event ; schema:name "Fest"@de-AT , "Festival"@en-GB .'
    assert codes(tmp_path, data) == []
    assert codes(tmp_path, data, 'languages = ["de", "fr"]\n') == ["lod:missing-language"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Projekt „Brücke“", ()),
        ("Project “Bridge”", ()),
        ("«Le pont»", ()),
        ('6" Rohr', ()),
        ('sagte "Ja" dazu', ()),
        ("„offen", ("lod:mixed-quotes",)),
        ('„gemischt"', ("lod:mixed-quotes",)),
        (" Rand", ("lod:stray-whitespace",)),
        ("zwei  Blanks", ("lod:stray-whitespace",)),
        ("Absatz\n\nAbsatz", ()),
        ("Zeile\n    eingerückt", ()),
        ("Bei\u00adspiel", ("lod:hidden-character",)),
        ("10\u00a0000", ()),
        ("", ()),
    ],
)
def test_slips_of_typing(text: str, expected: tuple[str, ...]) -> None:
    assert Judge().faults(text, None, extract=False) == expected
    assert Judge().faults(text, None, extract=True) == ()


@given(st.dates())
def test_every_day_of_the_calendar_is_possible_and_covers_itself(day: date) -> None:
    text = day.isoformat()
    found = span(text, "date")
    assert found is not None
    assert found.first[:3] == found.last[:3] == (day.year, day.month, day.day)
    assert edtf.valid(text)
    assert edtf.valid(f"{text}?")
    assert edtf.valid(f"{text}/..")


@given(st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
def test_a_day_is_possible_just_if_python_has_it(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        date(year, month, day)
    except ValueError:
        assert not possible(text, "date")
        assert not edtf.valid(text)
    else:
        assert possible(text, "date")


@pytest.mark.parametrize(
    "text",
    [
        "2017", "2017-22", "2017-06", "2017-06-12", "2017?", "2017-06~", "201X", "20XX", "2017-XX", "2017-06-XX",
        "2017/2019", "2017-06-01/..", "../2019", "/2019", "2017/", "Y170000002", "Y-17E7", "1950S2", "2017-?06-12",
        "2017-06~-12%", "[2017,2018]", "{1960,1961-12}", "[..1984]", "-0044", "2001-34", "2017-06-12T10:00:00Z",
        "1XXX-XX", "2004-02-29", "-1985",
    ],
)  # fmt: skip
def test_edtf_of_all_levels_is_valid(text: str) -> None:
    assert edtf.valid(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Sommer 2017", "17", "2017-13", "2017-20", "2017-42", "2017-02-30", "2017-22-01", "2019/2017", "../..",
        "2017-6", "2017/2018/2019", "[]", "{x}", "Y2017", "2017T10:00:00Z", "2017-06-12T25:00:00", "2017-XX-32", "٢٠١٧",
    ],
)  # fmt: skip
def test_what_is_no_edtf_is_told(text: str) -> None:
    assert not edtf.valid(text)


@given(st.text(max_size=30))
def test_any_text_is_judged_without_failing(text: str) -> None:
    assert edtf.valid(text) in (True, False)
    for datatype in ("date", "dateTime", "gYear", "gYearMonth"):
        assert possible(text, datatype) in (True, False)
    Judge().faults(text, "http://www.w3.org/2001/XMLSchema#date", extract=False)
    Judge().faults(text, "http://www.w3.org/2001/XMLSchema#integer", extract=False)


@pytest.mark.parametrize("number", ["118540238", "4005728-8", "4021477-1", "95980479X", "403033187"])
def test_gnd_numbers_with_the_right_check_digit_fit(number: str) -> None:
    assert gnd(number)


@given(st.integers(10_000_000, 199_999_999), st.data())
def test_one_wrong_digit_never_fits_a_gnd_number(body: int, data: st.DataObject) -> None:
    digits = str(body)
    right = next(digits + check for check in "0123456789X" if gnd(digits + check))
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != right[place]]))
    assert not gnd(right[:place] + wrong + right[place + 1 :])
