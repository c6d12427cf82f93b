"""Simple SPARQL queries over HTTP, against the engine's own server (`oxigraph serve`, PyPI package oxigraph)."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.contest import Clock, Contest
from tests.benchmarks.corpus import BASE
from tests.benchmarks.serving import fetch, prepared
from tests.server.running import processor_seconds, serving

QUERIES = 2000
_TEXT = "SELECT * {{ <{}event/e-{}> ?p ?o }}"
#: Each one another, so that nobody answers from a cache.
_PARAMETERS = [f"?query={quote(_TEXT.format(BASE, number))}" for number in range(500)]


def with_lod(workspace: Path, clock: Clock) -> None:
    options = ("--no-reload", "--no-log")
    with tempfile.NamedTemporaryFile() as log, serving(workspace, Path(log.name), *options) as server:
        prepared(server.address)
        _load(server.process.pid, f"{server.address}sparql", clock)


def with_oxigraph(workspace: Path, clock: Clock) -> None:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "pip install oxigraph"
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        files = sorted(map(str, workspace.rglob("*.ttl")))
        load = [program, "load", "--location", folder, "--base", BASE, "--file", *files]
        subprocess.run(load, check=True, capture_output=True)
        serve = [program, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}"]
        with subprocess.Popen(serve, stderr=subprocess.DEVNULL) as server:
            try:
                wait(port)
                _load(server.pid, f"http://127.0.0.1:{port}/query", clock)
            finally:
                server.kill()


def _load(pid: int, address: str, clock: Clock) -> None:
    fetch(address, _PARAMETERS[:20])
    before = processor_seconds(pid)
    fetch(address, (_PARAMETERS * QUERIES)[:QUERIES])
    clock.seconds += processor_seconds(pid) - before
    clock.units += QUERIES


def wait(port: int) -> None:
    """Wait until something listens at a port of this machine, a minute at most."""
    for _ in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.connect()
            return
        except OSError:
            time.sleep(0.1)  # it is not up yet
        finally:
            connection.close()
    raise TimeoutError(f"nothing listens at port {port}")


CONTEST = Contest(
    title="Answer simple queries over HTTP (CPU time of the server)",
    unit="query",
    base="oxigraph serve",
    contenders={"oxigraph serve": with_oxigraph, "lod": with_lod},
)
