"""Simple queries while runaway ones are being killed, and the memory of the server over many requests."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.serving import THINGS, fetch
from tests.server.running import RUNAWAY, family, private_bytes, serving

SIMPLE = f"sparql?query={quote('SELECT * { <event/e-1> ?p ?o }')}"
QUERIES = 1000
FEW, MANY = 1_000, 10_000


class Endurance:
    """Measures one server; the table has the 50th and 99th percentile of the time for a query, and bytes of memory."""

    def table(self, workspace: Path, repeat: int) -> str:  # noqa: ARG002  # one long run says more than several short ones
        options = ("--no-reload", "--no-log", "--queries", "6", "--timeout", "1")
        with tempfile.NamedTemporaryFile() as log, serving(workspace, Path(log.name), *options) as server:
            alone = _times(lambda: server.get(SIMPLE).status == 200)
            with ThreadPoolExecutor(4) as threads:
                over = time.monotonic() + 30
                going = True

                def run_away() -> int:
                    killed = 0
                    while going and time.monotonic() < over:
                        killed += server.ask(RUNAWAY).status == 504
                    return killed

                running = [threads.submit(run_away) for _ in range(4)]
                beside = _times(lambda: server.get(SIMPLE).status == 200)
                going = False
                killed = sum(run.result() for run in running)
            pages = [f"{thing}{suffix}" for thing in THINGS for suffix in (".html", ".ttl", "")]
            addresses = [page for page in pages if "." in page]
            fetch(server.address, (addresses * FEW)[:FEW])
            few = private_bytes(family(server.process.pid))
            fetch(server.address, (addresses * MANY)[: MANY - FEW])
            many = private_bytes(family(server.process.pid))
        return (
            f"Endure\n{'':44}{'p50 ms':>9}{'p99 ms':>9}\n"
            f"  {'simple queries':42}{alone[0]:9.1f}{alone[1]:9.1f}\n"
            f"  {f'simple queries while {killed} runaways are killed':42}{beside[0]:9.1f}{beside[1]:9.1f}\n"
            f"  own memory of all processes: {few / 1e6:.1f} MB after {FEW:,} requests, "
            f"{many / 1e6:.1f} MB after {MANY:,}\n"
        )


def _times(ask: Callable[[], bool]) -> tuple[float, float]:
    """Return the 50th and the 99th percentile of the milliseconds that a query takes."""
    took = []
    for _ in range(QUERIES):
        began = time.perf_counter()
        assert ask()
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return took[len(took) // 2], took[len(took) * 99 // 100]


CONTEST = Endurance()
