"""Documents as text: an element for an HTML page, or bare JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import orjson

from lod.embedding.document import Document

#: How the element begins.
START = '<script type="application/ld+json"'

#: What could end the element or open a comment in HTML, or end a line in JavaScript; in JSON it stands in strings only.
_ESCAPES = [(character.encode(), f"\\u{ord(character):04x}".encode()) for character in "<>&\u2028\u2029"]


def script(document: Document, indented: bool = False) -> str:
    """Return a document as a `<script>` element that is safe in any HTML (HTML, section 4.12.1.3)."""
    return f"{START}>{content(document, indented)}</script>"


def content(document: Document, indented: bool = False) -> str:
    """Return what stands inside of the `<script>` element."""
    data = _json(document, indented)
    for character, escape in _ESCAPES:
        # One byte is looked for many times faster than several.
        if character[0] in data and character in data:
            data = data.replace(character, escape)
    return f"\n{data.decode()}\n" if indented else data.decode()


def json(document: Document, indented: bool = True) -> str:
    """Return a document as JSON (RFC 8259), indented by two or compact."""
    return _json(document, indented).decode()


def _json(document: Document, indented: bool) -> bytes:
    return orjson.dumps(document.tree, option=orjson.OPT_INDENT_2) if indented else document.data


class Format(Protocol):
    """Renders a document, indented or compact."""

    def __call__(self, document: Document, indented: bool = ...) -> str: ...


FORMATS: Mapping[str, Format] = {"script": script, "json": json}
