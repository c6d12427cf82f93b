"""A site has a search where pagefind is installed, made of its pages and nothing from elsewhere."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.graph import Graph
from lod.publishing import Site, Summary, artifacts, publish
from lod.publishing.disk import search
from lod.publishing.disk.target import MARKER
from lod.terms import SCHEMA
from tests.publishing.reading import Links
from tests.publishing.test_build import CONFIG, TRIPLES, VOCABULARY

needs_pagefind = pytest.mark.skipif(
    importlib.util.find_spec("pagefind") is None, reason="needs pagefind, of the extra `search`"
)


def _summary(output: Path, *more: ox.Triple, searched: bool = True) -> Summary:
    """Publish a small site."""
    return publish(CONFIG, output, graph=Graph([*TRIPLES, *more]), vocabulary=VOCABULARY, searched=searched)


def _index(output: Path) -> dict[str, bytes]:
    """Publish a small site, and return the files of its index."""
    _summary(output)
    folder = output / search.FOLDER
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@needs_pagefind
def test_the_index_is_the_same_each_time_and_made_only_when_something_changed(tmp_path: Path) -> None:
    first = _index(tmp_path / "a")
    assert {"pagefind.js", "pagefind-entry.json"} <= set(first)
    assert not any("ui" in name for name in first)
    assert _index(tmp_path / "b") == first
    folder = tmp_path / "a" / search.FOLDER
    (folder / "pagefind.js").write_bytes(b"as it was")
    assert _index(tmp_path / "a")["pagefind.js"] == b"as it was"
    (folder / "fragment" / "old.pf_fragment").write_bytes(b"of an index that is no more")
    (folder / "pagefind-entry.json").unlink()
    assert _index(tmp_path / "a") == first


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


@needs_pagefind
def test_the_index_is_counted_with_the_site_and_removed_with_the_search(tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = _summary(site)
    there = [path for path in site.rglob("*") if path.is_file() and path.name != MARKER]
    published = [path for path in there if ".lod" not in path.parts or "hosts" in path.parts]
    assert first.files == first.written == len(published)
    assert first.bytes == sum(path.stat().st_size for path in published)
    again = _summary(site)
    assert (again.files, again.bytes, again.written, again.removed) == (first.files, first.bytes, 0, 0)
    assert _summary(site, searched=False).removed > 3
    assert not (site / search.FOLDER).exists()


@needs_pagefind
def test_a_build_that_ended_before_the_index_was_made_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site" / search.FOLDER
    _summary(tmp_path / "site")
    before = {path.name for path in folder.rglob("*.pf_fragment")}
    node, name = ox.NamedNode(f"{CONFIG.base}event/lesenacht"), ox.NamedNode(f"{SCHEMA}alternateName")
    new = ox.Triple(node, name, ox.Literal("Vorlesenacht"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(search, "index", killed)
        with pytest.raises(KeyboardInterrupt):
            _summary(tmp_path / "site", new)
    assert _summary(tmp_path / "site", new).written > 0
    assert {path.name for path in folder.rglob("*.pf_fragment")} - before
