"""The block of a page: put into its head, or in the place of the one that was put there before."""

from __future__ import annotations

import re
from typing import NamedTuple

from lod.embedding import Document
from lod.embedding.formats import START, content
from lod.errors import SourceError
from lod.webpages import markup
from lod.webpages.encoding import Text
from lod.webpages.markup import Element, Head

#: The attribute by which a block is known to be ours; its value is the IRI of what it is about.
MARK = "data-lod"

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Change(NamedTuple):
    """The text that is to stand in a page in the place of what stands there from `start` to `end`."""

    start: int
    end: int
    text: str


def place(page: Text, head: Head, document: Document, *, indented: bool = False) -> Change:
    """Return what puts the block of a document into a page; everything else stays as it is.

    Raises SourceError, which says why, for a page that cannot be changed without a guess.
    """
    block = element(document, page, indented=indented)
    old = marked(page.text, head)
    if old is not None:
        return Change(old.start, old.end, block)
    if not head.is_html:
        raise SourceError("this is no HTML page: it has no doctype, html, head or body, and nothing of a head")
    if not head.closed:
        raise SourceError("a comment, tag or script in its head is never closed", remedy="Close it.")
    if head.templated and markup.count(page.text, "head", closing=True) > 1:
        raise SourceError("it has several ends of the head", remedy=f"Put a <script {MARK}> where the block is to be.")
    return _inserted(page.text, head.end, block)


def changed(data: bytes, page: Text, change: Change) -> tuple[bytes | memoryview, ...] | None:
    """Return the parts of a new version of a page, None if nothing changes; `page` is its text, or how that begins."""
    start, end, text = change
    if page.text[start:end] == text:
        return None
    if page.bytewise:
        whole = memoryview(data)
        return whole[:start], page.bytes(text), whole[end:]
    return (page.bytes(page.text[:start] + text + page.text[end:]),)


def element(document: Document, page: Text, *, indented: bool = False) -> str:
    """Return the marked script element, as it stands in a page of this encoding and with these ends of lines."""
    text = content(document, indented)
    if not text.isascii():
        if page.encoding != "utf-8":
            # JSON can say every letter in ASCII (RFC 8259, section 7), so that the page's encoding does not matter.
            text = _NOT_ASCII.sub(_escaped, text)
        elif page.bytewise:
            text = text.encode().decode("latin-1")
    if indented:
        text = text.replace("\n", _newline(page.text))
    # An IRI holds no quotation marks (RFC 3987, section 2.2), but letters that the page's encoding may lack.
    mark = document.node.value.replace("&", "&amp;")
    if not mark.isascii():
        mark = _NOT_ASCII.sub(lambda found: f"&#{ord(found[0])};", mark)
    return f'{START} {MARK}="{mark}">{text}</script>'


def marked(text: str, head: Head) -> Element | None:
    """Return the block that was put into a page before. Raises SourceError if there are several."""
    # From the end on it is found, or not, in half the time; in most pages it is not.
    if text.rfind(MARK) < 0:
        return None
    first = text.find(MARK)
    found = [element for element in head.elements if MARK in element.rest and markup.is_jsonld(element)]
    if found and found[0].start < first < found[0].inside and text.find(MARK, found[0].inside) < 0:
        return found[0]
    found = [script for script in markup.scripts(text) if MARK in script.attributes]
    if len(found) > 1:
        lines = ", ".join(str(text.count("\n", 0, script.start) + 1) for script in found)
        raise SourceError(f"it has several blocks with {MARK}, on lines {lines}", remedy="Leave one of them.")
    if found and not text[found[0].inside_end : found[0].end]:
        raise SourceError("its block is not closed", remedy="Add </script> behind it, or take it out.")
    return found[0] if found else None


def _inserted(text: str, at: int, block: str) -> Change:
    line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    indent = text[line:at]
    if not line or indent.strip():
        return Change(at, at, block)
    # The head ends on a line of its own: the block gets one too, as deep as what stands above it.
    before = text[:line].rstrip("\r\n")
    above = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    deep = above[: len(above) - len(above.lstrip(" \t"))]
    return Change(line, line, f"{deep if above.strip() else indent}{block}{_newline(text)}")


def _newline(text: str) -> str:
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def _escaped(found: re.Match[str]) -> str:
    code = found[0].encode("utf-16-be")
    return "".join(f"\\u{code[i]:02x}{code[i + 1]:02x}" for i in range(0, len(code), 2))
