"""Blocks into existing pages: which page gets which, and each file written as a whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import orjson
import pyoxigraph as ox

from lod.embedding import Document
from lod.errors import SourceError, UsageError
from lod.webpages import belonging, encoding, markup, placing
from lod.webpages.belonging import Belonging
from lod.webpages.encoding import Text
from lod.webpages.exchanging import Copy, exchange, read
from lod.webpages.markup import Head

SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".php", ".j2", ".jinja", ".njk", ".liquid", ".erb", ".tmpl"))


#: Of a longer page only so many bytes are looked at, if the head ends in them.
BEGINNING = 16_384
_MARGIN = 200
_MARK = placing.MARK.encode()

#: So often a page is drafted that somebody else changes in the meantime.
TRIES = 3

# What a run that was killed leaves of the page that it was at; after so many seconds no run is at it any more.
_LEFT = re.compile(r"\..+\.[0-9]+\.lod")
_LONG = 3600.0


class Outcome(Enum):
    """What became of a page."""

    CHANGED = "changed"
    SAME = "unchanged"
    SKIPPED = "skipped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Placed:
    """A page, what became of it, and why; `others` is the number of JSON-LD blocks in it that are not ours."""

    path: Path
    outcome: Outcome
    reason: str = ""
    node: ox.NamedNode | None = None
    others: int = 0


def pages(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield the pages that paths name or hold, and whether they were named outright. Raises SourceError for no path."""
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (OSError, ValueError):
            raise SourceError("no such file or folder", where=path, remedy="Check the spelling of the path.") from None
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


def read_mapping(path: Path, find: Callable[[str], ox.NamedNode]) -> dict[Path, ox.NamedNode]:
    """Return what a JSON object from pages to nodes says; pages are relative to its folder, `find` knows the nodes.

    Raises UsageError for another form, UnknownNode for a node that is not in the data.
    """
    try:
        table = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise UsageError(f"this mapping cannot be read: {error}", where=path) from None
    if not isinstance(table, dict) or not all(isinstance(name, str) for name in table.values()):
        raise UsageError("a mapping is an object", where=path, remedy='Write: {"page.html": "event/x", ...}')
    return {(path.parent / page).resolve(): find(name) for page, name in table.items()}


class Draft(NamedTuple):
    """What is to become of a page: what will be told of it, and the parts of its new version, if it changes.

    `old` is the page as it was read, if it changes, `named` whether it was named outright.
    """

    placed: Placed
    named: bool
    old: Copy | None = None
    parts: tuple[bytes | memoryview, ...] = ()


def drafted(
    path: Path,
    named: bool,
    belonging_: Belonging,
    document: Callable[[ox.NamedNode, str | None], Document],
    *,
    node: ox.NamedNode | None = None,
    indented: bool = False,
) -> Draft:
    """Return what is to become of a page; nothing is changed. `named` says whether the page was named outright.

    It is about `node`, else about the thing of its canonical link, of og:url, or of the block that stands in it
    already. `document` makes the document of a thing in the language that the page names, or None.
    """
    try:
        return _drafted(path, named, belonging_, document, node, indented)
    except SourceError as error:
        return Draft(Placed(path, Outcome.REFUSED, error.what), named)
    except OSError as error:
        return Draft(_unusable(path, error), named)


def settled(
    found: Iterable[tuple[Path, bool]], drafts: Callable[[Iterable[tuple[Path, bool]]], Iterable[Draft]]
) -> Iterator[Placed]:
    """Do what `drafts` says of each page that is found, and yield what became of it.

    A page is replaced at once by its new version, or stays. One that somebody else has changed since it was read is
    drafted anew; where that does not end, it is refused.
    """
    for _ in range(TRIES):
        changed = []
        for draft in drafts(found):
            placed, named, old, parts = draft
            try:
                if old is None or exchange(old, parts):
                    yield placed
                else:
                    changed.append((placed.path, named))
            except OSError as error:
                yield _unusable(placed.path, error)
        if not changed:
            return
        found = changed
    for path, _ in changed:
        yield Placed(path, Outcome.REFUSED, "it is being changed all the time; run this again")


def into(
    found: Iterable[tuple[Path, bool]],
    belonging_: Belonging,
    document: Callable[[ox.NamedNode, str | None], Document],
    *,
    mapping: Mapping[Path, ox.NamedNode] | None = None,
    node: ox.NamedNode | None = None,
    indented: bool = False,
) -> Iterator[Placed]:
    """Put into each page the block of the thing that it is about, and yield what became of it.

    That is `node`, else what `mapping` says of the file, else what the page says itself: see `drafted`. A page that
    would not change is not written.
    """

    def drafts(found: Iterable[tuple[Path, bool]]) -> Iterator[Draft]:
        for path, named in found:
            told = node or mapped(path, mapping)
            yield drafted(path, named, belonging_, document, node=told, indented=indented)

    return settled(found, drafts)


def mapped(path: Path, mapping: Mapping[Path, ox.NamedNode] | None) -> ox.NamedNode | None:
    """Return the thing that a mapping says a page is about."""
    return mapping.get(path.resolve()) if mapping else None


def _unusable(path: Path, error: OSError) -> Placed:
    return Placed(path, Outcome.REFUSED, f"cannot be read or written: {error.strerror}")


def _drafted(
    path: Path,
    named: bool,
    belonging_: Belonging,
    document: Callable[[ox.NamedNode, str | None], Document],
    node: ox.NamedNode | None,
    indented: bool,
) -> Draft:
    copy = read(path)
    page, head = _beginning(copy.data)
    if node is None:
        node, addresses = belonging_.of_page(page, head)
        old = None if node else placing.marked(page.text, head)
        if old is not None:
            node = belonging_.node(page.said(old.attributes[placing.MARK]))
        if node is None:
            what = (
                f"the data knows nothing at {', '.join(addresses)}" if addresses else "it names no address of its own"
            )
            return Draft(Placed(path, Outcome.REFUSED if named else Outcome.SKIPPED, what), named)
    change = placing.place(page, head, document(node, belonging.language(head)), indented=indented)
    parts = placing.changed(copy.data, page, change)
    others = sum(e.name == "script" and placing.MARK not in e.rest and markup.is_jsonld(e) for e in head.elements)
    if parts is None:
        return Draft(Placed(path, Outcome.SAME, node=node, others=others), named)
    return Draft(Placed(path, Outcome.CHANGED, node=node, others=others), named, copy, parts)


def _beginning(data: bytes) -> tuple[Text, Head]:
    """Return as much of a page as has to be looked at, and its head."""
    # From the end on it is found in half the time.
    if len(data) > BEGINNING and data.rfind(_MARK, BEGINNING - len(_MARK)) < 0:
        page = encoding.read(data, size=BEGINNING)
        head = markup.head(page.text)
        # Where the head ends well within it, by a whole tag or by text, the cut made no difference.
        if page.bytewise and head.closed and not head.templated and head.end < BEGINNING - _MARGIN:
            return page, head
    page = encoding.read(data)
    return page, markup.head(page.text)
