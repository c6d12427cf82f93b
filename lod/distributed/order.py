"""What a worker elsewhere is told, and the maker that it makes of that."""

from __future__ import annotations

import copyreg
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lod.config import Config
from lod.errors import PublishError
from lod.publishing.disk.folder import Folder
from lod.publishing.disk.storage import Storage
from lod.publishing.disk.target import Target
from lod.publishing.making import Commission, Maker
from lod.publishing.paging import maker_of
from lod.publishing.site import reads
from lod.publishing.site.reads import Reads, Watched
from lod.publishing.site.site import Site
from lod.publishing.state import key_of, state_of
from lod.validation import Report
from lod.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Order:
    """Where the data is (the settings name its files), and what is to be made of it.

    `number` is the order's own, so that a worker knows it again.
    """

    number: str
    config: Config
    store: bool | None
    report: Report | None = field(repr=False)
    commission: Commission


def prepare() -> None:
    """Let settings and reports be sent to other processes: the mappings in them cannot be as they are."""
    copyreg.pickle(MappingProxyType, _mapping)


def _mapping(mapping: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return MappingProxyType, (dict(mapping),)


def carry_out(order: Order, work: Callable[[Maker, Any], Any], task: Any) -> Any:
    """Do one task of an order in this worker. Raises what `work` raises."""
    with _LOCK:
        try:
            if order.number not in _makers:
                # Of one order only: a maker holds a graph.
                _makers.clear()
                _makers[order.number] = _maker(order)
            return work(_makers[order.number], task)
        except OSError as error:
            # What it is on this machine has to be said by this machine.
            where = error.filename or order.commission.place
            raise PublishError(f"a worker cannot write it: {error.strerror or error}", where=where) from None


#: A worker may have several threads; a maker is one thread's.
_LOCK = threading.Lock()
_makers: dict[str, Maker] = {}


def _maker(order: Order) -> Maker:
    commission = order.commission
    for folder in (*order.config.data, *order.config.ontology, *order.config.shapes):
        if not folder.exists():
            raise PublishError("a worker does not see the files", where=folder, remedy=_SHARED)
    workspace = Workspace(order.config, store=order.store)
    graph = Watched(workspace.whole, Reads())
    address, searched = commission.base_url, commission.searched
    site = Site(order.config, graph, workspace.vocabulary, address, searched, order.report)
    if key_of(site) != commission.key:
        what = "a worker has another version of lod, of its libraries or of the settings, shapes or terms"
        raise PublishError(what, remedy="Install the same versions there (pip freeze), from the same lock file.")
    if state_of(site)[reads.number(reads.ALL)] != commission.state:
        raise PublishError("a worker sees other data", where=order.config.root, remedy=_SHARED)
    return maker_of(site, _target(commission.place), commission)


_SHARED = "Give all workers the same files: a shared folder at the same path."


def _target(place: Path | str) -> Target:
    # Whoever ordered it holds the place.
    return Folder(place) if isinstance(place, Path) else Storage(place)
