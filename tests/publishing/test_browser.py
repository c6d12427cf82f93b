"""What a browser and a validator find wrong with the pages: nothing.

tests/publishing/browser/install brings what this needs; where it is missing, the tests are skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lod import config as configuration
from lod.publishing import publish
from lod.publishing.disk import search
from lod.workspace import Workspace
from tests.publishing.conftest import CASES

TOOLS = Path(__file__).parent / "browser"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(
    not (NODE and (TOOLS / "node_modules").is_dir()),
    reason="needs node and its packages: tests/publishing/browser/install",
)
needs_browser = pytest.mark.skipif(not BROWSER, reason="needs chromium: tests/publishing/browser/install")

#: One page of each kind: of this repository's own facts, and of the cases.
OWN = (
    "index.html", "index/schema-Event.html", "article/staatssekretaerin-im-ki-kreis-olpe.html",
    "event/station-olpe.html", "person/serap-gueler.en.html", "organization/regionales-bildungsnetzwerk.html",
    "place/olpe.html", "quotation/gueler-neue-struktur.html", "image/gemeinsames-foto-olpe.html", "ontology.html",
    "ontology/Office.html", "shapes/Event.html", "report.html", "dataset.html",
)  # fmt: skip
KINDS = ("series/bus.html", "topic/lesen.html", "project/bus.html")
THIRD = ("event/lesenacht.ar.html", "event/lesenacht.fr.html")


def _published(workspace: Path, output: Path) -> Path:
    opened = Workspace(configuration.load(workspace))
    graph, vocabulary = opened.graph, opened.vocabulary
    publish(opened.config, output, graph=graph, vocabulary=vocabulary, searched=True, report=opened.validate())
    return output


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sites")
    repository = TOOLS.parent.parent.parent
    workspaces = {"own": repository, "kinds": CASES / "kinds", "third": CASES / "third"}
    return {name: _published(workspace, folder / name) for name, workspace in workspaces.items()}


def _run(*command: str | Path) -> Any:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=TOOLS, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def _audit(site: Path, pages: Sequence[str]) -> list[dict[str, str]]:
    findings: list[dict[str, str]] = _run(NODE or "", "audit.mjs", BROWSER or "", site, *pages)
    return findings


@needs_node
@needs_browser
@pytest.mark.parametrize(("name", "pages"), [("own", OWN), ("kinds", KINDS), ("third", THIRD)])
def test_a_browser_finds_nothing_wrong(sites: dict[str, Path], name: str, pages: Sequence[str]) -> None:
    assert _audit(sites[name], pages) == []


@needs_node
@needs_browser
@pytest.mark.skipif(search.version() is None, reason="needs pagefind, of the extra `search`")
def test_the_search_finds_what_a_reader_looks_for(sites: dict[str, Path]) -> None:
    assert (
        _audit(sites["own"], ["search.html?q=Kreishaus > Besuch im Kreishaus", "search.en.html?q=picture > Group"])
        == []
    )


@needs_node
@needs_browser
def test_the_browser_would_find_what_is_wrong(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><title>x</title><body><p style='color: #ccc; width: 900px'>pale</p>"
        "<img src='missing.png'><script>alert(1)</script>"
    )
    (tmp_path / "bad.html").write_text(page)
    found = " ".join(finding["what"] for finding in _audit(tmp_path, ["bad.html"]))
    assert all(word in found for word in ("color-contrast", "image-alt", "wider", "dialog", "404"))


@needs_node
def test_a_validator_finds_nothing_wrong_with_any_page(sites: dict[str, Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<p><div></p>")
    program = TOOLS / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    checked = _run(
        NODE or "", program, "--config", "htmlvalidate.json", "--formatter", "json", bad,
        sites["own"] / "**" / "*.html",
        *(sites[name] / page for name, pages in (("kinds", KINDS), ("third", THIRD)) for page in pages),
    )  # fmt: skip
    assert [Path(result["filePath"]).name for result in checked] == ["bad.html"]
