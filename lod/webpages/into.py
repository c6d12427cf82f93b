"""Blocks into existing pages: which page gets which, and each file written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from lod.embedding import Document
from lod.errors import SourceError
from lod.webpages import belonging, encoding, markup, placing
from lod.webpages.belonging import Belonging
from lod.webpages.encoding import Text
from lod.webpages.exchanging import Copy, exchange, read
from lod.webpages.markup import Head
from lod.webpages.naming import mapped

#: Of a longer page only so many bytes are looked at, if the head ends in them.
BEGINNING = 16_384
_MARGIN = 200
_MARK = placing.MARK.encode()

#: So often a page is drafted that somebody else changes in the meantime.
TRIES = 3


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
    mapping: Mapping[str, ox.NamedNode] | None = None,
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
