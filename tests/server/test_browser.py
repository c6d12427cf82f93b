"""The query page in a real browser that runs no scripts, as a journalist uses it.

tests/publishing/browser/install brings what this needs; where it is missing, the test is skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.server.running import Server

TOOLS = Path(__file__).parents[1] / "publishing" / "browser"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NODE = shutil.which("node")


@pytest.mark.skipif(not BROWSER, reason="needs chromium: tests/publishing/browser/install")
@pytest.mark.skipif(
    not (NODE and (TOOLS / "node_modules").is_dir()),
    reason="needs node and its packages: tests/publishing/browser/install",
)
def test_a_person_asks_in_the_browser(server: Server) -> None:
    """By form with a value, the answer's link followed; in SPARQL with chart and downloads; a fault with its place."""
    command = [NODE or "", str(Path(__file__).with_name("ask.mjs")), BROWSER or "", server.address]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TOOLS, timeout=120)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)

    assert seen["wrong"] == []
    named = seen["named"]
    assert named["address"] == f"{server.address}queries/guests?event=event%2Ffair&lang=en"
    assert named["title"] == "Who was there?"
    assert named["rows"] == [["Ada Probst"], ["Jürgen Löhr"]]
    assert seen["followed"] == {"address": f"{server.address}person/ada.en.html", "title": "Ada Probst"}

    assert seen["chart"]["chart"] > 100, "its width in pixels: it has come and is drawn"
    assert ["Person", "3"] in seen["chart"]["rows"]
    media_types = ("text/csv", "text/tab-separated-values", "application/sparql-results+json")
    assert [
        (status, media_type.partition(";")[0], full) for status, media_type, full in seen["chart"]["downloads"]
    ] == [(200, media_type, True) for media_type in (*media_types, "application/sparql-results+xml", "image/svg+xml")]

    assert seen["fault"]["kept"] == "SELEKT ?x\nWHERE { ?x ?y ?z }"
    assert "query:3:21: unknown prefix 'nope:'" in seen["second"]
