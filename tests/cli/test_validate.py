"""`lod validate`: formats, explanations, watching, exit codes."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lod.cli.validate import FORMATS, command
from lod.validation import FORMATS as WRITERS

STARTER = Path(__file__).parents[2] / "lod" / "cli" / "starter"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(STARTER, tmp_path / "w", ignore=shutil.ignore_patterns(".*"))
    return tmp_path / "w"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["--workspace", str(folder), *arguments], standalone_mode=False)


def test_the_formats_of_the_command_are_those_that_can_be_written() -> None:
    """They are listed there too, so that --help loads nothing."""
    assert tuple(WRITERS) == FORMATS


def test_exit_codes_tell_findings_from_what_could_not_be_read(folder: Path) -> None:
    assert run(folder).return_value == 0
    assert run(folder, "--fail-on", "info").return_value == 1
    (folder / "data" / "broken.ttl").write_text("<a> <b>")
    done = run(folder, "--format", "json", "--fail-on", "never")
    assert done.return_value == 2
    assert json.loads(done.stdout)["unreadable"]


def test_no_cache_keeps_nothing_and_says_the_same(folder: Path) -> None:
    """The report is the same from files, from memory and after a change; how it came is told beside it."""
    fresh = run(folder, "--no-cache", "--format", "json")
    assert not (folder / ".lod_cache").exists()
    first, second = (run(folder, "--format", "json") for _ in range(2))
    assert first.stdout == second.stdout == fresh.stdout
    assert (first.stderr, fresh.stderr) == ("", "")
    assert re.match(r"0 of \d+ files judged again", second.stderr)
    (folder / "data" / "more.ttl").write_text("<event/more> a <https://schema.org/Event> .\n")
    after = run(folder, "--format", "json").stdout
    assert after == run(folder, "--no-cache", "--format", "json").stdout != fresh.stdout


def test_an_explanation_needs_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["--explain", "lod:duplicate", "--lang", "de"], standalone_mode=False)
    assert done.return_value == 0
    assert "Zwei Menschen" in done.output
    assert "sh:MinCount" in CliRunner().invoke(command, ["--explain", "all"], standalone_mode=False).output


def test_watching_validates_again_and_outlives_faulty_settings(folder: Path) -> None:
    """Each change is answered, also one that breaks the settings and one that mends them."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from lod.cli import main; main()", "validate", "--watch", "--workspace", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    # A line that does not come must not hold up all other tests.
    alarm = threading.Timer(30, process.kill)
    alarm.start()
    try:
        assert "Watching" in process.stderr.readline()
        settings = (folder / "lod.toml").read_text()
        (folder / "lod.toml").write_text(f"nonsense = 1\n{settings}")
        assert "unknown key 'nonsense'" in process.stderr.readline()
        assert "Did you mean" in (line := process.stderr.readline()) or "The keys are" in line
        assert "lod.toml: validated again" in process.stderr.readline()
        time.sleep(0.3)
        (folder / "lod.toml").write_text(settings)
        assert "judged again" in process.stderr.readline()
        assert "lod.toml: validated again" in process.stderr.readline()
    finally:
        alarm.cancel()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        process.stderr.close()
