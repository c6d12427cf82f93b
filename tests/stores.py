"""Stores on loopback: one in this process that can be made to fail, and real ones, each if it is there."""

from __future__ import annotations

import gc
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import requests

from lod.config import Store

JSON = "application/sparql-results+json"

#: A graph of its own, for Virtuoso has no default graph to write to.
GRAPH = "https://lod.example.org/"


@dataclass(frozen=True)
class Asked:
    """A request as it came: `number` counts from 1."""

    number: int
    method: str
    path: str
    headers: dict[str, str]
    fields: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """An answer; `hang_up` breaks the connection off after the body, which may be shorter than it says."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hang_up: bool = False


class Miniature:
    """A SPARQL 1.1 store over HTTP: /query, /update and /data; `fault` may answer in its place."""

    def __init__(self) -> None:
        self.store = ox.Store()
        self.asked: list[Asked] = []
        self.fault: Callable[[Asked], Reply | None] = lambda _: None
        self.address = ""

    def settings(self, *, update: bool = True, data: bool = False, graph: str | None = GRAPH) -> Store:
        """Return the settings for this store."""
        return Store(
            f"{self.address}/query",
            f"{self.address}/update" if update else None,
            f"{self.address}/data" if data else None,
            graph,
        )

    def triples(self, graph: str = GRAPH) -> set[ox.Triple]:
        """Return what a graph of the store holds."""
        return {quad.triple for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))}

    def reply(self, asked: Asked) -> Reply:
        """Answer as a store does."""
        graph = ox.NamedNode(name) if (name := asked.fields.get("graph")) else ox.DefaultGraph()
        if asked.path == "/query":
            named = asked.fields.get("default-graph-uri")
            found = self.store.query(asked.fields["query"], default_graph=[ox.NamedNode(named)] if named else None)
            if isinstance(found, ox.QueryTriples):
                body, kind = found.serialize(format=ox.RdfFormat.N_TRIPLES), "application/n-triples"
            else:
                body, kind = found.serialize(format=ox.QueryResultsFormat.JSON), JSON
            return Reply(200, {"Content-Type": kind}, body or b"")
        if asked.path == "/update":
            self.store.update(asked.fields["update"])
            return Reply(204)
        if asked.method == "PUT":
            self.store.clear_graph(graph)
        self.store.extend(
            ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in ox.parse(asked.body, ox.RdfFormat.N_TRIPLES)
        )
        return Reply(204)


@contextmanager
def miniature() -> Iterator[Miniature]:
    """Yield such a store while it runs in a thread."""
    mini = Miniature()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Without this each answer waits 40 ms for the acknowledgement of its head.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = urlsplit(self.path)
            kind = self.headers.get("Content-Type", "")
            fields = parse_qs(parts.query, keep_blank_values=True)
            if kind == "application/x-www-form-urlencoded":
                fields |= parse_qs(body.decode())
            elif kind == "application/sparql-update":
                fields["update"] = [body.decode()]
            asked = Asked(
                len(mini.asked) + 1,
                self.command,
                parts.path,
                dict(self.headers),
                {name: values[0] for name, values in fields.items()},
                body,
            )
            mini.asked.append(asked)
            # Whoever asks may have lost patience.
            with suppress(ConnectionError):
                self._send(mini.fault(asked) or mini.reply(asked))

        do_PUT = do_POST  # noqa: N815  # the base class names it so

        def _send(self, reply: Reply) -> None:
            if reply.status == 0:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.wfile.flush()
            self.close_connection = reply.hang_up

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mini.address = f"http://127.0.0.1:{server.server_port}"
    # The engine's results must not be dropped by another thread, and a collection may run in that of the server.
    gc.disable()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield mini
    finally:
        server.shutdown()
        server.server_close()
        gc.collect()
        gc.enable()


_INI = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 20
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
FileExtend = 20
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 2000
MaxCheckpointRemap = 2000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
DefaultGraph = {graph}
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 30
"""


def free_port() -> int:
    """Return a port that nobody listens to at the moment."""
    with socket.socket() as open:
        open.bind(("127.0.0.1", 0))
        port: int = open.getsockname()[1]
        return port


@contextmanager
def oxigraph() -> Iterator[str]:
    """Yield the address of `oxigraph serve` (PyPI), which holds nothing: /query, /update and /store below it."""
    with oxigraph_process() as (address, _):
        yield address


@contextmanager
def oxigraph_process() -> Iterator[tuple[str, int]]:
    """Yield such an address, and the id of the process behind it."""
    command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if command is None:
        pytest.skip("oxigraph is not installed: pip install oxigraph")
    address = f"127.0.0.1:{free_port()}"
    with _running([command, "serve", "--bind", address], None) as process:
        _wait(f"http://{address}/")
        yield f"http://{address}", process


@contextmanager
def virtuoso(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the address of Virtuoso 7 (Debian) and its port for isql-vt; its database is below `folder`.

    Anyone may read at /sparql; dba, whose password is dba, may write at /sparql-auth and /sparql-graph-crud-auth.
    """
    command = shutil.which("virtuoso-t")
    if command is None or shutil.which("isql-vt") is None:
        pytest.skip("Virtuoso is not installed: apt install virtuoso-opensource-7-bin")
    sql, http = free_port(), free_port()
    (folder / "v.ini").write_text(_INI.format(sql=sql, http=http, graph=GRAPH))
    with _running([command, "+foreground", "+configfile", "v.ini"], folder):
        _wait(f"http://127.0.0.1:{http}/sparql")
        yield f"http://127.0.0.1:{http}", sql


@contextmanager
def _running(command: list[str], folder: Path | None) -> Iterator[int]:
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield server.pid
        finally:
            server.kill()


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            requests.get(address, timeout=5)
        except requests.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
