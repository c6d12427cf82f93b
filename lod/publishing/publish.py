"""Publish: make the whole site and put it in place."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lod.config import Config
from lod.errors import UsageError
from lod.graph import Graph
from lod.publishing.build import build
from lod.publishing.disk import folder, search, storage
from lod.publishing.disk.collecting import rarely
from lod.publishing.disk.target import Target
from lod.publishing.making import Crew, Processes
from lod.publishing.site.site import Site
from lod.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lod.validation import Report


@dataclass(frozen=True, slots=True)
class Summary:
    """What was published: the folder, how many things, files and bytes are in it, and the seconds that it took.

    `written` files were new or had changed, `removed` ones were there no longer.
    """

    output: Path | str
    things: int
    files: int
    bytes: int
    written: int
    removed: int
    seconds: float


def publish(
    config: Config,
    output: Path | str,
    *,
    graph: Graph,
    vocabulary: Vocabulary,
    base_url: str | None = None,
    crew: Crew | None = None,
    searched: bool = False,
    report: Report | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Make the folder `output` hold the site of a graph of data and ontology; only what has changed is written.

    `base_url` stands in the place of the base in the addresses of pages; the data keeps its IRIs. The crew shares the
    work; without one, this process does it. With `searched` the site has a search if pagefind is installed. `report`
    is what a validation found, for a page of it. `progress` is called with the number of units
    done and of all to do. What is valid is for others to say. Raises PublishError if the folder cannot be written or is
    not lod's, UsageError for a `base_url` that is no web address.
    """
    start = time.perf_counter()
    address = _address(base_url) if base_url else config.base
    searched = searched and search.version() is not None
    site = Site(config, graph, vocabulary, address, searched, report)
    crew = crew or Processes(1)
    with rarely(), _held(output) as target:
        crew.prepare(site)
        built = build(site, target, crew, progress)
        found = search.index(target, built.pages) if searched else search.Index(0, 0, 0, 0, search.remove(target))
    return Summary(
        target.place,
        len(site.things),
        files=built.files + found.files,
        bytes=built.bytes + found.bytes,
        written=built.written + found.written,
        removed=built.removed + found.removed,
        seconds=time.perf_counter() - start,
    )


def _held(output: Path | str) -> AbstractContextManager[Target]:
    others = (search.FOLDER,)
    return storage.held(output, others) if isinstance(output, str) else folder.held(output, others)


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"the base URL must be a web address, not '{url}'", remedy="Write: http://localhost:8000/")
    return url if url.endswith("/") else f"{url}/"
