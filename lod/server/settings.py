"""How the server runs: where it listens, how much of the machine it may take, what a query may cost."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lod.query.process import Limits

#: Seconds that requests have to end in when the server stops.
GRACE = 15

#: What one query may cost where nothing else is said.
LIMITS = Limits(seconds=10.0, memory=1_000_000_000, size=50_000_000)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of `lod serve`.

    `fronts` processes answer HTTP, each with `queries` processes for SPARQL and at most `waiting` requests in line for
    them. `limits` is what one query may cost; `request` the bytes that a request's body may have; `cache` the bytes of
    made pages that a front keeps. Every `fresh` seconds a store is asked whether it has changed. `base_url` stands in
    the place of the base in the addresses of pages.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    fronts: int = 1
    queries: int = 2
    waiting: int = 16
    limits: Limits = LIMITS
    request: int = 100_000
    cache: int = 128_000_000
    fresh: float = 60.0
    base_url: str | None = None
    reload: bool = True
    log: bool = True

    def mount(self, base: str) -> str:
        """Return the path at which the site stands, with a slash at both ends: that of the base URL, else the base."""
        path = urlsplit(self.base_url or base).path
        return path if path.endswith("/") else f"{path}/"
