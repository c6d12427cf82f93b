"""What the validation found has a page, for those who want to know how far the facts can be trusted."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from lod.publishing import Site, artifacts
from lod.validation import Report
from lod.workspace import Workspace
from tests.publishing.reading import text


@pytest.fixture(scope="module")
def report(workspace: Workspace) -> Report:
    return workspace.validate()


def _page(site: Site, report: Report) -> str:
    return next(text(a.content) for a in artifacts(replace(site, report=report)) if a.path == "report.html")


def test_findings_stand_by_what_they_weigh_with_their_thing_and_message(site: Site, report: Report) -> None:
    said = _page(site, report)
    assert f"wurden {report.triples} Angaben gegen die Anforderungen geprüft" in said
    result = report.results[0]
    assert " ".join(result.message("de").split()) in said
    assert "http" not in said.partition("Für Maschinen")[0]


def test_a_thing_with_several_findings_is_named_once(site: Site, report: Report) -> None:
    first, second = report.results[0], replace(report.results[0], messages={"de": "Noch etwas fehlt."})
    other = replace(first, focus=ox.NamedNode(f"{site.config.base}person/ada-winter"), messages={"de": "Auch hier."})
    said = _page(site, replace(report, results=(first, other, second)))
    assert "Noch etwas fehlt. Ada Winter Auch hier." in said


def test_a_report_without_findings_says_so(site: Site, report: Report) -> None:
    assert "Alles war in Ordnung." in _page(site, replace(report, results=()))


def test_many_findings_are_cut_and_counted(site: Site, report: Report) -> None:
    said = _page(site, replace(report, results=(report.results[0],) * 250))
    assert "… und 50 weitere" in said
