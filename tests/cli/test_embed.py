"""`lod embed` and `lod harvest` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import ROOT, Run

PAGE = (
    '<!doctype html><html lang="en"><head><link rel="canonical" href="https://lod.example.org/event/station-olpe.html">'
)


def test_put_in_checked_changed_and_checked_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"{PAGE}</head><body>", "utf-8")
    assert run("embed", "--check", path).code == 1
    assert "1 changed" in run("embed", "--into", tmp_path).err
    assert "1 unchanged" in run("embed", "--into", path).err
    assert run("embed", "--check", path, "--format", "json").code == 0
    path.write_text(path.read_text("utf-8").replace("visit to Olpe", "trip to Olpe"), "utf-8")
    done = run("embed", "--check", path, "--lang", "en")
    assert done.code == 1
    assert "the page says “The state secretary's trip to Olpe”" in done.out


def test_many_pages_can_be_named_as_a_shell_does_and_one_refused_is_exit_code_1(run: Run, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(f"{PAGE}</head><body>", "utf-8")
    (tmp_path / "c.html").write_text("text", "utf-8")
    done = run("embed", "--into", tmp_path / "a.html", tmp_path / "b.html", tmp_path / "c.html")
    assert done.code == 1
    assert "2 changed, 1 refused" in done.err


def test_a_page_that_is_not_there_is_no_node_and_an_iri_is_no_page_to_change(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><title>x</title>", "utf-8")
    done = run("embed", "--check", path, tmp_path / "none.html", "--format", "json")
    assert done.code == 2
    assert "No such file" in done.out
    assert "1 changed" in run("embed", "https://lod.example.org/event/station-olpe", "--into", path).err


def test_a_web_address_is_written_as_it_is_in_every_report(run: Run) -> None:
    for format in ("text", "json", "sarif", "junit"):
        done = run("embed", "--check", "http://127.0.0.1:1/x", "--format", format)
        assert done.code == 2
        assert "http://127.0.0.1:1/x" in done.out


def test_options_that_do_not_go_together_are_refused(run: Run, tmp_path: Path) -> None:
    assert run("embed", "--all", "--into", tmp_path).code == 2
    assert run("embed", "event/station-olpe", "--format", "sarif").code == 2
    assert run("embed", "--all").code == 2
    assert run("embed").code == 2
    assert run("embed", "event/a", "event/b", "--into", tmp_path).code == 2


def test_indented_compact_with_page_with_all_terms(run: Run) -> None:
    plain = json.loads(run("embed", "event/station-olpe", "--format", "json").out)
    compact = run("embed", "event/station-olpe", "--format", "json", "--compact").out
    assert (json.loads(compact), compact.count("\n")) == (plain, 1)
    page = json.loads(run("embed", "event/station-olpe", "--format", "json", "--page").out)
    assert page["mainEntityOfPage"]["breadcrumb"]["itemListElement"][2]["position"] == 3
    everything = run("embed", "event/station-olpe", "--format", "json", "--all-terms").out
    assert "prov:hadPrimarySource" in everything
    assert "prov:" not in json.dumps(plain)


def test_harvest_writes_turtle_and_never_twice(run: Run, tmp_path: Path) -> None:
    page = ROOT / "tests" / "cases" / "webpages" / "microdata.html"
    assert run("harvest", page, "--output", tmp_path).code == 0
    (file,) = tmp_path.glob("*.ttl")
    assert "event:sommerfest a schema:Event" in file.read_text("utf-8")
    other = ROOT / "tests" / "cases" / "webpages" / "jsonld.html"
    done = run("harvest", page, other, "--output", tmp_path)
    assert (done.code, len(list(tmp_path.glob("*.ttl")))) == (2, 2)
    assert "there is such a file already" in done.err
    assert "event:sommerfest" in run("harvest", page, "--print").out


def test_harvest_tells_a_page_that_says_nothing_from_one_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    silent = tmp_path / "silent.html"
    silent.write_text("<!doctype html><title>x</title><p>y", "utf-8")
    done = run("harvest", silent, "--print")
    assert (done.code, "says nothing in schema.org's terms" in done.err) == (1, True)
    for unreadable, remedy in (
        (tmp_path / "none.html", "Check the spelling of the path"),
        (tmp_path, "It is a folder: name the pages in it"),
        ("ftp://press.example/fest.html", "Write https://..., or the path of a file."),
    ):
        done = run("harvest", silent, unreadable, "--print")
        assert (done.code, remedy in done.err) == (2, True), done.err
