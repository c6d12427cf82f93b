"""Pages to be read: files, folders of pages and web addresses, several at a time and never many in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lod.errors import LodError, SourceError
from lod.webpages import encoding
from lod.webpages.fetching import Limits, fetch
from lod.webpages.naming import is_address

#: So many pages are read at a time.
AT_ONCE = 8

_REMEDY = "Check the spelling of the path; a web address begins with https://"
_REMEDIES = {
    IsADirectoryError: "It is a folder: name the pages in it, as in old-site/*.html",
    PermissionError: "Give yourself the right to read it.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read: how it was named, the address that its relative links start from, and its text."""

    name: str
    address: str
    text: encoding.Text


def read(page: str, limits: Limits) -> Page:
    """Read a page, a file or a web address. Raises SourceError for what cannot be read within the limits."""
    if is_address(page):
        fetched = fetch(page, limits)
        return Page(page, fetched.url, encoding.read(fetched.data, fetched.encoding))
    path = Path(page)
    try:
        if path.stat().st_size > limits.size:
            raise SourceError(f"it is larger than {limits.size:,} bytes", where=path, remedy="Is it a page at all?")
        return Page(page, path.resolve().as_uri(), encoding.read(path.read_bytes()))
    except (OSError, ValueError) as error:
        # A path with a NUL in it is no path.
        said = getattr(error, "strerror", None) or str(error)
        remedy = next((way for kind, way in _REMEDIES.items() if isinstance(error, kind)), _REMEDY)
        raise SourceError(f"cannot be read: {said}", where=path, remedy=remedy) from None


def read_all(pages: Iterable[str], limits: Limits) -> Iterator[tuple[str, Page | LodError]]:
    """Yield pages in their order, each with its name, or why it cannot be read; the next are read meanwhile."""
    pool = ThreadPoolExecutor(AT_ONCE)
    coming: deque[tuple[str, Future[Page]]] = deque()
    try:
        for page in pages:
            coming.append((page, pool.submit(read, page, limits)))
            if len(coming) > 2 * AT_ONCE:
                yield _outcome(*coming.popleft())
        while coming:
            yield _outcome(*coming.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _outcome(page: str, coming: Future[Page]) -> tuple[str, Page | LodError]:
    try:
        return page, coming.result()
    except LodError as error:
        return page, error
