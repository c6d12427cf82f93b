"""Bad input gets a message that says where, what, and what to do; exit code 2; never a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def syntax_error(workspace: Path) -> None:
    (workspace / "data" / "x.ttl").write_text('<event/x> <https://schema.org/name> "no end .\n')


def unknown_prefix(workspace: Path) -> None:
    (workspace / "data" / "x.ttl").write_text("<event/x> a schema:Event .\n")


def wrong_encoding(workspace: Path) -> None:
    (workspace / "data" / "x.ttl").write_bytes('<event/x> <https://schema.org/name> "Straße" .\n'.encode("cp1252"))


def folder_as_file(workspace: Path) -> None:
    (workspace / "data" / "x.ttl").mkdir()
    (workspace / "data" / "lesenacht.ttl").unlink()


def empty_data(workspace: Path) -> None:
    (workspace / "data" / "lesenacht.ttl").write_text("# nothing yet\n")


def no_data(workspace: Path) -> None:
    (workspace / "data" / "lesenacht.ttl").unlink()


def unknown_key(workspace: Path) -> None:
    with (workspace / "lod.toml").open("r+") as file:
        text = file.read()
        file.seek(0)
        file.write(text.replace("languages =", "langauges ="))


FAULTS: list[tuple[Callable[[Path], None], str]] = [
    (syntax_error, "data/x.ttl:1:"),
    (unknown_prefix, "schema: has not been declared"),
    (wrong_encoding, "UTF-8"),
    (folder_as_file, "data"),
    (empty_data, "data"),
    (no_data, "data"),
    (unknown_key, "Did you mean 'languages'?"),
]


@pytest.mark.parametrize("command", [("validate",), ("publish",), ("query", "programme"), ("embed", "event/lesenacht")])
@pytest.mark.parametrize(("spoil", "said"), FAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_command_says_what_is_wrong_with_the_workspace(
    run: Run, starter: Path, command: tuple[str, ...], spoil: Callable[[Path], None], said: str
) -> None:
    spoil(starter)
    done = run(*command, cwd=starter)
    assert done.code == 2
    assert said in done.out + done.err
    assert "Traceback" not in done.err
    assert not (starter / "_site").exists()


def test_shapes_that_hold_no_shape_are_an_error(run: Run, starter: Path) -> None:
    (starter / "none.ttl").write_text('<a> <https://schema.org/name> "x" .\n')
    done = run("validate", "--shapes", "none.ttl", cwd=starter)
    assert (done.code, "shape" in done.err) == (2, True)


def test_a_command_outside_of_any_workspace_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    done = run("validate", cwd=tmp_path)
    assert (done.code, "lod init" in done.err) == (2, True)


def test_a_mistyped_command_gets_the_nearest_one(run: Run) -> None:
    done = run("validat")
    assert (done.code, "Did you mean 'validate'?" in done.err) == (2, True)


def test_an_unknown_node_gets_the_nearest_one(run: Run, starter: Path) -> None:
    done = run("embed", "person/musterman", cwd=starter)
    assert (done.code, "person/mustermann" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query",), "name one query"),
        (("query", "programm"), "Did you mean 'programme'?"),
        (("query", "SELECT ?x { ?x"), "1:"),
        (("query", "SELECT ?x { ?x foaff:name ?y }"), "foaf"),
        (("query", "programme", "--set", "x"), "--set 'x' is not NAME=VALUE"),
        (("query", "ASK { ?a ?b ?c }", "--format", "turtle"), "csv"),
        (("validate", "--text", "x"), "ARTICLE=FILE"),
        (("validate", "--text", "article/none=lod.toml"), "article/none"),
        (("embed", "event/lesenacht", "--output", "no/such/folder.html"), "cannot be written"),
        (("publish", "--output", "data"), "data"),
        (("publish", "--output", "lod.toml"), "lod.toml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_arguments_are_told_with_a_way_out(
    run: Run, starter: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = sorted(path for path in starter.rglob("*") if ".lod_cache" not in path.parts)
    done = run(*arguments, cwd=starter)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert sorted(path for path in starter.rglob("*") if ".lod_cache" not in path.parts) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so nothing is unwritable for it")
def test_an_output_folder_that_may_not_be_written_is_told(run: Run, starter: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = run("publish", "--output", closed / "site", cwd=starter)
    assert (done.code, "closed" in done.err) == (2, True)
