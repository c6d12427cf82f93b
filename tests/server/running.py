"""A server as its users start it: `lod serve` in a process of its own, on loopback, at a free port."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

CASES = Path(__file__).parents[1] / "cases" / "server"
NEWS = CASES / "news"

#: Counts for ever, as far as a test is concerned.
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@dataclass(frozen=True)
class Came:
    """A response; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Server:
    """A running server: its process, its address with the mount, and the file that holds its log."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET", body: bytes | None = None
    ) -> Came:
        """Send one request for a path below the mount, as it is written."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            connection.request(method, parts.path + path, body, dict(headers or {}))
            response = connection.getresponse()
            return Came(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def ask(self, query: str, headers: Mapping[str, str] | None = None) -> Came:
        return self.get(f"sparql?query={quote(query)}", headers)


@contextmanager
def serving(workspace: Path, log: Path, *options: str, ends: int = 0) -> Iterator[Server]:
    """Run `lod serve` with these options until the block ends; then it must end too, with the exit code `ends`."""
    command = [sys.executable, "-c", "from lod.cli import main; main()", "serve", "--port", "0", *options]
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "--workspace", str(workspace)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=Path(__file__).parents[2],
        )
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert re.match(r"http://127\.0\.0\.1:\d+/", address), log.read_text()
        yield Server(process, address, log)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == ends, log.read_text()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def children(pid: int) -> list[int]:
    """Return the processes that a process has begun; none where it has ended."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def family(pid: int) -> set[int]:
    """Return a process with all that have come of it."""
    return {pid, *(member for child in children(pid) for member in family(child))}


def processor_seconds(pid: int) -> float:
    """Return the CPU time, user and system, that a process and all that has come of it have used so far."""
    ticks = 0
    for member in family(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
            # Of itself, and of those of its children that have ended.
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def private_bytes(pids: Iterable[int]) -> int:
    """Return the memory that processes have for themselves, without what they share by fork."""
    found = (re.findall(r"Private_\w+:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text()) for pid in pids)
    return 1024 * sum(int(size) for sizes in found for size in sizes)
