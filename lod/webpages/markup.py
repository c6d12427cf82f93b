"""The parts of an HTML page that matter here, each with its place: nothing is parsed that is not needed.

A page is scanned as a browser would (HTML, section 13.2.6.4): the head ends where something stands that cannot be in
it, whatever the tags say. What templates put between `<? ?>`, `<% %>`, `{{ }}`, `{% %}` and `{# #}` is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

#: What may stand in the head (HTML, section 13.2.6.4.4), and before it.
_HEAD = frozenset(
    ["base", "basefont", "bgsound", "link", "meta", "noscript", "noframes", "script", "style", "template", "title"]
)
_ALLOWED = _HEAD | {"html", "head"}

#: End tags that end the head, or what is implied to be in it.
_ENDING = frozenset(("head", "body", "html", "br"))

#: Elements whose content is text up to their end tag.
_RAW = frozenset(["script", "style", "title", "textarea", "noscript", "noframes", "template", "iframe", "xmp"])

_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE) for name in _RAW}

# What is not closed reaches to the end of the page, as for a browser: so no page takes longer than its length.
_TOKEN = re.compile(
    r"<!--(?:>|->|.*?--!?>|.*\Z)"
    r"|<\?.*?(?:\?>|\Z)|<%.*?(?:%>|\Z)|\{\{.{0,2000}?\}\}|\{%.{0,2000}?%\}|\{\#.{0,2000}?\#\}"
    r"|<![^>]*+(?:>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)"
    r"(?P<rest>(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|(?![\"']))|[\"'])*+)(?P<close>>|\Z)",
    re.DOTALL,
)
# What tokens begin with; finding it first is ten times as fast.
_BEGIN = re.compile(r"<[!?%/A-Za-z]|\{[{%#]")

_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")


class Element(NamedTuple):
    """A tag at `start` with the text `rest` behind its name.

    Of an element with raw text, `inside` to `inside_end` is its text, and it ends at `end`.
    """

    name: str
    rest: str
    start: int
    inside: int
    inside_end: int
    end: int

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by their names in lower case, read anew each time: of most elements nobody asks for them."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.rest):
            value = next((part for part in match.groups()[1:] if part is not None), "")
            # The first of two attributes of the same name counts (HTML, section 13.2.5.33).
            found.setdefault(match[1].lower(), unescape(value))
        return found


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page: its elements, where it ends, whether the page shows any sign of being HTML.

    Where it is not `closed`, a comment, tag or script in it is open until the end of the page; where it is `templated`,
    there are instructions of a template in it.
    """

    elements: tuple[Element, ...]
    end: int
    is_html: bool
    closed: bool = True
    templated: bool = False


def head(text: str) -> Head:
    """Return the head of a page, whether its tags are written or not."""
    found: list[Element] = []
    # A byte order mark is no text (HTML, section 13.2.3.1), whether it was decoded or not.
    place = 1 if text.startswith("\ufeff") else 3 if text.startswith("\xef\xbb\xbf") else 0
    sign = templated = False
    for element, start, end, closing in _tokens(text):
        if place != start and text[place:start].strip():
            break
        if element:
            name = element.name
            sign = sign or name in ("head", "body", "html") or (name in _HEAD and not closing)
            if (name in _ENDING) if closing else (name not in _ALLOWED):
                return Head(tuple(found), start, sign, templated=templated)
            if not closing:
                found.append(element)
        else:
            sign = sign or text[start : start + 9].lower() == "<!doctype"
            templated = templated or not text.startswith("<!", start)
        place = end
        if end == len(text) and _is_open(text, element, start):
            return Head(tuple(found), place, sign, closed=False)
    # The head ends where text begins, or with the page.
    rest = text[place:]
    return Head(tuple(found), place + len(rest) - len(rest.lstrip()) if rest.strip() else place, sign)


def _is_open(text: str, element: Element | None, start: int) -> bool:
    """Tell whether what reaches from `start` to the end of a page is not closed there."""
    if element is None:
        return text.startswith("<!--", start) and not text.endswith("-->")
    return text[-1] != ">" or (element.name in _RAW and element.inside_end == element.end)


def scripts(text: str) -> Iterator[Element]:
    """Yield the JSON-LD script elements of a page, wherever they stand, but not those in comments."""
    for element, _, _, closing in _tokens(text):
        if element is not None and not closing and element.name == "script" and is_jsonld(element):
            yield element


def count(text: str, name: str, *, closing: bool) -> int:
    """Return how often a start or end tag of this name stands in a page, comments and scripts apart."""
    return sum(element is not None and element.name == name and end == closing for element, _, _, end in _tokens(text))


def is_jsonld(element: Element) -> bool:
    """Tell whether a script holds JSON-LD (RFC 2045, section 5.1: parameters and case do not matter)."""
    if "json" not in element.rest.lower():
        return False
    return element.attributes.get("type", "").partition(";")[0].strip().lower() == "application/ld+json"


def _tokens(text: str) -> Iterator[tuple[Element | None, int, int, bool]]:
    """Yield (element, start, end, whether it is an end tag) for each tag, with None for comments and such."""
    place = 0
    while (begin := _BEGIN.search(text, place)) is not None:
        token = _TOKEN.match(text, begin.start())
        if token is None:
            place = begin.start() + 1
            continue
        name = (token["name"] or "").lower()
        if not name:
            place = token.end()
            yield None, token.start(), place, False
            continue
        closing = bool(token["end"])
        inside = inside_end = end = token.end()
        if name in _RAW and not closing:
            inside_end, end = _raw_end(text, name, inside)
        yield Element(name, token["rest"], token.start(), inside, inside_end, end), token.start(), end, closing
        place = end
        if not token["close"]:
            return


def _raw_end(text: str, name: str, inside: int) -> tuple[int, int]:
    closing = _RAW_ENDS[name].search(text, inside)
    return (closing.start(), closing.end()) if closing else (len(text), len(text))
