"""docs/embedding.md: its commands for a single thing run, and its settings are valid."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from lod.config import load
from tests.cli.conftest import ROOT, Run, run

TEXT = (ROOT / "docs" / "embedding.md").read_text("utf-8")
COMMANDS = [line for line in re.findall(r"^lod (embed event/[^\n]*?)(?: {2,}|$)", TEXT, re.M) if "--into" not in line]

__all__ = ["run"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_documented_commands_run(run: Run, command: str) -> None:
    assert run(*shlex.split(command)).code == 0


def test_the_documented_settings_are_valid(tmp_path: Path) -> None:
    settings = "\n".join(re.findall(r"```toml\n(.*?)```", TEXT, re.S))
    (tmp_path / "contexts").mkdir()
    (tmp_path / "contexts" / "example.jsonld").write_text("{}")
    (tmp_path / "lod.toml").write_text(f'base = "https://x.example/"\n{settings}', "utf-8")
    config = load(tmp_path)
    assert set(config.embed) == {"Person", "Event"}
    assert set(config.contexts) == {"https://example.org/context"}
