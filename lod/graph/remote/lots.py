"""Making something of many things of a store: by lots of hundreds, each on a small graph of what they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from lod.errors import StoreError
from lod.graph.remote.near import Near
from lod.graph.remote.reading import RemoteGraph
from lod.graph.store import Subject

K = TypeVar("K")
T = TypeVar("T")

#: What so many things look at is fetched together.
LOT = 400


def made(
    remote: RemoteGraph,
    things: Iterable[K],
    maker: Callable[[Near], Callable[[K], T]],
    nodes: Callable[[K], Iterable[Subject]] = lambda _: (),
    size: int = LOT,
) -> Iterator[T]:
    """Yield what is made of each thing, in their order; `size` of them are taken at a time.

    `maker` returns what makes them on a part of the graph, and may remember what it has read there: with more of the
    graph it is asked for anew. Things are tried again until they have seen all that they look at, so making them must
    not change anything. `nodes` are those that a thing is known to look at. Raises what
    the making raises, and StoreError.
    """
    coming = iter(things)
    while lot := list(islice(coming, size)):
        yield from _Lot(lot, maker).made(remote, [node for thing in lot for node in nodes(thing)])


class _Lot(Generic[K, T]):
    """Some things, made as far as what they look at is there."""

    def __init__(self, things: list[K], maker: Callable[[Near], Callable[[K], T]]) -> None:
        self._things = things
        self._maker = maker
        self._made: dict[int, T] = {}

    def made(self, remote: RemoteGraph, nodes: Iterable[Subject]) -> Iterator[T]:
        remote.near(self._go_on, nodes)
        return (self._made.pop(number) for number in range(len(self._things)))

    def _go_on(self, near: Near) -> None:
        make, before = self._maker(near), near.misses
        for number, thing in enumerate(self._things):
            if number in self._made:
                continue
            try:
                result = make(thing)
            except StoreError:
                # A store that does not answer is no sign of something that has yet to be fetched.
                raise
            except Exception:
                # Whatever it is: it may have failed for what is not there yet.
                if near.misses == before:
                    raise
                continue
            # From the first miss on things are tried only to see what they look at: what is remembered may be wrong.
            if near.misses == before:
                self._made[number] = result
