"""Real SPARQL endpoints on loopback, each if it is there: `oxigraph serve` (PyPI) and Virtuoso 7 (Debian)."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.query.worlds import CASES, SMALL, small

#: A graph of its own, for Virtuoso has no default graph to write to.
GRAPH = "https://lod.example.org/"

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
    """Yield the address of `oxigraph serve` with the data of tests/cases/query/data.ttl."""
    command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if command is None:
        pytest.skip("oxigraph is not installed: pip install oxigraph")
    address = f"127.0.0.1:{free_port()}"
    with _running([command, "serve", "--bind", address], None):
        _wait(f"http://{address}/")
        data = "".join(f"{triple} .\n" for triple in small().triples())
        url = f"http://{address}/store?default"
        sent = requests.post(url, data.encode(), headers={"Content-Type": "application/n-triples"}, timeout=10)
        sent.raise_for_status()
        yield f"http://{address}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Yield the address of Virtuoso's endpoint with the same data; its database is below `folder`."""
    command, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if command is None or isql is None:
        pytest.skip("Virtuoso is not installed: apt install virtuoso-opensource-7-bin")
    sql, http = free_port(), free_port()
    (folder / "v.ini").write_text(_INI.format(sql=sql, http=http, graph=GRAPH))
    shutil.copy(CASES / "data.ttl", folder / "data.ttl")
    with _running([command, "+foreground", "+configfile", "v.ini"], folder):
        _wait(f"http://127.0.0.1:{http}/sparql")
        load = f"DB.DBA.TTLP_MT(file_to_string_output('data.ttl'), '{SMALL.base}', '{GRAPH}', 0);"
        subprocess.run(
            [isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True, timeout=60
        )
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _running(command: list[str], folder: Path | None) -> Iterator[None]:
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield
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
