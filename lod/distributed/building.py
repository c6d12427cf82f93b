"""A build as an order: each worker opens the workspace and has a site and a maker of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lod.config import Config
from lod.distributed.order import SAME, SHARED
from lod.errors import PublishError
from lod.publishing.disk.folder import Folder
from lod.publishing.disk.storage import Storage
from lod.publishing.disk.target import Target
from lod.publishing.making import Commission, Maker
from lod.publishing.paging import maker_of
from lod.publishing.site.site import Site
from lod.publishing.state import everything, key_of
from lod.validation import Report
from lod.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Build:
    """Where the data is (the settings name its files, or a store), and of what the site is to be."""

    number: str
    config: Config
    store: bool | None
    report: Report | None = field(repr=False)
    base_url: str
    searched: bool

    def begin(self) -> Workshop:
        """Return this worker's own site. Raises PublishError where it does not see the files."""
        for folder in (*self.config.data, *self.config.ontology, *self.config.shapes):
            if not folder.exists():
                raise PublishError("a worker does not see the files", where=folder, remedy=SHARED)
        workspace = Workspace(self.config, store=self.store)
        graph = workspace.whole
        return Workshop(Site(self.config, graph, workspace.vocabulary, self.base_url, self.searched, self.report))


class Workshop:
    """A worker's site, with what tells whether it is that of the others, and its maker once there is a commission."""

    def __init__(self, site: Site) -> None:
        self.site = site
        # At once, while whoever has ordered it finds out the same and what is to be made.
        self._key, self._state = key_of(site), everything(site)
        # Found out now, or the first page that asks for it would be said to have read all things.
        _ = site.paths, site.lists
        self._maker: Maker | None = None

    def maker(self, commission: Commission) -> Maker:
        """Return a maker for the commission. Raises PublishError if this worker would make another site."""
        if self._maker is None or self._maker.commission != commission:
            if self._key != commission.key:
                what = "a worker has another version of lod, of its libraries or of the settings, shapes or terms"
                raise PublishError(what, remedy=SAME)
            if self._state != commission.state:
                raise PublishError("a worker sees other data", where=self.site.config.root, remedy=SHARED)
            self._maker = maker_of(self.site, _target(commission.place), commission)
        return self._maker


def make(workshop: Workshop, asked: tuple[Commission, Callable[[Maker, Any], Any], Any]) -> Any:
    """Do one task of a commission: what is to be done with a maker, and with what."""
    commission, work, task = asked
    return work(workshop.maker(commission), task)


def _target(place: Path | str) -> Target:
    # Whoever ordered it holds the place.
    return Folder(place) if isinstance(place, Path) else Storage(place)
