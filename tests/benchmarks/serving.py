"""Serving pages and Turtle that have been asked for before, against bare uvicorn that serves the same bytes.

What counts is the CPU time of the server's processes: neither the client nor what else the machine does matters.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.contest import Clock, Contest
from tests.server.running import processor_seconds, serving

REQUESTS = 4000
THINGS = ("event/e-1", "person/p-1", "article/a-2", "organization/o-1", "place/p-0")

# Nothing but a table of paths and bytes.
_BARE = """
import pathlib, socket, sys, uvicorn
folder = pathlib.Path(sys.argv[1])
bodies = {"/" + str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
async def app(scope, receive, send):
    body = bodies[scope["path"]]
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
listening = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
uvicorn.Server(uvicorn.Config(app, access_log=False, lifespan="off", log_level="error")).run(sockets=[listening])
"""


def with_lod(suffix: str, workspace: Path, clock: Clock) -> None:
    with _lod(workspace) as (pid, address):
        _load(pid, address, [f"{thing}{suffix}" for thing in THINGS], clock)


def with_uvicorn(suffix: str, workspace: Path, clock: Clock) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with _lod(workspace) as (_, address):
            for thing in THINGS:
                path = Path(folder) / f"{thing}{suffix}"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(fetch(address, [f"{thing}{suffix}"]))
        command = [sys.executable, "-c", _BARE, folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bare:
            assert bare.stdout
            try:
                _load(bare.pid, bare.stdout.readline().strip(), [f"{thing}{suffix}" for thing in THINGS], clock)
            finally:
                bare.kill()


@contextmanager
def _lod(workspace: Path) -> Iterator[tuple[int, str]]:
    with tempfile.NamedTemporaryFile() as log, serving(workspace, Path(log.name), "--no-reload", "--no-log") as server:
        prepared(server.address)
        yield server.process.pid, server.address


def prepared(address: str) -> None:
    """Wait until a server of ours has done what it does beforehand: it makes its start pages."""
    fetch(address, ["index.html", "index.en.html"])


def _load(pid: int, address: str, paths: list[str], clock: Clock) -> None:
    fetch(address, paths * 20)
    before = processor_seconds(pid)
    fetch(address, paths * (REQUESTS // len(paths)))
    clock.seconds += processor_seconds(pid) - before
    clock.units += REQUESTS


def fetch(address: str, paths: list[str]) -> bytes:
    """Ask for paths one after the other on one connection, and return the last body; all must be there."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    body = b""
    for path in paths:
        connection.request("GET", f"{parts.path}{path}")
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, (path, body[:300])
    connection.close()
    return body


CONTEST = Contest(
    title="Serve what has been asked for before (CPU time of the server)",
    unit="request",
    base="bare uvicorn, pages",
    contenders={
        "bare uvicorn, pages": partial(with_uvicorn, ".html"),
        "lod, pages": partial(with_lod, ".html"),
        "bare uvicorn, Turtle": partial(with_uvicorn, ".ttl"),
        "lod, Turtle": partial(with_lod, ".ttl"),
    },
)
