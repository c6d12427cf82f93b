"""Validating this repository's own data, an article's, as one does at a desk: the whole process, to its end.

Whatever finds something has to import pyshacl, which writes the report: the yardstick is a process that does no more.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.contest import Clock, Contest

ROOT = Path(__file__).parents[2]
RUNS = 5


def lod_validate(workspace: Path, clock: Clock) -> None:
    _processes(clock, workspace, "from lod.cli import main; main()", "validate", "--no-cache")


def import_pyshacl(workspace: Path, clock: Clock) -> None:
    _processes(clock, workspace, "import pyshacl")


def _processes(clock: Clock, workspace: Path, code: str, *arguments: str) -> None:
    """Run Python some times, with all bytecode at hand, as it is once a program has run: the first run counts not."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(workspace / "bytecode")
    for run in range(RUNS + 1):
        before = _spent()
        command = [sys.executable, "-c", code, *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        if run:
            clock.seconds += _spent() - before
            clock.units += 1


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


CONTEST = Contest(
    title="Validate this repository's data, a process each",
    unit="run",
    base="import pyshacl",
    contenders={"import pyshacl": import_pyshacl, "lod validate --no-cache": lod_validate},
)
