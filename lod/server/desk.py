"""What all processes of a server know of one state of the data: made once, before they part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lod.config import Config
from lod.publishing import Shelf, Site
from lod.query import NamedQuery
from lod.query import find as find_queries
from lod.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """The site, its files on demand, and the queries that have names; `mount` is the path at which the site stands.

    `modified` is when the newest of its sources was written, in seconds since 1970; `gone` are the IRIs of things that
    an earlier state had.
    """

    site: Site
    shelf: Shelf
    queries: Mapping[str, NamedQuery]
    mount: str
    modified: float
    gone: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        mount: str,
        modified: float,
        *,
        base_url: str | None = None,
        gone: frozenset[str] = frozenset(),
    ) -> Desk:
        """Load everything that answers need. Raises SourceError, QueryError for files that cannot be used."""
        config = workspace.config
        base_url = base_url and (base_url if base_url.endswith("/") else f"{base_url}/")
        site = Site(config, workspace.graph, workspace.vocabulary, base_url or config.base)
        shelf = Shelf(site)
        # Made now, so that it is shared by the processes that come of this one.
        _ = shelf.press, site.families
        return cls(site, shelf, find_queries(config), mount, modified, gone)

    @property
    def config(self) -> Config:
        return self.site.config

    def language(self, tag: str | None) -> str | None:
        """Return a language tag as the site writes it, None if the site has no such language."""
        return next((known for known in self.config.languages if tag and known.lower() == tag.lower()), None)

    def public(self, text: str) -> str:
        """Return a message without the folders of this machine: files are named from the workspace on."""
        config = self.config
        files = (*config.data, *config.ontology, *config.shapes, *config.queries, *config.templates)
        for folder in dict.fromkeys((config.root, *(file.parent for file in files))):
            if folder != folder.parent:
                text = text.replace(f"{folder}/", "").replace(str(folder), folder.name)
        return text

    @cached_property
    def host(self) -> str:
        """The address of the site without the slash at its end."""
        return self.site.base_url.rstrip("/")
