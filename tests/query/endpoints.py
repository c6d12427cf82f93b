"""Real SPARQL endpoints on loopback that hold the data of tests/cases/query/data.ttl."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests import stores
from tests.query.worlds import CASES, SMALL, small


@contextmanager
def oxigraph() -> Iterator[str]:
    """Yield the address of `oxigraph serve` with the data."""
    with stores.oxigraph() as address:
        data = "".join(f"{triple} .\n" for triple in small().triples())
        headers = {"Content-Type": "application/n-triples"}
        requests.post(f"{address}/store?default", data.encode(), headers=headers, timeout=10).raise_for_status()
        yield f"{address}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Yield the address of Virtuoso's endpoint with the same data; its database is below `folder`."""
    shutil.copy(CASES / "data.ttl", folder / "data.ttl")
    with stores.virtuoso(folder) as (address, sql):
        load = f"DB.DBA.TTLP_MT(file_to_string_output('data.ttl'), '{SMALL.base}', '{stores.GRAPH}', 0);"
        command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        yield f"{address}/sparql"
