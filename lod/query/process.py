"""A process that answers and can be stopped at once.

The engine cannot be interrupted, so queries run in a forked process, and what overruns its limits is killed. A fork
shares the parent's memory until one of both writes to it: the graph is not copied. POSIX only.
"""

from __future__ import annotations

import contextlib
import faulthandler
import fcntl
import gc
import os
import pickle
import re
import resource
import signal
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, Literal, TypeVar

from lod.errors import LodError, QueryError

Task = TypeVar("Task")

#: Pieces of an answer are sent on in blocks of about this many bytes.
BLOCK = 32 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost; None is without limit.

    `seconds` is wall-clock time until the last byte is taken, `size` the bytes of the answer, `memory` the bytes that
    the process may take beyond what it shares with its parent (Linux only; elsewhere it has no effect).
    """

    seconds: float | None = None
    memory: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing goes on until more of the answer can be read, or these seconds are over (None: however long it takes)."""

    seconds: float | None


class Overrun(QueryError):
    """An answer that was stopped because it overran one of its limits."""

    limit: Literal["seconds", "memory", "size"] = "seconds"

    @classmethod
    def of(cls, limit: Literal["seconds", "memory", "size"], limits: Limits) -> Overrun:
        what, remedy = {
            "seconds": (f"the query took longer than {limits.seconds or 0:g} seconds", "Allow it more time"),
            "memory": (f"the query needed more than {(limits.memory or 0) / 1e6:g} MB", "Allow it more memory"),
            "size": (f"the answer is longer than {(limits.size or 0) / 1e6:g} MB", "Ask for fewer rows (LIMIT)"),
        }[limit]
        error = cls(f"{what} and was stopped", remedy=f"{remedy}, or make the query narrower.")
        error.limit = limit
        return error


class Ended(QueryError):
    """An answer that did not come because its process has ended by itself."""


