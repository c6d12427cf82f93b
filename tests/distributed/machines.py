"""Schedulers and workers of Dask on loopback, for tests and measurements."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import distributed


class Machines:
    """A scheduler and workers, each a process of its own on loopback."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._processes: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def __enter__(self) -> Machines:
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
        self.address = _until(lambda: _word(self._log.read_text(), "tcp://127.0.0.1:"))
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait(10)

    def worker(self, **variables: str) -> subprocess.Popen[bytes]:
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1",
            "--memory-limit", "0", **variables,
        )  # fmt: skip

    def _start(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                stdout=log, stderr=log, env={**os.environ, **variables}, cwd=self._log.parent,
            )  # fmt: skip
        self._processes.append(process)
        return process


def _until(find: Callable[[], str]) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := find():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come up")


def _word(text: str, start: str) -> str:
    return next((word for word in text.split() if word.startswith(start)), "")


def ready(machines: Machines, workers: int) -> None:
    """Wait until so many workers are there."""
    client: Any = distributed.Client(machines.address, set_as_default=False)  # type: ignore[no-untyped-call]  # its own
    with client:
        client.wait_for_workers(workers, timeout=60)
