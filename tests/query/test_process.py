"""What overruns its limits is stopped, and nothing of it stays behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lod.errors import QueryError, UsageError
from lod.query import stream
from lod.query.process import Limits, Overrun, Worker, run
from tests.query.worlds import SMALL, small

# Some 10^15 rows: it ends only when it is stopped. No ORDER BY, so it takes no memory.
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(9))} }}"


def lines(query: str) -> Iterator[bytes]:
    for row in stream(small(), query, config=SMALL).rows:
        yield " ".join(map(str, row)).encode() + b"\n"


def running(pid: int) -> bool:
    """Tell whether there is a process; one that waits to be reaped by its parent does not count."""
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def gone(pid: int) -> bool:
    """Tell whether a process is soon no more."""
    over = time.monotonic() + 5
    while running(pid):
        if time.monotonic() > over:
            return False
        time.sleep(0.01)
    return True


def test_a_process_answers_task_after_task() -> None:
    worker = Worker(lines)
    try:
        assert b"".join(worker.run("SELECT ('a' AS ?x) {}")) == b'"a"\n'
        assert b"".join(worker.run("SELECT ('b' AS ?x) {}")) == b'"b"\n'
        assert worker.alive
    finally:
        worker.stop()


def test_a_query_that_takes_too_long_is_killed() -> None:
    worker = Worker(lines, Limits(seconds=0.3))
    began = time.monotonic()
    with pytest.raises(Overrun, match=r"longer than 0\.3 seconds") as caught:
        list(worker.run(RUNAWAY))
    assert caught.value.limit == "seconds"
    assert time.monotonic() - began < 2
    assert not worker.alive
    assert gone(worker.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process in this way")
@pytest.mark.parametrize(
    "work",
    [
        # The first takes its memory in the engine, which aborts; the second in Python, which raises MemoryError.
        lambda: lines(RUNAWAY.replace("(COUNT(*) AS ?n)", "*") + " ORDER BY ?a0"),
        lambda: iter([b"x" * 500_000_000]),
    ],
)
def test_a_query_that_takes_too_much_memory_is_killed(work: object) -> None:
    with pytest.raises(Overrun, match="more than 100 MB") as caught:
        list(run(work, Limits(seconds=20, memory=100_000_000)))  # type: ignore[arg-type]  # pytest's parameters are objects
    assert caught.value.limit == "memory"


def test_an_answer_that_is_too_long_is_cut_off_and_its_process_killed() -> None:
    worker = Worker(lines, Limits(seconds=20, size=100_000))
    with pytest.raises(Overrun, match=r"longer than 0\.1 MB") as caught:
        list(worker.run(RUNAWAY.replace("(COUNT(*) AS ?n)", "*")))
    assert caught.value.limit == "size"
    assert gone(worker.pid)


def test_a_process_that_was_stopped_leaves_nothing_behind() -> None:
    worker = Worker(lines)
    worker.stop()
    assert worker.gone(wait=True)
    assert not Path(f"/proc/{worker.pid}").exists()
    assert worker.gone()


def test_who_stops_reading_stops_the_process() -> None:
    worker = Worker(lines)
    blocks = worker.run(RUNAWAY.replace("(COUNT(*) AS ?n)", "*"))
    assert next(blocks)
    blocks.close()  # type: ignore[attr-defined]  # a generator behind the type Iterator
    assert gone(worker.pid)


def test_errors_of_the_work_come_back_as_they_are_and_the_process_goes_on() -> None:
    worker = Worker(lines)
    try:
        with pytest.raises(QueryError) as caught:
            list(worker.run("SELECT ?x {"))
        assert (caught.value.where, caught.value.remedy) != (None, None)
        assert worker.alive
    finally:
        worker.stop()

    def fails() -> Iterator[bytes]:
        yield b"" if small() else b"a"
        raise UsageError("what", where="place", remedy="remedy")

    with pytest.raises(UsageError, match="place: what\n  remedy"):
        list(run(fails))


def test_a_fault_of_our_own_brings_its_trace() -> None:
    def fails() -> Iterator[bytes]:
        yield b"a"
        raise KeyError("x")

    with pytest.raises(KeyError) as caught:
        list(run(fails))
    assert "in fails" in caught.value.__notes__[0]


def test_a_process_that_dies_by_itself_is_reported() -> None:
    def dies() -> Iterator[bytes]:
        os.kill(os.getpid(), signal.SIGSEGV)
        yield b""

    with pytest.raises(QueryError, match="has ended"):
        list(run(dies))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_parent_ends_the_query_ends(number: int) -> None:
    """Also where the parent is killed in the middle of a query that gives no sign of life, and a younger one lives."""
    code = (
        "import signal\n"
        "from tests.query.test_process import *\n"
        # A shell has what runs in the background ignore it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "w, younger = Worker(lines), Worker(lines)\n"
        "print(w.pid, younger.pid, flush=True)\n"
        "list(w.run(RUNAWAY))"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        time.sleep(0.3)
        assert all(running(pid) for pid in children)
        parent.send_signal(number)
        try:
            parent.wait(timeout=5)
        finally:
            parent.kill()
        deadline = time.monotonic() + 5
        while not all(gone(pid) for pid in children) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert all(gone(pid) for pid in children)
