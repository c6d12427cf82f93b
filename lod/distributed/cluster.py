"""The workers of a Dask cluster, for builds and validations (extra `dask`): only here `distributed` is known."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import lod
from lod.config import Config
from lod.distributed.building import Build, make
from lod.distributed.order import NOTHING, Order, carry_out, closed, tasks_of
from lod.errors import LodError, PublishError, UsageError
from lod.publishing.making import Maker
from lod.publishing.site.site import Site

if TYPE_CHECKING:
    from lod.validation.remote.validating import Judged, Page

R = TypeVar("R")
T = TypeVar("T")

#: Seconds in which a scheduler has to answer.
TIMEOUT = 10

#: So many tasks a thread are on their way at once: enough that no worker waits, and what they yield stays bounded.
_AHEAD = 4

#: So many tasks at most are sent as one: to hand on what is sent costs scheduler, worker and sender 15 ms together.
_TOGETHER = 4

_REMEDY = "Look after the scheduler (its dashboard shows the workers), then run the same command again: it goes on."


class Cluster:
    """The workers of a cluster; what a lost worker had is done again by the others.

    All see the same files, of the workspace and of the output, and have the same versions of lod and its libraries;
    one that does not is found out before it writes. `store` as for `Workspace`.
    """

    def __init__(self, client: Any, *, store: bool | None = None) -> None:
        self._client = client
        self._store = store
        self._prepared: Sent | None = None

    def prepare(self, site: Site) -> None:
        """Let the workers open the workspace while whoever calls finds out what is to be made."""
        order = Build(secrets.token_hex(8), site.config, self._store, site.report, site.base_url, site.searched)
        self._prepared = self._send(order)

    def share(self, maker: Maker, work: Callable[[Maker, Any], R], tasks: Sequence[Any]) -> Iterator[R]:
        """Yield what `work` makes of each task of a build, in their order. Raises what `work` raises, PublishError.

        It is a build of the site that `prepare` was called with.
        """
        assert self._prepared is not None, "called before"  # noqa: S101  # its type cannot say so
        parcels = bundles(tasks, self._threads())
        asked = ([(maker.commission, work, task) for task in some] for some in parcels)
        return self._each(self._prepared, make, asked)

    def judged(self, config: Config, profiles: Iterable[str], pages: Iterable[Page]) -> Iterator[Judged]:
        """Yield what became of pages of suspects of a store, in their order. Raises LodError."""
        # Here, since a build does without it, and each worker would wait for it.
        from lod.distributed.judging import Trial, judge

        order = Trial(secrets.token_hex(8), config, tuple(profiles), lod.__version__)
        return self._each(self._send(order), judge, ([page] for page in pages))

    def _send(self, order: Order) -> Sent:
        with _translated():
            return Sent(self._client, order)

    def _each(self, sent: Sent, work: Callable[[Any, Any], R], bundles: Iterable[Sequence[Any]]) -> Iterator[R]:
        rest = (tasks_of(work, some) for some in bundles)
        with _translated():
            on_the_way = deque((some, sent.begun(some)) for some in islice(rest, _AHEAD * self._threads()))
            while on_the_way:
                results = sent.results(*on_the_way.popleft())
                on_the_way.extend((some, sent.begun(some)) for some in islice(rest, 1))
                yield from results

    def _threads(self) -> int:
        # All workers may have been lost just now; others may come.
        return sum(self._client.nthreads().values()) or 1


class Sent:
    """An order that all workers have been sent, who begin it at once, and what they are to do of it."""

    def __init__(self, client: Any, order: Order) -> None:
        self._client = client
        self._number, self._order = order.number, closed(order)
        # No task asks for the result of another, else the scheduler would give them to whoever has that.
        self._first = [self._submit(self._order, NOTHING, workers=[worker]) for worker in client.nthreads()]

    def begun(self, tasks: bytes) -> Any:
        """Return the future of what comes of some tasks."""
        return self._submit(None, tasks)

    def results(self, tasks: bytes, begun: Any) -> list[Any]:
        """Return what came of some tasks. Raises what they raise."""
        results = begun.result()
        # A worker that has come since does not know the order.
        return self._submit(self._order, tasks).result() if results is None else results  # type: ignore[no-any-return]  # its own

    def _submit(self, order: bytes | None, tasks: bytes, **where: Any) -> Any:
        # What has been done has been written: that another task is the same is no reason to leave it out.
        return self._client.submit(carry_out, self._number, order, tasks, pure=False, **where)


def bundles(tasks: Sequence[T], threads: int) -> Iterator[Sequence[T]]:
    """Yield tasks in bundles, small ones towards the end, so that all threads end at about the same time."""
    start = 0
    while start < len(tasks):
        size = min(_TOGETHER, max(1, (len(tasks) - start) // (_AHEAD * threads)))
        yield tasks[start : start + size]
        start += size


@contextmanager
def cluster(address: str, *, store: bool | None = None) -> Iterator[Cluster]:
    """Connect to the scheduler at an address such as `tcp://host:8786` while the block runs.

    Raises UsageError where `distributed` is not installed, PublishError if there is no scheduler, or none with workers.
    """
    try:
        from distributed import Client  # here, since it is an extra
        from distributed.comm.addressing import resolve_address
    except ImportError:
        remedy = "Install it, on the workers too: pip install 'lod[dask]'"
        raise UsageError("a scheduler needs the package distributed", remedy=remedy) from None
    try:
        # First, since a client that was not made for want of an address complains when it is thrown away.
        resolve_address(address)
        client: Any = Client(address, timeout=TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]  # its own
    except (OSError, ValueError) as error:
        remedy = "Start one: dask scheduler, and workers for it: dask worker ADDRESS --nthreads 1"
        what = f"there is no scheduler: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        raise PublishError(what, where=address, remedy=remedy) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=TIMEOUT)
        except TimeoutError:
            remedy = f"Start some: dask worker {address} --nthreads 1"
            raise PublishError("the scheduler has no workers", where=address, remedy=remedy) from None
        yield Cluster(client, store=store)


@contextmanager
def _translated() -> Iterator[None]:
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield
    except LodError:
        raise
    except KilledWorker as error:
        raise PublishError(f"several workers ended over one task: {error}", remedy=_REMEDY) from error
    except (CommClosedError, CancelledError, TimeoutError) as error:
        raise PublishError(f"the scheduler is gone: {error}", remedy=_REMEDY) from error
