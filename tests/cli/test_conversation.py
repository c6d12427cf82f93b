"""On a terminal, questions are asked one after the other; a fault ends nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

import lod
from lod import Workspace
from lod.cli.asking import Asking
from lod.cli.conversation import complete, completer, converse
from lod.config import bare
from lod.query import find
from lod.query.suggesting import Suggestions

Told = tuple[str, str]


def talk(keys: str, workspace: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Told:
    with create_pipe_input() as keyboard:
        keyboard.send_text(keys)
        converse(Asking(lod.open(workspace), "en"), input=keyboard, output=DummyOutput())
    out, err = capfdbinary.readouterr()
    return out.decode(), err.decode()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, for the history."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_queries_in_sparql_and_by_name_are_answered(
    starter: Path, capfdbinary: pytest.CaptureFixture[bytes], home: Path
) -> None:
    keys = "SELECT ?e {\r?e a schema:Event\r}\rat-place place=place/bibliothek\r.quit\r"
    out, _ = talk(keys, starter, capfdbinary)
    assert out.splitlines()[1].endswith("event/lesenacht")
    assert "2026-06-12" in out
    assert "schema:Event" in (home / "lod" / "history").read_text()


def test_faults_are_told_and_the_next_question_is_answered(
    starter: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    keys = "SELEKT * {}\rat-place place=nowhere\rat-place 'x\r.nonsense\r.format pdf\rASK {}\r\x04"
    out, err = talk(keys, starter, capfdbinary)
    assert out == "true\r\n"
    for told in ("Did you mean SELECT?", "the data knows no 'nowhere'", "Close the quote", ".help shows", "Formats:"):
        assert told in err


def test_settings_hold_for_what_follows(starter: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out, _ = talk(".format json\r.limit 1\rkinds\r.format\r.limit\rkinds\r\x04", starter, capfdbinary)
    first, _, rest = out.partition("\n")
    assert first.count('"kind":{') == 1
    assert rest.startswith("kind,things")
    assert len(rest.splitlines()) > 2


def test_help_and_the_list_are_shown(starter: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    out, _ = talk(".help\r.list\r.list at-place\r\x04", starter, capfdbinary)
    for shown in ("Tab completes", "  What happened", "--set place="):
        assert shown in out


def test_tab_completes(starter: Path) -> None:
    workspace = lod.open(starter)
    suggestions = Suggestions(workspace.graph, workspace.config, find(workspace.config))
    [found] = completer(suggestions).get_completions(Document("at-place place=place/bib"), CompleteEvent())
    assert (found.text, found.start_position) == ("place/bibliothek", -len("place/bib"))


def test_an_endpoint_needs_no_workspace(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    nowhere = Asking(Workspace(bare(tmp_path)), "en", endpoint="http://127.0.0.1:1/")
    with create_pipe_input() as keyboard:
        keyboard.send_text("ASK {}\r\x04")
        converse(nowhere, input=keyboard, output=DummyOutput())
    assert b"cannot be reached" in capfdbinary.readouterr().err


def test_ctrl_c_empties_the_line(starter: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert talk("SELECT * {\x03ASK {}\r\x04", starter, capfdbinary)[0] == "true\r\n"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("", True), (".list", True), ("offices", True), ("offices person=x", True),
        ("SELECT *", True), ("SELECT * {", False), ("SELECT * { ?s ?p '}'", False), ("SELECT *\n{ }", True),
        ("SELECT * { FILTER(", False), ("ASK {}", True),
    ],
)  # fmt: skip
def test_a_question_is_whole_when_its_brackets_are_closed(text: str, whole: bool) -> None:
    assert complete(text) is whole
