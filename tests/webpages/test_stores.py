"""What is done with web pages is the same from a real store as from the files, and takes few questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests

import lod
from lod.config import Store
from lod.graph.skolem import Skolem
from lod.webpages import Outcome
from lod.workspace import Workspace
from tests.benchmarks.corpus import Corpus
from tests.stores import oxigraph

ARTICLES = 60


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Workspace]]:
    """Yield the same corpus twice: in files, and in `oxigraph serve`."""
    folder = tmp_path_factory.mktemp("corpus")
    Corpus(ARTICLES).write(folder)
    files = lod.open(folder)
    named = list(Skolem(files.config.base).named(files.graph.triples()))
    with oxigraph() as address:
        data = ox.serialize(named, format=ox.RdfFormat.N_TRIPLES)
        headers = {"Content-Type": "application/n-triples"}
        requests.post(f"{address}/store?default", data=data, headers=headers, timeout=60).raise_for_status()
        yield files, Workspace(replace(files.config, store=Store(f"{address}/query")), store=True)


def test_the_blocks_of_all_pages_are_the_same_bytes_and_take_few_questions(
    workspaces: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    files, store = workspaces
    before = store.remote.round_trips
    written = store.embed_all(tmp_path / "store")
    things = len(files.graph.things(files.config.base))
    assert (store.remote.round_trips - before) / things < 0.05
    assert written.files == files.embed_all(tmp_path / "files").files > 2 * ARTICLES
    assert _content(tmp_path / "store") == _content(tmp_path / "files")


def test_pages_get_the_same_blocks_and_reports_and_take_few_questions(
    workspaces: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    made = {}
    for name, workspace in zip(("files", "store"), workspaces, strict=True):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(ARTICLES):
            link = f'<link rel="canonical" href="{workspace.config.base}article/a-{number}.html">'
            (folder / f"{number}.html").write_text(f"<!doctype html><head>{link}</head><body>x", "utf-8")
        outcomes = [placed.outcome for placed in workspace.embed_into([folder])]
        changed = folder / "7.html"
        changed.write_text(changed.read_text("utf-8").replace("Bericht 7", "Bericht 8"), "utf-8")
        found = workspace.check_pages([str(folder)]).results
        told = [(result.code, str(result.focus), result.messages["en"]) for result in found]
        made[name] = (outcomes, _content(folder), told)
    assert made["files"] == made["store"]
    assert made["store"][2], "a changed page differs"
    assert workspaces[1].remote.round_trips < ARTICLES


def test_pages_of_a_mapping_are_put_in_and_checked_together(
    workspaces: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    made = {}
    before = workspaces[1].remote.round_trips
    for name, workspace in zip(("files", "store"), workspaces, strict=True):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(ARTICLES):
            (folder / f"{number}.html").write_text("<!doctype html><title>x</title>", "utf-8")
        mapping = folder / "map.json"
        mapping.write_text(json.dumps({f"{number}.html": f"article/a-{number}" for number in range(ARTICLES)}))
        outcomes = {placed.outcome for placed in workspace.embed_into([folder], mapping=mapping)}
        report = workspace.check_pages([str(folder)], mapping=mapping)
        made[name] = (outcomes, _content(folder), report.conforms, len(report.files))
    assert made["files"] == made["store"]
    assert (made["store"][0], *made["store"][2:]) == ({Outcome.CHANGED}, True, ARTICLES)
    assert workspaces[1].remote.round_trips - before < ARTICLES / 2


def test_an_edit_between_the_reading_of_a_lot_of_pages_and_their_writing_stays(
    workspaces: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    store = workspaces[1]
    paths = [tmp_path / f"{number}.html" for number in range(3)]
    for number, path in enumerate(paths):
        link = f'<link rel="canonical" href="{store.config.base}article/a-{number}.html">'
        path.write_text(f"<!doctype html><head>{link}</head><body>x", "utf-8")
    placing = store.embed_into([tmp_path])
    # All of the lot have been read when the first is written.
    assert next(placing).path == paths[0]
    paths[2].write_text(paths[2].read_text("utf-8") + "<p>edited", "utf-8")
    assert {placed.path: placed.outcome for placed in placing} == dict.fromkeys(paths[1:], Outcome.CHANGED)
    assert paths[2].read_text("utf-8").endswith("<p>edited")
    assert "data-lod" in paths[2].read_text("utf-8")


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
