"""Change a graph in a store: by SPARQL 1.1 Update, else by the Graph Store HTTP Protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from lod.errors import StoreError, UsageError
from lod.graph.remote.connection import BUSY
from lod.graph.remote.endpoint import Endpoint
from lod.graph.remote.refusals import LONG
from lod.graph.remote.standins import stand_in

#: How many triples are sent at once: Virtuoso 7 compiles no update of 5,000.
BATCH = 2000

#: What a store may answer to an update that is too long for it; the halves of it may not be.
_TOO_MUCH = (*LONG, 400, 500)


@dataclass(frozen=True, slots=True)
class Change:
    """What goes and what comes of a thing and its blank nodes: they belong together, and are sent together."""

    removed: tuple[ox.Triple, ...] = ()
    added: tuple[ox.Triple, ...] = ()

    def __len__(self) -> int:
        return len(self.removed) + len(self.added)


class Writer(Protocol):
    """Changes one graph in a store; the same change may be made twice."""

    #: How many files are worth a change of their own; None is all at once.
    files: int | None

    def change(self, changes: Iterable[Change]) -> None:
        """Make the changes. Raises StoreError; then some may have been made."""


def writer(endpoint: Endpoint) -> Writer:
    """Return what writes to the graph of an endpoint. Raises UsageError where the settings name no address for that."""
    if endpoint.store.update:
        return _Updating(endpoint, endpoint.store.update)
    if endpoint.store.data:
        return _Replacing(endpoint, endpoint.store.data)
    remedy = 'Add to [store]: update = "https://.../update", or data = "https://.../data" for the Graph Store Protocol.'
    raise UsageError("the settings name no address to write to", where=endpoint.store.query, remedy=remedy)


class _Updating:
    """SPARQL 1.1 Update, section 3.1: each request takes away and brings all of some things."""

    files: int | None = 200

    def __init__(self, endpoint: Endpoint, url: str) -> None:
        self._endpoint = endpoint
        self._url = url
        self._size = BATCH

    def change(self, changes: Iterable[Change]) -> None:
        held: list[Change] = []
        size = 0
        for change in changes:
            if held and size + len(change) > self._size:
                self._send(held)
                held, size = [], 0
            held.append(change)
            size += len(change)
        if held:
            self._send(held)

    def _send(self, changes: Sequence[Change]) -> None:
        parts = [
            f"{verb} DATA {{ {self._within(self._endpoint.lines(triples))} }}"
            for verb, triples in (
                ("DELETE", [triple for change in changes for triple in change.removed]),
                ("INSERT", [triple for change in changes for triple in change.added]),
            )
            if triples
        ]
        if not parts:
            return
        size = sum(map(len, changes))
        again = BUSY if size == 1 else tuple(status for status in BUSY if status not in LONG)
        try:
            # As it is, not as a form (SPARQL 1.1 Protocol, section 2.2.2): writing that took a third of the time.
            body = " ;\n".join(parts).encode()
            headers = {"Content-Type": "application/sparql-update"}
            self._endpoint.connection.send("POST", self._url, data=body, headers=headers, again=again).close()
            return
        except StoreError as error:
            # A refusal of one triple is one; so is that of the first half of a half, soon.
            if error.status not in _TOO_MUCH:
                raise
            if not self._endpoint.standing_in and _is_of_value(error) and any(map(_has_stand_in, changes)):
                self._endpoint.standing_in = True
                self._send(changes)
                return
            if size == 1:
                raise _refused(error, parts[0]) from None
        self._size = max(1, min(self._size, (size + 1) // 2))
        for half in _halves(changes):
            self._send(half)

    def _within(self, lines: str) -> str:
        graph = self._endpoint.store.graph
        return f"GRAPH <{graph}> {{\n{lines}}}" if graph else f"\n{lines}"


class _Replacing:
    """SPARQL 1.1 Graph Store HTTP Protocol, sections 5.3 and 5.5: what only comes is added, else all is replaced."""

    files: int | None = None

    def __init__(self, endpoint: Endpoint, url: str) -> None:
        self._endpoint = endpoint
        self._url = url

    def change(self, changes: Iterable[Change]) -> None:
        changes = list(changes)
        added = [triple for change in changes for triple in change.added]
        removed = {triple for change in changes for triple in change.removed}
        if removed:
            rows = self._endpoint.collected("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
            kept = {ox.Triple(*row) for row in rows} - removed  # type: ignore[arg-type]  # in a triple of a store each stands where it may
            self._send("PUT", sorted(kept | set(added), key=str))
            return
        for start in range(0, len(added), BATCH):
            self._send("POST", added[start : start + BATCH])

    def _send(self, method: str, triples: Sequence[ox.Triple]) -> None:
        graph = self._endpoint.store.graph
        params = {"graph": graph} if graph else {"default": ""}
        body = self._endpoint.lines(triples).encode()
        headers = {"Content-Type": "application/n-triples"}
        self._endpoint.connection.send(method, self._url, data=body, params=params, headers=headers).close()


def _is_of_value(error: StoreError) -> bool:
    """Tell whether a store says that it does not take a duration; what it repeats of the request does not count."""
    return "duration" in _said(error).lower()


def _has_stand_in(change: Change) -> bool:
    return any(stand_in(triple.object) for triple in (*change.removed, *change.added))


def _said(error: StoreError) -> str:
    return error.what.partition(" SPARQL query:")[0]


def _refused(error: StoreError, request: str) -> StoreError:
    """Return the error of a request for one triple: with this, in the place of the store's echo of all of it."""
    what = f"{_said(error)}\n    {' '.join(request.split())}"
    remedy = f"The store does not take this statement. {error.remedy or ''}".strip()
    return StoreError(what, where=error.where, remedy=remedy, status=error.status)


def _halves(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield two halves of changes; of a single one, its triples: what is removed in the first, with half of the new."""
    if len(changes) > 1:
        middle = len(changes) // 2
        yield list(changes[:middle])
        yield list(changes[middle:])
        return
    [change] = changes
    middle = len(change) // 2
    yield [Change(change.removed[:middle], change.added[: max(0, middle - len(change.removed))])]
    yield [Change(change.removed[middle:], change.added[max(0, middle - len(change.removed)) :])]
