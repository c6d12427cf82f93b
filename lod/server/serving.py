"""`serve`: hold the address, watch the files, and have one generation after the other answer.

    this process        holds the listening socket, knows no data
    └── generation      loads the data, shares it with its children
        ├── front       answers HTTP
        │   └── worker  answers queries, is killed when one overruns
        └── front ...

When a file changes, the next generation is loaded beside the one that serves, and takes its place when it is ready; if
it cannot load, the old one goes on, and says in /health why. So it is with a store that has changed. All of this needs
fork, so it does not run on Windows.
"""

from __future__ import annotations

import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from select import select
from types import FrameType

from lod import source
from lod.errors import LodError, StoreError, UsageError
from lod.server.behind import Watch
from lod.server.board import Board
from lod.server.generation import Generation, Ready
from lod.server.settings import GRACE, Settings
from lod.workspace import Workspace

#: Seconds between two looks at the files, at least; looking takes at most a twentieth of a processor.
LOOK = 0.5
SHARE = 20

#: When a file has changed, its writer may not be done yet.
SETTLE = 0.1


#: What the server reads, as it was at a look: files by their times and sizes, the store by its state.
Seen = Mapping[Path | str, tuple[int, int] | str]
STORE = "store"


@dataclass(frozen=True, slots=True)
class Told:
    """What `serve` tells the one who called it: it serves, or it goes on with older data because of a `fault`."""

    address: str
    triples: int = 0
    seconds: float = 0.0
    fault: LodError | None = None


def serve(opened: Callable[[], Workspace], settings: Settings, tell: Callable[[Told], None]) -> None:
    """Serve the workspace that `opened` returns until SIGTERM or SIGINT comes.

    `opened` is called anew for each generation; `tell` is called when one begins to serve, and when one cannot. Raises
    LodError if the first generation cannot be loaded, UsageError if the address cannot be had.
    """
    listening = _listen(settings)
    with tempfile.TemporaryDirectory(prefix="lod-") as folder, listening:
        _Server(opened, settings, tell, listening, Path(folder)).run()


class _Server:
    def __init__(
        self,
        opened: Callable[[], Workspace],
        settings: Settings,
        tell: Callable[[Told], None],
        listening: socket.socket,
        memory: Path,
    ) -> None:
        self.opened = opened
        self.settings = settings
        self.tell = tell
        self.listening = listening
        self.memory = memory
        # The fronts of the generation that goes and of the one that comes count in rows of their own.
        self.board = Board(2 * settings.fronts)
        self.turn = 0
        self.ending = False
        self.seen: Seen = {}
        self.watch: Watch | None = None
        self.fault: StoreError | None = None
        host, port = listening.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        self.address = f"http://{name}:{port}{settings.mount(opened().config.base)}"

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        self.seen = self._look()
        old: list[Generation] = []
        serving = self._begin()
        try:
            self._told(serving.ready())
            pause = LOOK
            while not self.ending:
                self._rest(pause)
                old = [generation for generation in old if not generation.gone()]
                if serving.gone() and not self.ending:
                    raise LodError("the server's process has ended", remedy="See its log for why, and start it anew.")
                if not self.settings.reload or self.ending:
                    continue
                began = time.process_time()
                changed = self._changed()
                pause = max(LOOK, SHARE * (time.process_time() - began))
                if changed and (new := self._next()) is not None:
                    serving.end()
                    old.append(serving)
                    serving = new
        finally:
            serving.end()
            for generation in (serving, *old):
                generation.wait(GRACE + 2)

    def _begin(self) -> Generation:
        stamps = [stamp[0] for stamp in self.seen.values() if isinstance(stamp, tuple)]
        modified = max(stamps, default=0) / 1e9 or time.time()
        return Generation(
            self.opened,
            self.settings,
            self.board,
            first_row=self.turn % 2 * self.settings.fronts,
            listening=self.listening,
            modified=None if self.watch else modified,
            memory=self.memory,
        )

    def _next(self) -> Generation | None:
        """Return the next generation when it serves, None if it cannot; the board says why."""
        self.turn += 1
        generation = self._begin()
        try:
            self._told(generation.ready())
        except LodError as error:
            self.turn -= 1
            generation.end()
            generation.wait(1.0)
            if self.watch and isinstance(error, StoreError):
                # The store may be back at the next look, as it is now.
                self.watch.forget()
                self.seen = self._look()
            self.board.message = str(error)
            self.tell(Told(self.address, fault=error))
            return None
        return generation

    def _told(self, ready: Ready) -> None:
        self.board.message = ""
        self.tell(Told(self.address, ready.triples, ready.seconds))

    def _changed(self) -> bool:
        """Tell whether files, or the store, have changed since the last look, once they have come to rest."""
        now = self._look()
        self._mind(self.watch.fault if self.watch else None)
        if now == self.seen:
            return False
        while True:
            time.sleep(SETTLE)
            later = self._look()
            if later == now:
                self.seen = now
                return True
            now = later

    def _mind(self, fault: StoreError | None) -> None:
        """Say when the store does not tell whether it has changed, and no longer when it does again."""
        if str(fault) != str(self.fault):
            self.board.message = str(fault or "")
            if fault:
                self.tell(Told(self.address, fault=fault))
        self.fault = fault

    def _look(self) -> Seen:
        try:
            workspace = self.opened()
            files = _snapshot(workspace)
        except LodError:
            # A configuration that cannot be read is news too: loading it says what is wrong.
            return {path: _stamp(path) if isinstance(path, Path) else stamp for path, stamp in self.seen.items()}
        if not workspace.on_store:
            self.watch = None
            return files
        if self.watch is None or self.watch.store != workspace.config.store:
            self.watch = Watch(workspace, self.settings.fresh)
        return {**files, STORE: self.watch.look()}

    def _rest(self, seconds: float) -> None:
        over = time.monotonic() + seconds
        while not self.ending and (left := over - time.monotonic()) > 0:
            select([], [], [], min(left, 0.1))

    def _end(self, *_: int | FrameType | None) -> None:
        self.ending = True


def _listen(settings: Settings) -> socket.socket:
    """Return a socket that listens at the address of the settings. Raises UsageError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except (OSError, OverflowError) as error:
        what = f"cannot listen at {settings.host} port {settings.port}: {getattr(error, 'strerror', None) or error}"
        raise UsageError(what, remedy="Choose another with --port or --host; perhaps a server runs already.") from None
    return listening


def _snapshot(workspace: Workspace) -> Seen:
    """Return the files that the server reads, each with the time of its last change and its size."""
    config = workspace.config
    data = () if workspace.on_store else config.data
    files: Iterable[Path] = (
        *source.find((*data, *config.ontology, *config.shapes)),
        *(file for folder in (*config.queries, *config.templates) for file in sorted(folder.rglob("*"))),
        *((config.source,) if config.source else ()),
    )
    return {path: _stamp(path) for path in files}


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0  # it has just gone: another state than before
    return status.st_mtime_ns, status.st_size
