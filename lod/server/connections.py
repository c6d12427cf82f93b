"""Connections that are not held up: who sends or takes nothing for a while is let go.

uvicorn bounds only the pause between two requests. Without more, a few thousand clients that never finish what they
begin would take all connections that there are.
"""

from __future__ import annotations

import asyncio
import resource

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Seconds in which the head of a request must come.
HEAD = 15

#: Seconds in which a client must take what stands in its buffer, some 50 kB.
TAKE = 30

#: Connections of one process at most, and files that it may need for other things.
MOST = 4000
OTHERS = 100


class Prompt(HttpToolsProtocol):
    """uvicorn's protocol with a limit to the time that a client may take."""

    _due: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        super().connection_made(transport)
        self._due = self.loop.call_later(HEAD, transport.abort)

    def on_message_begin(self) -> None:
        if self._due is None:
            self._due = self.loop.call_later(HEAD, self.transport.abort)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._due = _cancelled(self._due)
        super().on_headers_complete()

    def pause_writing(self) -> None:
        self._stalled = self.loop.call_later(TAKE, self.transport.abort)
        super().pause_writing()

    def resume_writing(self) -> None:
        self._stalled = _cancelled(self._stalled)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._due, self._stalled = _cancelled(self._due), _cancelled(self._stalled)
        super().connection_lost(exc)


def _cancelled(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """Cancel a timer, and return what stands in its place: none."""
    if timer is not None:
        timer.cancel()
    return None


def most() -> int:
    """Return how many connections this process may have, once it has asked the system for as many files as it needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + OTHERS if hard == resource.RLIM_INFINITY else min(MOST + OTHERS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(wanted - OTHERS, 1)
