"""The README says what is true: its commands run, its examples print what they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, run

__all__ = ["run"]  # the fixture, at home with the tests of the commands

README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = list(re.findall(r"```console\n(.*?)```", README, re.S))


@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: block.partition("\n")[0])
def test_an_example_prints_what_the_readme_shows(run: Run, block: str) -> None:
    command, _, shown = block.removeprefix("$ ").partition("\n")
    arguments = shlex.split(command)
    missing = [
        part for part in arguments if part.startswith("article/") and not (ROOT / part.partition("=")[2]).exists()
    ]
    if missing:
        pytest.skip("the article's text is not part of the repository and not beside it")
    done = run(*arguments[1:])
    # "..." stands for lines that the README leaves out.
    pattern = re.escape(shown.strip()).replace(re.escape("..."), ".*")
    assert re.fullmatch(pattern, done.out.strip(), re.S), done.out


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = re.findall(r"```python\n(.*?)```", README, re.S)
    exec(example, {})  # noqa: S102  # the README's own code, which is what is tested


def test_the_two_commands_are_those_that_ci_runs() -> None:
    commands = re.findall(r"```sh\n(python3 -m venv.*?)\n```", README)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_command_is_in_the_readme() -> None:
    from lod.cli import COMMANDS

    for command in COMMANDS:
        assert f"`lod {command}" in README


def test_what_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_readmes_settings_are_accepted(tmp_path: Path) -> None:
    from lod import config

    (settings,) = re.findall(r"```toml\n(.*?)```", README, re.S)
    (tmp_path / "lod.toml").write_text(settings.replace("https://...", "https://news.example/"), "utf-8")
    assert config.load(tmp_path).publisher is not None
