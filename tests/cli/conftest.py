"""Commands are run as a shell would run them, in this process: arguments in, exit code and both streams out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lod.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """Turn the garbage collector on again, which a command leaves off where the process ends with it."""
    yield
    gc.enable()


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs `lod` with arguments, in the folder `cwd` (by default this repository)."""

    def run_(*arguments: str | Path, cwd: Path = ROOT) -> Done:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["lod", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return Done(int(ended.value.code or 0), out.decode(), err.decode())

    return run_


@pytest.fixture
def starter(run: Run, tmp_path: Path) -> Path:
    """A workspace as `lod init` makes it."""
    assert run("init", tmp_path / "news").code == 0
    return tmp_path / "news"
