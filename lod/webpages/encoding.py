"""Pages as text whose places are kept: what is not touched comes out byte for byte as it went in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from lod.errors import SourceError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_:.-]+)""")

# In these a byte that looks like "<" may be a part of another letter.
_UNSAFE = re.compile(r"iso2022|hz|utf-?7|utf-?32|utf_32|utf_7", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """A page as text. Where `bytewise`, each character stands for one byte, whatever letter that is a part of."""

    text: str
    encoding: str
    bytewise: bool

    def bytes(self, text: str) -> bytes:
        """Return changed text as bytes again."""
        return text.encode("latin-1" if self.bytewise else self.encoding)

    def said(self, part: str) -> str:
        """Return a part of the text as it is to be read."""
        return part.encode("latin-1").decode(self.encoding, "replace") if self.bytewise else part


def read(data: bytes, declared: str | None = None, *, size: int | None = None) -> Text:
    """Return a page as text, by its BOM, by what it was `declared` as (HTTP), or by what it says itself, else UTF-8.

    Of a page of which each byte is a character on its own, only the first `size` are taken, if that is given. HTML,
    section 13.2.3.2. Raises SourceError for encodings in which tags cannot be told from text byte by byte.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            if encoding == "utf-8":
                return Text(_bytewise(data, size), encoding, True)
            return _wide(data, encoding)
    said = _DECLARED.search(data, 0, 4096) or _XML.match(data, 0, 1024)
    name = declared or (said[1].decode("ascii") if said else "utf-8")
    encoding = _known(name)
    if data.find(b"\0", 0, 1024) >= 0:
        raise SourceError("this is no text in a known encoding", remedy="Save the page as UTF-8.")
    return Text(_bytewise(data, size), encoding, True)


@lru_cache(64)
def _known(name: str) -> str:
    """Return the name of the encoding that a page of this one is read in. Raises SourceError."""
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        raise SourceError(f"its encoding '{name}' is not known", remedy="Save the page as UTF-8.") from None
    if encoding.startswith("utf-16"):
        # A page that can be read as ASCII so far that it says UTF-16 is not UTF-16 (HTML, section 13.2.3.2).
        encoding = "utf-8"
    if _UNSAFE.match(encoding):
        raise SourceError(f"its encoding {name} cannot be changed safely", remedy="Save the page as UTF-8.")
    if encoding in ("iso8859-1", "ascii"):
        encoding = "cp1252"  # as browsers read it (Encoding Standard, section 4.2)
    return encoding


def _bytewise(data: bytes, size: int | None) -> str:
    # No copy is made only to be decoded.
    return str(memoryview(data)[:size], "latin-1")


def _wide(data: bytes, encoding: str) -> Text:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"it is not the {encoding} that its first bytes say: {error.reason}") from None
    return Text(text, encoding, False)
