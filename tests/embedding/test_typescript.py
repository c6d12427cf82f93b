"""schema-dts, Google's types of schema.org for TypeScript, judges documents: tsc must find nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import lod
from lod.embedding import FORMATS, WebPage, on_page
from tests.embedding.graphs import case, embedder, node

TYPESCRIPT = Path(__file__).parent / "typescript"
TSC = TYPESCRIPT / "node_modules" / ".bin" / "tsc"

pytestmark = pytest.mark.skipif(
    not TSC.exists() or shutil.which("node") is None,
    reason="schema-dts is not installed: npm ci --prefix tests/embedding/typescript",
)


def _complaints(documents: list[str], folder: Path) -> str:
    lines = [f"const d{number}: WithContext<Thing> = {text};" for number, text in enumerate(documents)]
    exported = f"export {{ {', '.join(f'd{number}' for number in range(len(lines)))} }};"
    file = folder / "documents.ts"
    file.write_text("\n".join(['import type { Thing, WithContext } from "schema-dts";', *lines, exported]), "utf-8")
    (folder / "node_modules").symlink_to(TYPESCRIPT / "node_modules")
    done = subprocess.run(
        [TSC, "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", file], capture_output=True, text=True
    )
    return done.stdout


def test_tsc_finds_nothing_wrong_with_documents(tmp_path: Path) -> None:
    made = [embedder(case()).document(node(name)) for name in ("article/concert", "event/concert", "person/one")]
    page = WebPage("https://site.example/x", "X", "de", (("Start", "https://site.example/"),))
    workspace = lod.open(Path(__file__).parents[2])
    made += [workspace.embed(name) for name in ("event/station-olpe", "organization/kreis-olpe", "place/kreis-olpe")]
    assert _complaints([FORMATS["json"](on_page(document, page)) for document in made], tmp_path) == ""


def test_tsc_finds_what_is_wrong(tmp_path: Path) -> None:
    wrong = '{"@context": "https://schema.org", "@type": "Event", "startDate": {"@type": "Place"}}'
    assert "startDate" in _complaints([wrong], tmp_path)
