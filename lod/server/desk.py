"""What all processes of a server know of one state of the data: made once, before they part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from lod.config import Config
from lod.graph import Names, Queryable
from lod.publishing import Shelf, Site
from lod.publishing.site import streamed
from lod.query import NamedQuery
from lod.query import find as find_queries
from lod.server.behind import connected
from lod.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """The site, its files on demand, and the queries that have names; `mount` is the path at which the site stands.

    `triples` is their number. `modified` is when the newest of its files was written, in seconds since 1970; None for a
    store, which does not tell. `gone` are the IRIs of things that an earlier state had.
    """

    site: Site
    shelf: Shelf
    queries: Mapping[str, NamedQuery]
    mount: str
    triples: int
    modified: float | None
    gone: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        mount: str,
        modified: float | None,
        *,
        base_url: str | None = None,
        gone: frozenset[str] = frozenset(),
    ) -> Desk:
        """Load everything that answers need; of a store, what pages need to know of all things.

        Raises SourceError, QueryError for files that cannot be used, StoreError where the store does not answer.
        """
        config = workspace.config
        base_url = base_url and (base_url if base_url.endswith("/") else f"{base_url}/")
        graph = streamed.Streamed(connected(workspace)) if workspace.on_store else workspace.graph
        if workspace.on_store:
            # When files of this machine were last committed would make its pages other than those of another one.
            config = replace(config, data=())
        site = Site(config, graph, workspace.vocabulary, base_url or config.base)
        if workspace.on_store:
            _ = site.dates
        shelf = Shelf(site)
        # Made now, so that it is shared by the processes that come of this one.
        _ = shelf.press, site.families
        return cls(site, shelf, find_queries(config), mount, len(site.plain), modified, gone)

    @property
    def config(self) -> Config:
        return self.site.config

    @property
    def asked(self) -> Queryable:
        """The graph that queries are asked of."""
        graph = self.site.plain
        return graph.remote if isinstance(graph, streamed.Streamed) else self.site.graph

    @property
    def on_store(self) -> bool:
        """Whether the data is in a store."""
        return isinstance(self.site.plain, streamed.Streamed)

    @property
    def names(self) -> Names:
        """The names of things, for answers; from a store they are looked up by hundreds and not kept."""
        return Names(self.asked, self.config.languages) if self.on_store else self.site.names

    def language(self, tag: str | None) -> str | None:
        """Return a language tag as the site writes it, None if the site has no such language."""
        return next((known for known in self.config.languages if tag and known.lower() == tag.lower()), None)

    def public(self, text: str) -> str:
        """Return a message without the folders of this machine, and without the addresses of the store."""
        config = self.config
        files = (*config.data, *config.ontology, *config.shapes, *config.queries, *config.templates)
        for folder in dict.fromkeys((config.root, *(file.parent for file in files))):
            if folder != folder.parent:
                text = text.replace(f"{folder}/", "").replace(str(folder), folder.name)
        store = config.store
        for address in (store.query, store.update, store.data) if store else ():
            text = text.replace(address, "the store") if address else text
        return text

    @cached_property
    def host(self) -> str:
        """The address of the site without the slash at its end."""
        return self.site.base_url.rstrip("/")
