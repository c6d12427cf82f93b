"""`lod push` and `lod pull` say what they did, and --store asks what was pushed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.stores import Miniature, Reply, miniature


@pytest.fixture
def mini() -> Iterator[Miniature]:
    with miniature() as running:
        yield running


@pytest.fixture
def news(mini: Miniature, starter: Path) -> Path:
    """A workspace with a store."""
    with (starter / "lod.toml").open("a") as file:
        file.write(f'\n[store]\nquery = "{mini.address}/query"\nupdate = "{mini.address}/update"\ngraph = "urn:news"\n')
    return starter


def test_push_tells_what_it_did_and_would_do(run: Run, news: Path, mini: Miniature) -> None:
    foreseen = run("push", "--dry-run", cwd=news)
    assert foreseen.code == 0
    assert "would be added" in foreseen.out
    assert not list(mini.store)
    done = run("push", cwd=news)
    count = len(mini.triples("urn:news"))
    assert (done.code, done.out) == (0, f"{count} triples added, 0 removed\n")
    assert run("push", cwd=news).out == "0 triples added, 0 removed\n"
    mini.store.update("INSERT DATA { GRAPH <urn:news> { <urn:x> <urn:y> 1 } }")
    wrong = run("push", cwd=news)
    assert wrong.code == 1
    assert f"the store holds {count + 1} triples, and should hold {count}" in wrong.err
    assert "lod push --all" in wrong.err
    assert run("push", "--all", cwd=news).out == "0 triples added, 1 removed\n"


def test_data_that_is_not_valid_is_not_pushed(run: Run, news: Path, mini: Miniature) -> None:
    (news / "data" / "wrong.ttl").write_text("<event/x> a <https://schema.org/Event> .")
    done = run("push", cwd=news)
    assert done.code == 1
    assert "nothing was pushed" in done.err
    assert mini.asked == []


def test_questions_to_the_store_have_the_answers_of_the_files(run: Run, news: Path, mini: Miniature) -> None:
    assert run("push", cwd=news).code == 0
    for command in (
        ("query", "kinds"),
        ("query", "SELECT ?s ?name { ?s a schema:Event ; schema:name ?name } ORDER BY ?s ?name", "--format", "table"),
        ("embed", "event/lesenacht", "--format", "json"),
    ):
        mini.asked.clear()
        files = run(*command, cwd=news)
        assert mini.asked == []
        store = run(*command, "--store", cwd=news)
        assert mini.asked
        assert (store.code, store.out) == (files.code, files.out) == (0, files.out)
    shutil.rmtree(news / "data")
    assert run("query", "kinds", cwd=news).code == 0


def test_pull_writes_the_files_back(run: Run, news: Path, tmp_path: Path) -> None:
    run("push", cwd=news)
    done = run("pull", "--output", tmp_path / "copy", cwd=news)
    assert done.code == 0
    names = {path.name for path in (tmp_path / "copy" / "data").iterdir()}
    assert names == {path.name for path in (news / "data").iterdir()}
    refused = run("pull", cwd=news)
    assert refused.code == 2
    assert "--force" in refused.err
    assert run("pull", "--force", cwd=news).code == 0
    assert run("push", cwd=news).out == "0 triples added, 0 removed\n"


def test_without_a_store_the_settings_are_explained(run: Run) -> None:
    for command in (("push",), ("pull",), ("query", "kinds", "--store")):
        done = run(*command)
        assert done.code == 2
        assert "[store]" in done.err


def test_no_password_is_ever_shown(run: Run, news: Path, mini: Miniature, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOD_STORE_USER", "me")
    monkeypatch.setenv("LOD_STORE_PASSWORD", "hush-hush")
    mini.fault = lambda _: Reply(401, {"WWW-Authenticate": "Basic"}, b"who is hush-hush?"[:6])
    done = run("push", cwd=news)
    assert done.code == 2
    assert "is not right" in done.err
    assert "hush-hush" not in done.out + done.err


def test_on_which_page_a_thing_stands_is_not_told_from_the_store(run: Run, news: Path) -> None:
    assert run("push", cwd=news).code == 0
    done = run("embed", "event/lesenacht", "--page", "--store", cwd=news)
    assert done.code == 2
    assert "store" in done.err


def test_blocks_of_all_pages_are_the_same_from_the_store(run: Run, news: Path) -> None:
    assert run("push", cwd=news).code == 0
    for where in ("--store", "--no-store"):
        assert run("embed", "--all", "--output", f"blocks{where}", where, cwd=news).code == 0
    assert _files(news / "blocks--store") == _files(news / "blocks--no-store") != {}


def test_pages_get_the_same_blocks_from_the_store_and_are_checked_by_it(run: Run, news: Path) -> None:
    assert run("push", cwd=news).code == 0
    reports = {}
    for where in ("--store", "--no-store"):
        folder = news / f"site{where}"
        folder.mkdir()
        for name, head in PAGES.items():
            (folder / name).write_text(f"<!doctype html><html>{head}<title>x</title><body>y", "utf-8")
        placed = run("embed", "--into", folder, where, cwd=news)
        assert (placed.code, "3 changed, 2 skipped" in placed.err) == (0, True), placed.err
        (folder / "drifted.html").write_text((folder / "own.html").read_text("utf-8").replace("Lesenacht", "Lesetag"))
        checked = run("embed", "--check", folder, where, "--format", "json", cwd=news)
        assert checked.code == 1
        reports[where] = checked.out.replace(where, "")
    assert _files(news / "site--store") == _files(news / "site--no-store")
    assert reports["--store"] == reports["--no-store"]


PAGES = {
    "own.html": '<link rel="canonical" href="https://news.example/event/lesenacht.html">',
    "stated.html": '<meta property="og:url" content="http://news.example/berichte/lesenacht/">',
    "person.html": '<html lang="en"><link rel="canonical" href="https://news.example/person/mustermann">',
    "other.html": '<link rel="canonical" href="https://elsewhere.example/">',
    "none.html": "",
}


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
