"""Publish: make the whole site and put it in place."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lod.config import Config
from lod.errors import UsageError
from lod.graph import Graph
from lod.publishing.artifacts import artifacts, per_thing
from lod.publishing.site import Site
from lod.publishing.writer import require_ours, write
from lod.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Summary:
    """What was published: the folder, the number of things, files and bytes, and the seconds that it took."""

    output: Path
    things: int
    files: int
    bytes: int
    seconds: float


def publish(
    config: Config,
    output: Path,
    *,
    graph: Graph,
    vocabulary: Vocabulary,
    base_url: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write the site of a graph of data and ontology to the folder `output`, in place of the one that stands there.

    `base_url` stands in the place of the base in the addresses of pages; the data keeps its IRIs. `progress` is called
    with the number of things done and of all. What is valid is for the caller to say. Raises PublishError if the
    folder cannot be written or is not lod's, UsageError for a `base_url` that is no web address; then the old site
    stands as it was.
    """
    start = time.perf_counter()
    require_ours(output)
    site = Site(config, graph, vocabulary, _address(base_url) if base_url else config.base)
    things, each = len(site.things), per_thing(site)
    report = (lambda files: progress(min(files // each, things), things)) if progress else None
    written = write(artifacts(site), output, report)
    return Summary(written.output, things, written.files, written.bytes, time.perf_counter() - start)


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"the base URL must be a web address, not '{url}'", remedy="Write: http://localhost:8000/")
    return url if url.endswith("/") else f"{url}/"
