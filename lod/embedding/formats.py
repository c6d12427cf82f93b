"""Documents as text: an element for an HTML page, or bare JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import orjson

from lod.embedding.document import Document

#: What could end the element or open a comment in HTML, or end a line in JavaScript; in JSON it stands in strings only.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script(document: Document) -> str:
    """Return a document as a `<script>` element that is safe in any HTML (HTML, section 4.12.1.3)."""
    text = orjson.dumps(document.tree).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return f'<script type="application/ld+json">{text}</script>'


def json(document: Document) -> str:
    """Return a document as JSON (RFC 8259), indented by two."""
    return orjson.dumps(document.tree, option=orjson.OPT_INDENT_2).decode()


FORMATS: Mapping[str, Callable[[Document], str]] = {"script": script, "json": json}
