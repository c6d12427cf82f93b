"""Read pages as a reader does, and as a crawler does: their text and their links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit


def text(page: bytes) -> str:
    """What a page says to a reader: its main part without markup and without pictures."""
    main = re.search(r"<main.*?</main>", page.decode(), re.DOTALL)
    assert main
    return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", main[0], flags=re.DOTALL)).split())


class Links(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's own signature
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def inside(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for path, page in files.items():
        if path.endswith(".html"):
            for link in Links(page).found:
                if not urlsplit(link).scheme and not link.startswith("#"):
                    yield path, normpath(join(dirname(path), unquote(link)))
