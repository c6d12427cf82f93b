"""How pages are named: files, folders and web addresses; and which things a mapping says that they are about."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import orjson
import pyoxigraph as ox

from lod.errors import SourceError, UsageError

SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".php", ".j2", ".jinja", ".njk", ".liquid", ".erb", ".tmpl"))

# What a run that was killed leaves of the page that it was at; after so many seconds no run is at it any more.
_LEFT = re.compile(r"\..+\.[0-9]+\.lod")
_LONG = 3600.0


def pages(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield the pages that paths name or hold, and whether they were named outright. Raises SourceError for no path."""
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise SourceError("no such file or folder", where=path, remedy="Check the spelling of the path.") from None
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}", where=path) from None
        if is_folder:
            for folder, folders, files in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(files):
                    if Path(name).suffix.lower() in SUFFIXES:
                        yield Path(folder, name), False
                    elif _LEFT.fullmatch(name):
                        _clear(Path(folder, name))
        else:
            yield path, True


def _clear(left: Path) -> None:
    with suppress(OSError):  # another run has cleared it, or it may not be: it harms nobody
        if time.time() - left.lstat().st_mtime > _LONG:
            left.unlink()


def is_page(word: str) -> bool:
    """Tell whether a word names a page or folder: there is one, or it ends as the files of pages do."""
    return Path(word).suffix.lower() in SUFFIXES or Path(word).exists()


def expanded(names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the pages that addresses, files and folders name or hold, and whether they were named outright."""
    for name in names:
        if not is_address(name) and Path(name).is_dir():
            yield from ((str(path), False) for path, _ in pages([Path(name)]))
        else:
            yield name, True


def is_address(name: str) -> bool:
    """Tell whether a page is named by a web address, not by a path."""
    return "://" in name


def read_mapping(path: Path, find: Callable[[Sequence[str]], Sequence[ox.NamedNode]]) -> dict[str, ox.NamedNode]:
    """Return what a JSON object from pages to nodes says, for `mapped`; `find` knows the nodes.

    Pages are web addresses, or files relative to the folder of the mapping. Raises UsageError for another form,
    UnknownNode for a node that is not in the data.
    """
    try:
        table = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise UsageError(f"this mapping cannot be read: {error}", where=path) from None
    if not isinstance(table, dict) or not all(isinstance(name, str) for name in table.values()):
        raise UsageError("a mapping is an object", where=path, remedy='Write: {"page.html": "event/x", ...}')
    names = [name if is_address(name) else _whole(path.parent / name) for name in table]
    return dict(zip(names, find(list(table.values())), strict=True))


def mapped(page: str | Path, mapping: Mapping[str, ox.NamedNode] | None) -> ox.NamedNode | None:
    """Return the thing that a mapping says a page is about."""
    if not mapping:
        return None
    return mapping.get(page if isinstance(page, str) and is_address(page) else _whole(page))


def _whole(path: str | Path) -> str:
    return str(Path(path).resolve())
