"""The store behind a server: asked with little patience, and watched for changes."""

from __future__ import annotations

import hashlib
import os
import time
from functools import partial
from typing import TYPE_CHECKING

from lod.errors import StoreError
from lod.graph.remote import Connection, RemoteGraph, from_environment
from lod.syncing.ledger import UNDERWAY, Ledger

if TYPE_CHECKING:
    from lod.workspace import Workspace

#: Seconds between two tries at most: readers wait for them.
PAUSE = 0.1

#: Seconds in which the store must say whether it has changed.
LOOK = 10.0


def connected(workspace: Workspace, timeout: float | None = None) -> RemoteGraph:
    """Return the store of a workspace's settings as a graph; where it is away, that is known within a second.

    `timeout` is in seconds, as for `Connection`. Raises UsageError if the settings name no store.
    """
    store = workspace.remote.store
    connection = Connection(from_environment(os.environ), timeout=timeout, wait=_wait)
    return RemoteGraph(store, workspace.config.base, connection)


def state(remote: RemoteGraph, base: str) -> str:
    """Return what is another one once the data has changed: from the ledger of `lod push`, else the number of triples.

    While a push is at work, the state is one of its own. Raises StoreError.
    """
    ledger = Ledger(remote, base)
    pushed = ledger.state()
    if pushed is None:
        return str(len(remote))
    if pushed == UNDERWAY:
        return UNDERWAY
    lines = sorted(f"{name} {digest}" for name, digest in ledger.digests().items())
    return hashlib.sha256("\n".join((pushed, *lines)).encode()).hexdigest()


class Watch:
    """Looks at a store, every so many seconds, whether it has changed; `fault` is what kept it from that the last time.

    `seen` is the state at the last look that succeeded.
    """

    def __init__(self, workspace: Workspace, every: float) -> None:
        self.store = workspace.config.store
        self.seen = ""
        self.fault: StoreError | None = None
        self._look = partial(state, connected(workspace, LOOK), workspace.config.base)
        self._every = every
        self._next = 0.0

    def look(self) -> str:
        """Return the state of the store, as it was not longer ago than that."""
        if time.monotonic() >= self._next:
            try:
                self.seen, self.fault = self._look(), None
            except StoreError as fault:
                self.fault = fault
            self._next = time.monotonic() + self._every
        return self.seen

    def forget(self) -> None:
        """Take the store for changed at the next look that succeeds."""
        self.seen = ""


def _wait(seconds: float) -> None:
    time.sleep(min(seconds, PAUSE))
