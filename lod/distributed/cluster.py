"""The workers of a Dask cluster, for builds and validations (extra `dask`): only here `distributed` is known."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import lod
from lod.config import Config
from lod.distributed.building import Build
from lod.distributed.judging import Trial, judge
from lod.distributed.order import Order, carry_out, prepare
from lod.errors import LodError, PublishError, UsageError
from lod.publishing.making import Maker
from lod.validation.remote.validating import Judged, Page

R = TypeVar("R")

#: Seconds in which a scheduler has to answer.
TIMEOUT = 10

#: So many tasks a thread are on their way at once: enough that no worker waits, and what they yield stays bounded.
_AHEAD = 4

_REMEDY = "Look after the scheduler (its dashboard shows the workers), then run the same command again: it goes on."


class Cluster:
    """The workers of a cluster; what a lost worker had is done again by the others.

    All see the same files, of the workspace and of the output, and have the same versions of lod and its libraries;
    one that does not is found out before it writes. `store` as for `Workspace`.
    """

    def __init__(self, client: Any, *, store: bool | None = None) -> None:
        self._client = client
        self._store = store
        self._number = secrets.token_hex(8)

    def share(self, maker: Maker, work: Callable[[Maker, Any], R], tasks: Iterable[Any]) -> Iterator[R]:
        """Yield what `work` makes of each task of a build, in their order. Raises what `work` raises, PublishError."""
        site = maker.site
        order = Build(self._number, site.config, self._store, site.report, maker.commission)
        return self._each(order, work, tasks)

    def judged(self, config: Config, profiles: Iterable[str], pages: Iterable[Page]) -> Iterator[Judged]:
        """Yield what became of pages of suspects of a store, in their order. Raises LodError."""
        order = Trial(secrets.token_hex(8), config, tuple(profiles), lod.__version__)
        return self._each(order, judge, pages)

    def _each(self, order: Order, work: Callable[[Any, Any], R], tasks: Iterable[Any]) -> Iterator[R]:
        rest = iter(tasks)
        with _translated():
            # Once to each worker, not with each task.
            sent = self._client.scatter(order, broadcast=True)
            threads = sum(self._client.nthreads().values())
            on_the_way = deque(self._submit(sent, work, task) for task in islice(rest, _AHEAD * threads))
            while on_the_way:
                result = on_the_way.popleft().result()
                on_the_way.extend(self._submit(sent, work, task) for task in islice(rest, 1))
                yield result

    def _submit(self, order: Any, work: Callable[[Any, Any], Any], task: Any) -> Any:
        # What has been done has been written: that another task is the same is no reason to leave it out.
        return self._client.submit(carry_out, order, work, task, pure=False)


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
    prepare()
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
