"""A site has a search where pagefind is installed, made of its pages and nothing from elsewhere."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from lod.publishing import Site, artifacts, publish
from lod.publishing.disk import search
from lod.workspace import Workspace
from tests.publishing.reading import Links

needs_pagefind = pytest.mark.skipif(
    importlib.util.find_spec("pagefind") is None, reason="needs pagefind, of the extra `search`"
)


def _publish(workspace: Workspace, output: Path) -> dict[str, bytes]:
    publish(workspace.config, output, graph=workspace.graph, vocabulary=workspace.vocabulary, searched=True)
    folder = output / search.FOLDER
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@needs_pagefind
def test_the_index_is_the_same_each_time_and_made_only_when_something_changed(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = _publish(workspace, tmp_path / "a")
    assert {"pagefind.js", "pagefind-entry.json"} <= set(first)
    assert not any("ui" in name for name in first)
    assert _publish(workspace, tmp_path / "b") == first
    folder = tmp_path / "a" / search.FOLDER
    (folder / "pagefind.js").write_bytes(b"as it was")
    assert _publish(workspace, tmp_path / "a")["pagefind.js"] == b"as it was"
    (folder / "fragment" / "old.pf_fragment").write_bytes(b"of an index that is no more")
    (folder / "pagefind-entry.json").unlink()
    assert _publish(workspace, tmp_path / "a") == first


def test_only_the_page_of_the_search_may_run_the_sites_own_scripts(site: Site) -> None:
    files = {artifact.path: artifact.content for artifact in artifacts(replace(site, searched=True))}
    pages = {path: content.decode() for path, content in files.items() if path.endswith(".html")}
    allowed = {path for path, page in pages.items() if "script-src" in page}
    assert allowed == {"search.html", "search.en.html"}
    assert "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" in pages["search.html"]
    assert "../search.html" in Links(pages["event/lesenacht.html"].encode()).found


def test_without_it_no_page_leads_to_a_search(files: dict[str, bytes]) -> None:
    assert not any(path.startswith("search") for path in files)
    assert b"search.html" not in files["index.html"]
