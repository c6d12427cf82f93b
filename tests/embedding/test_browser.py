"""A real browser reads documents back out of a page: whatever the data says, it comes through unchanged."""

from __future__ import annotations

import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lod.embedding import FORMATS
from lod.graph import Graph
from lod.terms import SCHEMA
from tests.embedding.graphs import ROOT, case, embedder, node
from tests.embedding.test_formats import TEXTS

_FOUND = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
CHROMIUM = next((path for path in _FOUND if path), "")

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium: apt-get install chromium")

# What each block holds, as the browser's own JSON reader finds it, written so that nothing in it can be markup.
_READER = """<script>
const found = [...document.querySelectorAll('script[type="application/ld+json"]')].map(s => JSON.parse(s.textContent));
const escaped = c => "\\\\u" + c.charCodeAt(0).toString(16).padStart(4, "0");
const text = JSON.stringify(found).replace(/[^ -~]|[<>&]/g, escaped);
document.body.innerHTML = '<pre id="found"></pre>';
document.getElementById("found").textContent = text;
</script>"""


class _Found(HTMLParser):
    text = ""

    def handle_data(self, data: str) -> None:
        self.text += data if data.lstrip().startswith("[") else ""


def _read_back(elements: list[str], folder: Path) -> list[Any]:
    page = folder / "page.html"
    head = f"<!doctype html><html><head><meta charset=utf-8><title>x</title>{''.join(elements)}</head>"
    page.write_text(f"{head}<body>{_READER}</body></html>", "utf-8", newline="")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run([*command, "--dump-dom", page.as_uri()], capture_output=True, timeout=60, check=True)
    dom = done.stdout.decode()
    found = _Found()
    found.feed(dom[dom.index('<pre id="found">') :])
    result: list[Any] = json.loads(found.text)
    return result


def test_chromium_reads_the_documents_of_the_case(tmp_path: Path) -> None:
    made = [embedder(case()).document(node(name)) for name in ("article/concert", "event/concert")]
    elements = [FORMATS["script"](made[0]), FORMATS["script"](made[1], True)]
    assert _read_back(elements, tmp_path) == [document.tree for document in made]


@settings(max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=200, max_size=200))
def test_hostile_texts_survive_the_way_through_chromium(tmp_path_factory: Any, texts: list[str]) -> None:
    made = [
        embedder(Graph([ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}name"), ox.Literal(text))])).document(ROOT)
        for text in texts
    ]
    folder = tmp_path_factory.mktemp("browser")
    assert _read_back([FORMATS["script"](document) for document in made], folder) == [d.tree for d in made]
