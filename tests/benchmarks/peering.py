"""Pages about things, beside another publisher of linked data in Python: shmarql, on the same engine.

A thing's address is asked for as a browser does, and followed to its page; each thing once, then all of them again.

    python -m venv PEER && PEER/bin/pip install shmarql==0.64 fastlite      (it needs the second, but does not say so)
    LOD_SHMARQL=PEER/bin/python python -m tests.benchmarks peering
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lod import config as configuration
from lod.workspace import Workspace
from tests.benchmarks.asking import wait
from tests.benchmarks.contest import Clock, Contender, Contest
from tests.benchmarks.corpus import BASE
from tests.benchmarks.serving import prepared
from tests.server.running import processor_seconds, serving

THINGS = tuple(f"event/e-{number}" for number in range(1, 201))
PEER = os.environ.get("LOD_SHMARQL")


def with_lod(times: int, workspace: Path, clock: Clock) -> None:
    options = ("--no-reload", "--no-log")
    with tempfile.NamedTemporaryFile() as log, serving(workspace, Path(log.name), *options) as server:
        prepared(server.address)
        _load(server.process.pid, server.address, times, clock)


def with_shmarql(times: int, workspace: Path, clock: Clock) -> None:
    assert PEER, "asked for only where it is there"
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        # It resolves no relative IRIs.
        triples = Workspace(configuration.load(workspace)).graph.triples()
        (Path(folder) / "data.nt").write_text("".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in triples))
        told = {"DATA_LOAD_PATHS": f"{folder}/data.nt", "SITE_URI": BASE, "PORT": str(port)}
        command = [PEER, "-m", "uvicorn", "shmarql.main:app", "--port", str(port), "--no-access-log"]
        with subprocess.Popen(
            command, cwd=folder, env={**os.environ, **told}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            try:
                wait(port)
                _load(server.pid, f"http://127.0.0.1:{port}/", times, clock)
            finally:
                server.kill()


def _load(pid: int, address: str, times: int, clock: Clock) -> None:
    """Count the last of so many rounds."""
    browse(address, ("event/e-0",))
    for _ in range(times - 1):
        browse(address, THINGS)
    before = processor_seconds(pid)
    browse(address, THINGS)
    clock.seconds += processor_seconds(pid) - before
    clock.units += len(THINGS)


def browse(address: str, paths: Sequence[str]) -> None:
    """Ask for things one after the other on one connection, and for the page that each leads to."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    for path in paths:
        target, status = urljoin(address, path), 0
        while status != 200:
            url = urlsplit(target)
            whole = f"{url.path}?{url.query}" if url.query else url.path
            connection.request("GET", whole, headers={"Accept": "text/html"})
            response = connection.getresponse()
            body, status = response.read(), response.status
            assert status in (200, 303, 307), (path, status, body[:300])
            target = urljoin(target, response.headers.get("Location", ""))
    connection.close()


@dataclass(frozen=True, slots=True)
class Absent:
    """A measurement that cannot be made here, and why."""

    why: str

    def table(self, workspace: Path, repeat: int) -> str:  # noqa: ARG002  # as a Contest's
        return f"Serve pages about things, beside a peer: left out, {self.why}\n"


_RIVALS: dict[str, Contender] = {
    "lod, asked for once": partial(with_lod, 1),
    "shmarql, asked for once": partial(with_shmarql, 1),
    "lod, again": partial(with_lod, 2),
    "shmarql, again": partial(with_shmarql, 2),
}

CONTEST: Contest | Absent = (
    Contest("Serve pages about things, beside a peer (CPU time)", "page", "lod, asked for once", _RIVALS)
    if PEER
    else Absent("for LOD_SHMARQL does not name a Python that has shmarql")
)
