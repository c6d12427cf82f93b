"""A report as text, JSON and Turtle."""

import json
import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import SH

from lod.errors import Origin
from lod.validation import FORMATS, Report, Result, Severity, View, validate
from tests.validation.cases import CASES, workspace

FINE = Report(results=(), files=("a.ttl",), triples=1)


def test_json_has_the_documented_keys() -> None:
    """The keys that docs/report.md lists are those that are written, on both levels."""
    text = (Path(__file__).parent.parent.parent / "docs" / "report.md").read_text("utf-8")
    documented = [
        set(re.findall(r"^\| `(\w+)`", part, re.MULTILINE)) for part in re.split(r"^## ", text, flags=re.MULTILINE)
    ]
    document = json.loads(FORMATS["json"](validate(workspace("components")), View("de")))
    assert set(document) in documented
    assert all(set(result) in documented for result in document["results"])
    assert document["counts"] == {"violation": 21, "warning": 1, "info": 1}


def test_a_report_without_results_says_what_was_checked() -> None:
    """A reader sees that something was done, in the language asked for; others are answered in English."""
    assert FORMATS["text"](FINE, View("de-AT")) == "Nichts zu beanstanden: 1 Datei mit 1 Aussage geprüft.\n"
    assert FORMATS["text"](FINE, View("fr")) == "All is well: 1 file with 1 statement checked.\n"


def test_paths_are_relative_where_that_is_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a terminal or an editor can open them from where the command ran."""
    report = validate(workspace("components"))
    monkeypatch.chdir(CASES)
    assert FORMATS["text"](report, View("en")).startswith("components/data.ttl:5:1: violation: ")


@given(st.text())
def test_data_can_neither_forge_a_finding_nor_steer_the_terminal(text: str) -> None:
    """Whatever a message or a name holds, it stays on its line and brings no control characters."""
    result = Result("sh:In", Severity.INFO, {"en": text}, focus_name={"en": text}, origin=Origin("a.ttl", 1))
    written = FORMATS["text"](Report((result,), ("a.ttl",), 1), View("en"))
    assert written.count("\n") == 4
    assert written.replace("\n", "").isprintable()


def test_colours_are_there_when_asked_for() -> None:
    """Severities are told apart on a terminal, and nowhere else."""
    report = validate(workspace("components"))
    assert "\x1b[1;31mviolation\x1b[0m" in FORMATS["text"](report, View("en", colour=True))
    assert "\x1b" not in FORMATS["text"](report, View("en"))


def test_the_w3c_report_does_not_hide_what_could_not_be_read() -> None:
    """Findings of the project's own stand in it as results, so that it does not claim conformance."""
    root = CASES / "broken"
    config = workspace("broken", data="good.ttl")
    broken = validate(type(config)(root=root, data=(*config.data, root / "bad.ttl"), shapes=config.shapes))
    graph = rdflib.Graph().parse(data=FORMATS["turtle"](broken, View("en")))
    top = graph.value(predicate=rdflib.RDF.type, object=SH.ValidationReport)
    assert [str(value) for value in graph.objects(top, SH.conforms)] == ["false"]
    components = {str(c) for c in graph.objects(None, SH.sourceConstraintComponent)}
    assert components == {"lod:syntax", str(SH.MinCountConstraintComponent)}
    assert all(len(list(graph.objects(result, SH.focusNode))) == 1 for result in graph.objects(top, SH.result))


def test_severities_are_ordered_and_fails_looks_upwards() -> None:
    """A report with a warning fails at info and at warning, not at violation."""
    report = Report((Result("sh:In", Severity.WARNING, {"en": "x"}),), ("a.ttl",), 1)
    assert [report.fails(severity) for severity in Severity] == [True, True, False]
    assert not report.conforms
    assert FINE.conforms
    assert Severity.of("https://example.org/Grave") is Severity.VIOLATION


def test_the_hint_below_a_report_is_for_the_gravest_finding() -> None:
    """Wherever it stands."""
    results = tuple(
        Result(code=code, severity=severity, messages={"en": "x"})
        for code, severity in (("sh:MinCount", Severity.INFO), ("sh:Class", Severity.VIOLATION))
    )
    shown = FORMATS["text"](Report(results, ("a.ttl",), 2), View("en"))
    assert shown.endswith("lod validate --explain sh:Class\n")
