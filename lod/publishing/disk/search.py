"""The search over the site: an index that pagefind makes of the pages, if it is installed (extra `search`).

The index is read in the browser by `search.js`, of our own, from files of this site only.
"""

from __future__ import annotations

import asyncio
import importlib.util
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from lod.errors import PublishError
from lod.publishing.disk.target import FOLDER as OURS
from lod.publishing.disk.target import Target

#: The folder of the index below the site. No path of a thing has a dot.
FOLDER = "search.files"

#: The page of the search, without suffix.
PAGE = "search"

_ENTRY = "pagefind-entry.json"

# What the index there was made of.
_RECORD = f"{OURS}/search"

# pagefind's own widgets, which nobody asks for.
_UNWANTED = (
    "pagefind-component-ui.",
    "pagefind-highlight.",
    "pagefind-modular-ui.",
    "pagefind-playground",
    "pagefind-ui.",
)


def version() -> str | None:
    """Return the version of pagefind, or None where it is not installed."""
    return installed("pagefind") if importlib.util.find_spec("pagefind") else None


@dataclass(frozen=True, slots=True)
class Index:
    """An index: the digest of the pages that it was made of, its files and bytes, and what had to be done for it."""

    pages: int
    files: int
    bytes: int
    written: int = 0
    removed: int = 0


def index(site: Target, pages: int) -> Index:
    """Make the index of the pages of a site anew, unless there is one of pages with this digest.

    The files of an index are named after their content, so whoever searches meanwhile gets the old one or the new one.
    From a storage elsewhere the pages are fetched first. Raises PublishError if pagefind fails, OSError.
    """
    known = _known(site)
    if known is not None and known.pages == pages and site.size(f"{FOLDER}/{_ENTRY}") is not None:
        return known
    written = size = 0
    with TemporaryDirectory(prefix="lod-search-") as scratch:
        made = Path(scratch, "index")
        folder = site.place if isinstance(site.place, Path) else _fetched(site, Path(scratch, "pages"))
        asyncio.run(_made(folder, made))
        _steady(made / _ENTRY)
        files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
        wanted = [path for path in files if not path.startswith(_UNWANTED)]
        # The entry leads to all others: it comes last.
        for path in sorted(wanted, key=lambda path: path == _ENTRY):
            content = (made / path).read_bytes()
            size += len(content)
            written += site.put(f"{FOLDER}/{path}", content, compare=path != _ENTRY)
    left = site.found(FOLDER) - {f"{FOLDER}/{path}" for path in wanted}
    site.remove(left)
    site.put(_RECORD, orjson.dumps([pages, len(wanted), size]))
    return Index(pages, len(wanted), size, written, len(left))


def remove(site: Target) -> int:
    """Remove the index of a site that no longer has a search, and return the number of its files."""
    left = site.found(FOLDER)
    site.remove([*left, _RECORD] if left else ())
    return len(left)


def _known(site: Target) -> Index | None:
    try:
        return Index(*orjson.loads(site.get(_RECORD) or b""))
    except (orjson.JSONDecodeError, TypeError):
        # The index is made anew then.
        return None


def _fetched(site: Target, folder: Path) -> Path:
    for path in site.found():
        if path.endswith(".html"):
            page = folder / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_bytes(site.get(path) or b"")
    return folder


async def _made(site: Path, made: Path) -> None:
    from pagefind.index import IndexConfig, PagefindIndex

    try:
        # At the end of the block pagefind writes the index once more, by default into the current folder, and does not
        # wait until that is done: it has a folder of its own for that.
        with TemporaryDirectory(dir=made.parent, ignore_cleanup_errors=True) as again:
            config = IndexConfig(root_selector="html", keep_index_url=True, output_path=again)
            async with PagefindIndex(config=config) as index:
                await index.add_directory(str(site), glob="**/*.html")
                await index.write_files(str(made))
    except (RuntimeError, OSError, TypeError) as error:
        remedy = "Try again; without the index, uninstall pagefind."
        raise PublishError(f"pagefind cannot make the index: {error}", where=site, remedy=remedy) from error


def _steady(entry: Path) -> None:
    """Write the languages in a fixed order: pagefind's own differs from run to run."""
    entry.write_bytes(orjson.dumps(orjson.loads(entry.read_bytes()), option=orjson.OPT_SORT_KEYS))
