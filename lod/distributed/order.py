"""What workers elsewhere are told: an order comes to each once, and to it come the tasks."""

from __future__ import annotations

import copyreg
import threading
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Protocol

from lod.errors import PublishError

#: What to do where a worker does not see what it needs.
SHARED = "Give all workers the same files: a shared folder at the same path."


class Order(Protocol):
    """What is to be worked on; `number` is the order's own, so that a worker knows it again."""

    @property
    def number(self) -> str: ...

    def begin(self) -> Any:
        """Return what the tasks are done with, made in the worker. Raises LodError."""


def prepare() -> None:
    """Let settings and results be sent to other processes: the mappings in them cannot be as they are."""
    copyreg.pickle(MappingProxyType, _mapping)


def _mapping(mapping: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return MappingProxyType, (dict(mapping),)


def carry_out(order: Order, work: Callable[[Any, Any], Any], task: Any) -> Any:
    """Do one task of an order in this worker. Raises what `work` raises."""
    prepare()
    with _LOCK:
        try:
            if order.number not in _begun:
                # Of one order only: it holds a graph.
                _begun.clear()
                _begun[order.number] = order.begin()
            return work(_begun[order.number], task)
        except OSError as error:
            # What it is on this machine has to be said by this machine.
            what = f"a worker cannot read or write it: {error.strerror or error}"
            raise PublishError(what, where=error.filename) from None


#: A worker may have several threads; what is done for an order is one thread's.
_LOCK = threading.Lock()
_begun: dict[str, Any] = {}
