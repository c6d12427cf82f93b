"""A generation: one state of the data, loaded by a process that has the fronts as its children."""

from __future__ import annotations

import os
import pickle
import select
import signal
import socket
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from lod.errors import LodError
from lod.server.board import Board
from lod.server.desk import Desk
from lod.server.settings import Settings
from lod.workspace import Workspace

#: A front that dies is replaced, but not more often than once in so many seconds.
PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Ready:
    """What a generation says when it serves: the triples that it has, and the seconds that it took to load them."""

    triples: int
    seconds: float


class Generation:
    """A process that loads the data, then serves it; `news` becomes readable when it serves or has failed."""

    def __init__(
        self,
        opened: Callable[[], Workspace],
        settings: Settings,
        board: Board,
        *,
        first_row: int,
        listening: socket.socket,
        modified: float | None,
        memory: Path,
    ) -> None:
        self.news, saying = os.pipe()
        lifeline, self._alive = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(saying)
            os.close(lifeline)
            return
        code = 1
        try:
            os.close(self.news)
            os.close(self._alive)
            leader = _Leader(settings, board, first_row, listening, lifeline, saying)
            code = leader.lead(opened, modified, memory)
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)

    def ready(self) -> Ready:
        """Return what the generation says, once there is news. Raises the LodError for which it could not load."""
        with os.fdopen(self.news, "rb") as pipe:
            said = pipe.read()
        outcome = pickle.loads(said) if said else LodError("the process that loads the data has ended")  # noqa: S301  # our own child wrote it
        if isinstance(outcome, LodError):
            raise outcome
        return outcome if isinstance(outcome, Ready) else Ready(0, 0.0)

    def end(self) -> None:
        """Tell the generation to end what it has begun, and then itself."""
        os.close(self._alive)

    def wait(self, seconds: float) -> None:
        """Wait until the process is gone; after so many seconds, kill it."""
        over = time.monotonic() + seconds
        while not self.gone():
            if time.monotonic() > over:
                os.kill(self.pid, signal.SIGKILL)
                over = float("inf")
            time.sleep(0.02)

    def gone(self) -> bool:
        """Tell whether the process has ended."""
        try:
            return os.waitpid(self.pid, os.WNOHANG)[0] == self.pid
        except ChildProcessError:
            return True


class _Leader:
    """What runs in the process of a generation."""

    def __init__(
        self, settings: Settings, board: Board, first_row: int, listening: socket.socket, lifeline: int, saying: int
    ) -> None:
        self.settings = settings
        self.board = board
        self.first_row = first_row
        self.listening = listening
        self.lifeline = lifeline
        self.saying = saying
        self.fronts: dict[int, int] = {}
        self.ending = False

    def lead(self, opened: Callable[[], Workspace], modified: float | None, memory: Path) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.set_wakeup_fd(-1)
        began = time.perf_counter()
        try:
            desk = _load(opened, self.settings, modified, memory)
        except LodError as error:
            self._say(error)
            return 2
        row = self.board.row(self.first_row)
        row.set("triples", desk.triples)
        row.set("loaded", time.time())
        # The socket listens already: who comes before the fronts do waits for them.
        self._say(Ready(desk.triples, time.perf_counter() - began))
        for place in range(self.settings.fronts):
            self._start(desk, self.first_row + place)
        self._watch(desk)
        return 0

    def _watch(self, desk: Desk) -> None:
        """Replace fronts that die, until it is time to end."""
        while not self.ending:
            if select.select([self.lifeline], [], [], PAUSE)[0]:
                self.ending = True
            for pid, row in list(self.fronts.items()):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del self.fronts[pid]
                    if not self.ending:
                        self._start(desk, row)
        for pid in self.fronts:
            os.kill(pid, signal.SIGTERM)
        for pid in self.fronts:
            os.waitpid(pid, 0)

    def _start(self, desk: Desk, row: int) -> None:
        pid = os.fork()
        if pid:
            self.fronts[pid] = row
            return
        try:
            # Imported in the front only: the processes above it have no use for uvicorn.
            from lod.server import front

            front.run(desk, self.settings, self.board, row, self.listening, self.lifeline)
        except Exception:
            # Nobody else can say it: the process ends here.
            traceback.print_exc()
        finally:
            os._exit(0)

    def _say(self, outcome: Ready | LodError) -> None:
        with os.fdopen(self.saying, "wb") as pipe:
            pipe.write(pickle.dumps(outcome))

    def _end(self, *_: int | FrameType | None) -> None:
        self.ending = True


def _load(opened: Callable[[], Workspace], settings: Settings, modified: float | None, memory: Path) -> Desk:
    """Load the data; `memory` is a folder in which generations tell the next ones what there has been.

    Of a store nothing is told: all servers of it are to say the same, whenever they began.
    """
    workspace = opened()
    mount = settings.mount(workspace.config.base)
    desk = Desk.of(workspace, mount, modified, base_url=settings.base_url)
    if desk.on_store:
        return desk
    here, file = set(desk.site.paths), memory / "known"
    known = set(file.read_text("utf-8").split("\n")) if file.exists() else set()
    file.write_text("\n".join(sorted(known | here)), "utf-8")
    return replace(desk, gone=frozenset(known - here))