class Worker(Generic[Task]):
    """A forked process that does one kind of work, task after task.

    `work` turns a task (any value that can be pickled) into the bytes of its answer, piece by piece; it sees all that
    this process held when the worker was made. Make workers before threads are started: a fork takes one thread along.
    """

    def __init__(self, work: Callable[[Task], Iterable[bytes]], limits: Limits = Limits()) -> None:
        self.limits = limits
        theirs, ours = os.pipe()
        back, out = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            # Nothing of the parent's may run on in the child: no handlers, no cleaning up, no buffered output.
            try:
                _close_all_but(theirs, out)
                _confine(limits)
                _serve(work, limits, theirs, out)
            finally:
                os._exit(0)
        os.close(theirs)
        os.close(out)
        self._tasks = Connection(ours, readable=False)
        self._answers = Connection(back, writable=False)
        self.alive = True

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when the answer goes on."""
        return self._answers.fileno()

    def run(self, task: Task) -> Iterator[bytes]:
        """Yield the answer to a task in blocks of bytes, as they come.

        Raises Overrun, and whatever error the work raises. The worker is ready for the next task when the iterator has
        ended or has raised an error of the work; after an Overrun, or when the iterator is closed early, it is dead.
        """
        with contextlib.closing(self.steps(task)) as steps:
            for step in steps:
                if isinstance(step, bytes):
                    yield step
                else:
                    self._answers.poll(step.seconds)

    def steps(self, task: Task) -> Generator[bytes | Wait, None, None]:
        """Yield what `run` yields, and before each block a Wait: it is for the caller to wait, in the way that it can.

        For event loops, which must not block: wait until `fileno()` can be read or the seconds are over, then go on.
        """
        began, size, done = time.monotonic(), 0, False
        try:
            self._tasks.send_bytes(pickle.dumps(task))
            while True:
                left = None if self.limits.seconds is None else began + self.limits.seconds - time.monotonic()
                yield Wait(left if left is None else max(0.0, left))
                if left is not None and (left <= 0 or not self._answers.poll(0)):
                    raise Overrun.of("seconds", self.limits)
                kind, block = _split(self._answers.recv_bytes())
                if kind == b"+":
                    size += len(block)
                    if self.limits.size is not None and size > self.limits.size:
                        raise Overrun.of("size", self.limits)
                    yield block
                    continue
                done = True
                if kind == b"!":
                    raise pickle.loads(block)  # noqa: S301  # written by our own child
                return
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise self._death() from None
        except Overrun as overrun:
            # Out of memory inside the work: the process goes on holding what it took.
            done = done and overrun.limit != "memory"
            raise
        finally:
            if not done:
                self.stop()

    def stop(self) -> None:
        """Kill the process; do nothing if it has been stopped before.

        It runs no further from now on, but the more memory it has, the longer it takes until it is gone: 20 to 100 ms
        for 600 MB. See `gone`.
        """
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._leave()

    def gone(self, *, wait: bool = False) -> bool:
        """Tell whether the system is done with a process that was stopped; with `wait`, as soon as it is.

        Until this is true, ask again: else something of the process stays as long as its parent.
        """
        try:
            return os.waitpid(self.pid, 0 if wait else os.WNOHANG)[0] == self.pid
        except ChildProcessError:
            return True  # someone who waits for all children has been quicker

    def _leave(self) -> None:
        self.alive = False
        self._tasks.close()
        self._answers.close()

    def _reap(self) -> int:
        """Clear away what is left of a process that has ended by itself, and return its exit code."""
        self._leave()
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        except ChildProcessError:
            return 0

    def _death(self) -> QueryError:
        """Say why the process has ended by itself in the middle of an answer."""
        code = self._reap() if self.alive else 0
        # What the engine does when it gets no more memory.
        if code == -signal.SIGABRT and self.limits.memory is not None:
            return Overrun.of("memory", self.limits)
        reason = signal.strsignal(-code) if code < 0 else f"exit code {code}"
        what = f"the process of the query has ended ({reason})"
        return Ended(what, remedy="Perhaps it ran out of memory, or the query is nested too deeply.")


def run(work: Callable[[], Iterable[bytes]], limits: Limits = Limits()) -> Iterator[bytes]:
    """Yield the bytes of one piece of work that is done in a process of its own; raises as `Worker.run` does.

    Whatever ends the iterator early (an error, Ctrl-C), ends the process too.
    """
    worker = Worker[None](lambda _: work(), limits)
    try:
        yield from worker.run(None)
    finally:
        worker.stop()
        worker.gone(wait=True)


def _serve(work: Callable[[Task], Iterable[bytes]], limits: Limits, theirs: int, out: int) -> None:
    """Answer tasks until the parent closes its end."""
    tasks, answers = Connection(theirs, writable=False), Connection(out, readable=False)
    fcntl.fcntl(theirs, fcntl.F_SETOWN, os.getpid())
    while True:
        try:
            task = pickle.loads(tasks.recv_bytes())  # noqa: S301  # written by our own parent
        except EOFError:
            return
        # While a task runs, the end of the parent must end this process, though nothing reads the pipe: the kernel
        # sends SIGIO, whose default is to die.
        flags = fcntl.fcntl(theirs, fcntl.F_GETFL)
        fcntl.fcntl(theirs, fcntl.F_SETFL, flags | os.O_ASYNC)
        if tasks.poll(0):
            return  # no further task comes before this one is done: the parent has ended just now
        try:
            for block in _blocks(work(task)):
                answers.send_bytes(b"+" + block)
            last = b"."
        except BrokenPipeError:
            return
        except MemoryError:
            last = b"!" + _packed(Overrun.of("memory", limits))
        except Exception as error:
            last = b"!" + _packed(error)
        fcntl.fcntl(theirs, fcntl.F_SETFL, flags)
        answers.send_bytes(last)


def _close_all_but(*kept: int) -> None:
    """Close what the parent has open but for its standard streams.

    Else a worker would not see that its parent has gone while a younger one lives, and a connection that a server has
    closed would stay open for its client.
    """
    ends = sorted({0, 1, 2, *kept})
    for low, high in pairwise((*ends, max(os.sysconf("SC_OPEN_MAX"), ends[-1] + 2))):
        os.closerange(low + 1, high)


def _split(message: bytes) -> tuple[bytes, bytes]:
    return message[:1], message[1:]


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _packed(error: Exception) -> bytes:
    """Return an error as bytes; of a fault of our own, with its trace, which the parent could not show otherwise."""
    if not isinstance(error, LodError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        return pickle.dumps(error)
    except Exception:
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))


def _confine(limits: Limits) -> None:
    """Give the child default signals, silence in place of the engine's last words, and a bound to its memory."""
    gc.freeze()  # a collection would write to the shared pages of all that is there already
    faulthandler.disable()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGIO):
        signal.signal(number, signal.SIG_DFL)
    # Ctrl-C reaches the whole group; the parent is who ends the child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    status = Path("/proc/self/status")
    if limits.memory is not None and status.exists():
        data = re.search(r"VmData:\s+(\d+) kB", status.read_text())
        bound = limits.memory + 1024 * int(data[1] if data else 0)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
