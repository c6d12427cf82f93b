"""docs/queries.md says what is true: its commands and its Python run on this repository."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from lod.query import read
from tests.cli.conftest import Run, run

__all__ = ["run"]  # the fixture, at home with the tests of the commands

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "queries.md").read_text("utf-8")
# What stands behind four blanks says what the command is for.
COMMANDS = [re.split(r"\s{4,}", line)[0] for line in re.findall(r"^lod query.*", DOCS, re.M)]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_docs_runs(run: Run, tmp_path: Path, command: str) -> None:
    arguments = shlex.split(command)[1:]
    if arguments == ["query"]:
        pytest.skip("it needs a terminal; tests/cli/test_conversation.py talks to it")
    if "--endpoint" in arguments:
        pytest.skip("there is no network; tests/query/test_endpoint.py asks real endpoints")
    if any(argument.endswith(".png") for argument in arguments):
        pytest.importorskip("resvg_py", reason="resvg-py is not installed: pip install 'lod[png]'")
    (tmp_path / "question.rq").write_text("SELECT ?person { ?person a schema:Person }")
    placed = [
        str(tmp_path / argument) if before in ("-o", "-f") else argument
        for before, argument in zip(["", *arguments], arguments, strict=False)
    ]
    done = run(*placed)
    assert done.code == 0, done.err
    assert done.out or any(path.name != "question.rq" for path in tmp_path.iterdir())


def test_the_python_of_the_docs_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    code = "\n".join(re.findall(r"```python\n(.*?)```", DOCS, re.S))
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102  # the docs' own code, which is what is tested
    assert names["rows"]
    assert capsys.readouterr().out.startswith("('person', ")


def test_the_named_query_of_the_docs_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```sparql\n(#%.*?)```", DOCS, re.S)
    (tmp_path / "statements.rq").write_text(example, "utf-8")
    assert [parameter.name for parameter in read(tmp_path / "statements.rq").parameters] == ["person", "language"]
