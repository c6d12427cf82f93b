"""What workers elsewhere are told: an order comes to each once, and to it come the tasks.

Both travel closed: else the scheduler, through which they go, would open them, and load all of lod for that before it
hands them on.
"""

from __future__ import annotations

import copyreg
import pickle
import threading
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, Protocol

from lod.errors import PublishError

#: What to do where a worker does not see what it needs.
SHARED = "Give all workers the same files: a shared folder at the same path."

#: What to do where a worker is not as it should be.
SAME = "Install the same versions there (pip freeze), from the same lock file."


class Order(Protocol):
    """What is to be worked on; `number` is the order's own, so that a worker knows it again."""

    @property
    def number(self) -> str: ...

    def begin(self) -> Any:
        """Return what the tasks are done with, made in the worker. Raises LodError."""


def closed(order: Order) -> bytes:
    """Return an order as it is sent."""
    return _dumped(order)


def tasks_of(work: Callable[[Any, Any], Any], tasks: Iterable[Any]) -> bytes:
    """Return, as it is sent, what is to be done and with what."""
    return _dumped((work, list(tasks)))


#: What lets a worker begin an order before it has a task.
NOTHING = pickle.dumps((None, []))


def carry_out(number: str, order: bytes | None, tasks: bytes) -> list[Any] | None:
    """Do some tasks of an order in this worker, and return what came of each. Raises what `work` raises.

    Returns None where this worker has not begun the order that has this number, and is not told it.
    """
    from lod.publishing.disk.collecting import rarely  # here, see above

    _let_mappings_travel()
    with _LOCK, rarely():
        try:
            if number not in _begun:
                if order is None:
                    return None
                # Of one order only: it holds a graph.
                _begun.clear()
                _begun[number] = _opened(order).begin()
            work, each = _opened(tasks)
            return [work(_begun[number], task) for task in each]
        except OSError as error:
            # What it is on this machine has to be said by this machine.
            what = f"a worker cannot read or write it: {error.strerror or error}"
            raise PublishError(what, where=error.filename) from None


def _let_mappings_travel() -> None:
    # They are in settings and results, and cannot be sent as they are.
    copyreg.pickle(MappingProxyType, lambda mapping: (read_only, (dict(mapping),)))


def read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Return a mapping as it was before it was sent."""
    return MappingProxyType(mapping)


def _dumped(value: Any) -> bytes:
    _let_mappings_travel()
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _opened(content: bytes) -> Any:
    try:
        return pickle.loads(content)  # noqa: S301  # from the scheduler, which could as well send code
    except (AttributeError, ImportError) as error:
        raise PublishError(f"a worker has another version of lod: {error}", remedy=SAME) from None


#: A worker may have several threads; what is done for an order is one thread's.
_LOCK = threading.Lock()
_begun: dict[str, Any] = {}
