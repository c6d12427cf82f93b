"""The parts of an HTML page that matter here, each with its place: nothing is parsed that is not needed.

A page is scanned as a browser would (HTML, section 13.2.6.4): the head ends where something stands that cannot be in
it, whatever the tags say. What templates put between `<?php ?>`, `<% %>`, `{{ }}`, `{% %}` and `{# #}` is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from string import ascii_lowercase
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

_SCRIPT_MARKS = re.compile(r"<!--(?!-?>)|-->|</?script(?=[\s/>])", re.IGNORECASE)

# What is not closed reaches to the end of the page, as for a browser: so no page takes longer than its length.
# Braces are text unless they are closed soon.
_TOKEN = re.compile(
    r"<!--(?:>|->|.*?--!?>|.*\Z)"
    r"|<\?(?:php\b|=|xml\b).*?(?:\?>|\Z)|<\?\s[^<]*?\?>|<\?[^>]*+(?:>|\Z)|<%.*?(?:%>|\Z)"
    r"|\{\{(?!\{)[^}]{0,2000}+(?:\}(?!\})[^}]{0,2000}+){0,50}+\}\}|\{%[^%]{0,2000}+(?:%(?!\})[^%]{0,2000}+){0,50}+%\}"
    r"|\{\#[^#]{0,2000}+(?:\#(?!\})[^#]{0,2000}+){0,50}+\#\}"
    r"|<![^>]*+(?:>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)"
    r"(?P<rest>(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|(?![\"']))|[\"'])*+)(?P<close>>|\Z)",
    re.DOTALL,
)
# By their beginnings, how those tokens end that are no tags; what template engines put in braces is always whole.
_ENDS = (
    ("<!--", ("-->", "--!>")),
    ("<!", (">",)),
    *((f"<?{word}", ("?>",)) for word in ("php", "=", "xml")),
    # Anything else is a comment that ends as a tag does (HTML, section 13.2.5.6).
    ("<?", (">",)),
    ("<%", ("%>",)),
    ("{", ("}",)),
)

# What tokens begin with; finding it first is ten times as fast.
_BEGIN = re.compile(r"<[!?%/A-Za-z]|\{(?:\{(?!\{)|[%#])")


def _attributes(ends: str = "", word: str = "") -> str:
    """Return a pattern for the attributes of a tag and its ">", which is in none of their values.

    With a `word`, attributes whose names may end with one of these letters have values in quotation marks, without the
    word. To look for it in all values would take twice as long; in one without an end, for ever.
    """
    others = "".join(letter for letter in ascii_lowercase if letter not in ends)
    unasked = rf"(?:(?<=[{others}]=)|(?=\s*+(?:\"(?![^\">]*?{word})|'(?![^'>]*?{word}))))" if word else ""
    value = r"\s*+(?:\"[^\">]*+\"|'[^'>]*+'|(?![\"']))"
    return rf"(?=[\s/>])[^>\"'=]*+(?:={unasked}{value}[^>\"'=]*+)*+>"


# What a head, and what stands before it, is mostly made of: whole tags that nobody asks for, with no ">" but their own,
# and space before them. One match passes over all of them, in a tenth of the time that reading each takes.
_DULL = re.compile(
    rf"(?:\s*+<(?:meta{_attributes('ey', 'og:url')}|link{_attributes('l', 'canonical')}"
    rf"|(?:base|head|!doctype){_attributes()}"
    rf"|(?P<raw>script|style|title){_attributes('e', 'json')}"
    r"[^<]*+(?:<(?!/(?P=raw)[\s/>]|!--)[^<]*+)*+</(?P=raw)\s*+>))*+",
    re.IGNORECASE | re.ASCII,
)

# The same for the text and tags of a whole page, except those whose content is text.
_PLAIN = re.compile(
    rf"(?:[^<{{]++|</?(?!(?:{'|'.join(sorted(_RAW))})[\s/>])[A-Za-z][^\s/>]*+{_attributes()}|\{{(?!\{{(?!\{{)|[%#]))*+",
    re.IGNORECASE,
)

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
            value = match[match.lastindex] if match.lastindex and match.lastindex > 1 else ""
            # The first of two attributes of the same name counts (HTML, section 13.2.5.33).
            found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
        return found


class _Token(NamedTuple):
    """A tag, `closing` if it is an end tag, `closed` if it has its ">"; without an element a comment or such."""

    element: Element | None
    start: int
    end: int
    closing: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page: elements in it, where it ends, whether the page shows any sign of being HTML.

    Its elements are those that may say which page it is, in which language, and those that may hold JSON-LD.

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
    while True:
        dull = _DULL.match(text, place)
        if dull is not None and dull.end() > place:
            place, sign = dull.end(), True
        token = _token(text, place)
        if token is None:
            break
        element, start, end, closing, _ = token
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
        if end == len(text) and _is_open(text, token):
            return Head(tuple(found), place, sign, closed=False)
    # The head ends where text begins, or with the page.
    rest = text[place:]
    end = place + len(rest) - len(rest.lstrip()) if rest.strip() else place
    return Head(tuple(found), end, sign, templated=templated)


def _is_open(text: str, token: _Token) -> bool:
    """Tell whether a token that reaches to the end of a page is not closed there."""
    if token.element is None:
        return not text.endswith(next(ends for begin, ends in _ENDS if text.startswith(begin, token.start)))
    raw = token.element.name in _RAW and not token.closing
    return not token.closed or (raw and token.element.inside_end == token.element.end)


def scripts(text: str) -> Iterator[Element]:
    """Yield the JSON-LD script elements of a page, wherever they stand, but not those in comments."""
    place = 0
    while True:
        plain = _PLAIN.match(text, place)
        token = _token(text, plain.end() if plain else place)
        if token is None:
            return
        element, place = token.element, token.end
        if element is not None and not token.closing and element.name == "script" and is_jsonld(element):
            yield element


def count(text: str, name: str, *, closing: bool) -> int:
    """Return how often a start or end tag of this name stands in a page, comments and scripts apart."""
    return sum(
        element is not None and element.name == name and end == closing for element, _, _, end, _ in _tokens(text)
    )


def is_jsonld(element: Element) -> bool:
    """Tell whether a script holds JSON-LD (RFC 2045, section 5.1: parameters and case do not matter)."""
    if "json" not in element.rest.lower():
        return False
    return element.attributes.get("type", "").partition(";")[0].strip().lower() == "application/ld+json"


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while (token := _token(text, place)) is not None:
        yield token
        place = token.end


def _token(text: str, place: int) -> _Token | None:
    """Return the first of the tokens from a place on, None if there is none."""
    while (begin := _BEGIN.search(text, place)) is not None:
        start = begin.start()
        token = _TOKEN.match(text, start)
        if token is None:
            place = start + 1
            continue
        end, written = token.end(), token["name"]
        if written is None:
            return _Token(None, start, end, False, False)
        name, closing, inside = written.lower(), bool(token["end"]), end
        inside_end = inside
        if name in _RAW and not closing:
            inside_end, end = _raw_end(text, name, inside)
        element = Element(name, token["rest"], start, inside, inside_end, end)
        return _Token(element, start, end, closing, bool(token["close"]))
    return None


def _raw_end(text: str, name: str, inside: int) -> tuple[int, int]:
    closing = _RAW_ENDS[name].search(text, inside)
    if closing and name == "script" and text.find("<!--", inside, closing.start()) >= 0:
        closing = _script_end(text, inside)
    return (closing.start(), closing.end()) if closing else (len(text), len(text))


def _script_end(text: str, inside: int) -> re.Match[str] | None:
    """Return the end tag of a script with comments in it: in these, scripts may stand (HTML, section 13.2.5.18)."""
    comment = within = False
    for mark in _SCRIPT_MARKS.finditer(text, inside):
        match mark[0].lower():
            case "<!--":
                comment = True
            case "-->":
                comment = within = False
            case "<script":
                within = comment
            case _ if within:
                within = False
            case _:
                return _RAW_ENDS["script"].match(text, mark.start())
    return None
