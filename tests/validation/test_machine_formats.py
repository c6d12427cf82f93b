"""A report for machines: SARIF by its schema, JUnit as XML, workflow commands as GitHub reads them; and as a page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lod
from lod.errors import Origin
from lod.validation import FORMATS, Excerpt, Report, Result, Severity, View, validate
from lod.validation.codes import codes
from tests.validation.cases import CASES, workspace

SCHEMA = json.loads((CASES / "sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)

TEXTS = st.text(max_size=40)
RESULTS = st.builds(
    lambda code, severity, message, name, path, line, column, excerpt, remedy: Result(
        code,
        severity,
        {"en": message},
        focus=ox.NamedNode("https://lod.example.org/x"),
        focus_name={"en": name},
        remedies={"en": remedy} if remedy else {},
        origin=Origin(path or "x.ttl", line, column if line else None),
        excerpt=Excerpt(excerpt, 0, 1) if line else None,
    ),
    st.sampled_from(["sh:MinCount", "lod:syntax", "lod:duplicate", "https://example.org/Custom"]),
    st.sampled_from(Severity),
    TEXTS, TEXTS, st.text("äb%:, /.\n\r<&\"'", max_size=20), st.none() | st.integers(1, 9), st.integers(1, 9),
    TEXTS, TEXTS,
)  # fmt: skip
REPORTS = st.lists(RESULTS, max_size=4).map(lambda results: Report(tuple(results), ("x.ttl",), 1, omitted={"sh:In": 2}))


@given(REPORTS)
def test_any_report_is_valid_sarif(report: Report) -> None:
    document = json.loads(FORMATS["sarif"](report, View("en")))
    VALIDATOR.validate(document)
    rules = document["runs"][0]["tool"]["driver"]["rules"]
    for result in document["runs"][0]["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_says_where_what_and_how_it_is_known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are relative to the checkout; a finding keeps its fingerprint when lines move, and has one of its own."""
    monkeypatch.chdir(CASES)
    report = validate(workspace("components"))
    run = json.loads(FORMATS["sarif"](report, View("de")))["runs"][0]
    first = run["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "components/data.ttl", "uriBaseId": "SRCROOT"}
    assert place["region"] == {"startLine": 5, "startColumn": 1, "endColumn": 14}
    assert first["level"] == "error"
    assert run["language"] == "de"
    prints = [result["partialFingerprints"]["lod/v1"] for result in run["results"]]
    again = json.loads(FORMATS["sarif"](validate(workspace("components")), View("en")))["runs"][0]["results"]
    assert prints == [result["partialFingerprints"]["lod/v1"] for result in again]


def test_sarif_names_the_tool_with_its_version_and_says_of_each_rule_what_it_means() -> None:
    """Code scanning shows them beside a finding; of components that others define there is only the name."""
    results = tuple(
        Result(code, Severity.WARNING, {"en": "message"})
        for code in ("sh:MinCount", "lod:end-before-start", "https://example.org/shapes#OwnComponent")
    )
    document = json.loads(FORMATS["sarif"](Report(results, ("a.ttl",), 1), View("de")))
    VALIDATOR.validate(document)
    driver = document["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("lod", lod.__version__)
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert {rule["name"] for rule in rules.values()} == {"MinCount", "EndBeforeStart", "OwnComponent"}
    for code in ("sh:MinCount", "lod:end-before-start"):
        rule = rules[code]
        assert rule["shortDescription"]["text"] == codes()[code].what["de"]
        assert codes()[code].why["de"] in rule["fullDescription"]["text"]
        assert codes()[code].right in rule["help"]["markdown"]
    assert rules["lod:end-before-start"]["defaultConfiguration"] == {"level": "error"}
    assert rules["sh:MinCount"]["helpUri"].endswith("#MinCountConstraintComponent")


@given(REPORTS)
def test_any_report_is_junit_xml_with_the_right_counts(report: Report) -> None:
    root = ElementTree.fromstring(FORMATS["junit"](report, View("en")))  # noqa: S314  # our own text
    errors = [r for r in report.results if r.code == "lod:syntax"]
    failures = [r for r in report.results if r.severity is Severity.VIOLATION and r not in errors]
    for tag, wanted in (("error", errors), ("failure", failures)):
        assert len(root.findall(f".//{tag}")) == len(wanted)
    assert root.get("failures") == str(len(failures))
    assert root.get("errors") == str(len(errors))
    assert int(root.get("tests", "")) == len(root.findall(".//testcase"))


@given(REPORTS)
def test_a_workflow_command_is_one_line_and_gives_the_message_back(report: Report) -> None:
    lines = FORMATS["github"](report, View("en")).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(report.results)
    for command, result in zip(commands, report.results, strict=True):
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", command)
        assert match
        message = "".join(c if c.isprintable() or c in "\r\n" else " " for c in result.message("en"))
        assert message in unquote(match[3])
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        assert unquote(properties["title"]) == result.code


class _Reader(HTMLParser):
    """Sees that each element is closed, and gathers the text and the addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@given(REPORTS)
def test_any_report_is_a_whole_page(report: Report) -> None:
    reader = _Reader()
    page = FORMATS["html"](report, View("de"))
    reader.feed(page)
    reader.close()
    assert reader.open == []
    assert set(reader.links) <= {"https://lod.example.org/x"}
    assert "<script" not in page


def test_a_page_tells_what_to_do_in_the_readers_language() -> None:
    report = validate(workspace("components"))
    page = FORMATS["html"](report, View("de"))
    assert '<html lang="de">' in page
    assert "Das muss geändert werden" in page
    assert "This must be changed" in FORMATS["html"](report, View("fr"))
    assert "<mark>&quot;12a&quot;</mark>" in page


def test_findings_of_a_kind_are_grouped_until_all_are_asked_for() -> None:
    results = tuple(
        Result("sh:In", Severity.WARNING, {"en": f"message {n}"}, origin=Origin("a.ttl", n + 1), shape="https://s/x")
        for n in range(9)
    )
    report = Report(results, ("a.ttl",), 9)
    short, whole = (FORMATS["text"](report, View("en", everything=every)) for every in (False, True))
    assert short.count("message") == 3
    assert "… and 6 more of this kind; --all shows them [sh:In]" in short
    assert whole.count("message") == 9
    assert "more of this kind" not in whole


def test_a_long_line_is_cut_around_what_is_meant(tmp_path: Path) -> None:
    text = f'@prefix s: <https://schema.org/> .\n<e/x> a s:Place ; s:slogan "{"x" * 3000}" , 5 ; s:geo 7 .\n'
    (tmp_path / "d.ttl").write_text(text)
    report = validate(workspace("broken", data=str(tmp_path / "d.ttl")))
    assert all(result.excerpt and len(result.excerpt.text) <= 160 for result in report.results)
