"""One push at a time: a claim in the ledger, which ends by itself if nobody renews it."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import pyoxigraph as ox

from lod.errors import StoreError
from lod.syncing.ledger import TERMS, Ledger

CLAIM = ox.NamedNode(f"{TERMS}claim")

_CLAIM = re.compile(r"[0-9]{1,12} \S+ [0-9]{1,9} \S+")

#: Seconds for which a claim holds: longer than any request may take with all its tries.
HOLDS = 600.0
#: A claim is renewed when it is older than this many seconds.
RENEW = 60.0


@dataclass(frozen=True, slots=True)
class Claim:
    """Who pushes, and until when, in seconds since 1970; machine and process tell its owner whether it still runs."""

    until: float
    machine: str
    process: int
    id: str

    @property
    def literal(self) -> ox.Literal:
        return ox.Literal(f"{self.until:.0f} {self.machine} {self.process} {self.id}")

    @classmethod
    def of(cls, text: str) -> Claim:
        until, machine, process, id = text.split(" ")
        return cls(float(until), machine, int(process), id)

    def over(self) -> bool:
        """Tell whether it holds no more: its time is over, or its process on this machine has ended."""
        return self.until < time.time() or (self.machine == _machine() and not _runs(self.process))


class Lease:
    """The claim of this push, held."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._own: Claim | None = None
        self._id = uuid.uuid4().hex[:12]

    def renew(self) -> None:
        """Let the claim hold on, if it is time for that."""
        if self._own is None or self._own.until - time.time() > HOLDS - RENEW:
            return
        self._replace([self._own], self._new())

    def check(self) -> None:
        """Raise StoreError if someone pushes at the moment."""
        self._refuse(self._claims())

    def take(self) -> None:
        """Claim the ledger. Raises StoreError if someone else has; two that come at once may both give way."""
        claims = self._claims()
        self._refuse(claims)
        self._replace(claims, self._new())
        # Stores differ in what they check within an update, so it is read back who else has come.
        try:
            self._refuse([claim for claim in self._claims() if claim != self._own])
        except StoreError:
            self.release()
            raise

    def release(self) -> None:
        """Give the claim back."""
        if self._own is not None:
            self._replace([self._own], None)

    def _new(self) -> Claim:
        return Claim(float(int(time.time() + HOLDS)), _machine(), os.getpid(), self._id)

    def _claims(self) -> list[Claim]:
        rows = self._ledger.graph.collected(f"SELECT ?claim WHERE {{ {self._ledger.node} {CLAIM} ?claim }}")
        texts = (term.value for (term,) in rows if isinstance(term, ox.Literal))
        return [Claim.of(text) for text in texts if _CLAIM.fullmatch(text)]

    def _refuse(self, claims: list[Claim]) -> None:
        for claim in claims:
            if not claim.over():
                until = datetime.fromtimestamp(claim.until, UTC).strftime("%H:%M:%S")
                what = "another push is at work in this store"
                remedy = f"Wait until it has ended; if it was broken off, its claim ends at {until} UTC by itself."
                raise StoreError(what, where=self._ledger.graph.store.query, remedy=remedy)

    def _replace(self, old: list[Claim], new: Claim | None) -> None:
        node = self._ledger.node
        removed = [ox.Triple(node, CLAIM, claim.literal) for claim in old if claim != new]
        self._ledger.change(removed, [ox.Triple(node, CLAIM, new.literal)] if new and new not in old else [])
        self._own = new


@contextmanager
def held(ledger: Ledger) -> Iterator[Lease]:
    """Hold the ledger while something is done. Raises StoreError as `Lease.take` does."""
    lease = Lease(ledger)
    lease.take()
    try:
        yield lease
    except BaseException:
        # What has gone wrong is what must be told; the claim ends by itself, and at once for this machine.
        with suppress(StoreError):
            lease.release()
        raise
    lease.release()


def _machine() -> str:
    """Return what tells this machine from others without telling its name: the ledger may be read by everyone."""
    return hashlib.sha256(f"{socket.gethostname()} {uuid.getnode()}".encode()).hexdigest()[:12]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is another user's
    return True
