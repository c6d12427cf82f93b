"""A build as an order: each worker opens the workspace and has a maker of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lod.config import Config
from lod.distributed.order import SHARED
from lod.errors import PublishError
from lod.publishing.disk.folder import Folder
from lod.publishing.disk.storage import Storage
from lod.publishing.disk.target import Target
from lod.publishing.making import Commission, Maker
from lod.publishing.paging import maker_of
from lod.publishing.site.reads import Reads, Watched
from lod.publishing.site.site import Site
from lod.publishing.state import everything, key_of
from lod.validation import Report
from lod.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Build:
    """Where the data is (the settings name its files, or a store), and what is to be made of it."""

    number: str
    config: Config
    store: bool | None
    report: Report | None = field(repr=False)
    commission: Commission

    def begin(self) -> Maker:
        """Return a maker for the commission. Raises PublishError if this worker would make another site."""
        commission = self.commission
        for folder in (*self.config.data, *self.config.ontology, *self.config.shapes):
            if not folder.exists():
                raise PublishError("a worker does not see the files", where=folder, remedy=SHARED)
        workspace = Workspace(self.config, store=self.store)
        graph = Watched(workspace.whole, Reads())
        address, searched = commission.base_url, commission.searched
        site = Site(self.config, graph, workspace.vocabulary, address, searched, self.report)
        if key_of(site) != commission.key:
            what = "a worker has another version of lod, of its libraries or of the settings, shapes or terms"
            raise PublishError(what, remedy="Install the same versions there (pip freeze), from the same lock file.")
        if everything(site) != commission.state:
            raise PublishError("a worker sees other data", where=self.config.root, remedy=SHARED)
        return maker_of(site, _target(commission.place), commission)


def _target(place: Path | str) -> Target:
    # Whoever ordered it holds the place.
    return Folder(place) if isinstance(place, Path) else Storage(place)
