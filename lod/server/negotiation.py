"""Proactive content negotiation (RFC 9110, section 12.5): what a client asks for against what there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lod.media import BY_NAME

# One element of such a header: a range, and its parameters.
_ELEMENT = re.compile(r'((?:[^",;]|"(?:[^"\\]|\\.)*")+)((?:;(?:[^",]|"(?:[^"\\]|\\.)*")*)?)')
_WEIGHT = re.compile(r";[ \t]*q[ \t]*=[ \t]*([01](?:\.\d{0,3})?|\.\d{1,3})[ \t]*(?:;|$)", re.IGNORECASE)

#: Longer headers are cut: nobody means that much.
LONGEST = 4096

#: Media types by which clients ask for formats that have others of their own.
ALIASES = {
    "jsonld": ("application/json",),
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "rdfxml": ("application/xml", "text/xml"),
    "turtle": ("application/x-turtle", "text/n3"),
    "ntriples": ("text/plain",),
    "html": ("application/xhtml+xml",),
}


def format(accept: str | None, names: Sequence[str]) -> str | None:
    """Return the name of the format that an Accept header prefers, None if it accepts none (406).

    `names` are formats of the table in lod.media, the server's favourites first: they decide between equals. Without a
    header everything is acceptable. The most specific range counts for a format (section 12.5.1); parameters of media
    types but `q` are not told apart, since no format of ours has any.
    """
    return next(iter(accepted(accept, names)), None)


def accepted(accept: str | None, names: Sequence[str]) -> tuple[str, ...]:
    """Return the formats of `names` that an Accept header allows, the preferred one first."""
    if accept is None or not accept.strip():
        return tuple(names)
    ranges = dict(_weighted(accept))
    weights = {name: _of_type(name, ranges) for name in names}
    return tuple(sorted((name for name in names if weights[name] > 0), key=lambda name: -weights[name]))


def named(text: str, names: Sequence[str]) -> str | None:
    """Return the format of `names` that a person means by a name (`turtle`), a suffix (`ttl`) or a media type."""
    wanted = text.strip().lower()
    for name in names:
        format = BY_NAME[name]
        if wanted in (name, format.media_type) or f".{wanted.removeprefix('.')}" in format.suffixes:
            return name
    return None


def language(accept: str | None, tags: Sequence[str]) -> str:
    """Return the language of `tags` that an Accept-Language header prefers, else the first: no page is refused for it.

    A range matches a tag that it is, that begins with it, or, cut at a hyphen, that it begins with (`de-AT` is content
    with `de`; RFC 4647, sections 3.3.1 and 3.4).
    """
    if not accept:
        return tags[0]
    ranges = dict(_weighted(accept))
    best = max(tags, key=lambda tag: _of_language(tag.lower(), ranges))
    return best if _of_language(best.lower(), ranges) > 0 else tags[0]


def gzip(accept: str | None) -> bool:
    """Tell whether an Accept-Encoding header allows gzip (section 12.5.3)."""
    if not accept:
        return False
    ranges = dict(_weighted(accept))
    return ranges.get("gzip", ranges.get("x-gzip", ranges.get("*", 0.0))) > 0


def _of_type(name: str, ranges: dict[str, float]) -> float:
    media_type = BY_NAME[name].media_type
    for known in (media_type, *ALIASES.get(name, ())):
        if known in ranges:
            return ranges[known]
    # Java's own client has always sent `*` for `*/*`, and weights such as `.2`.
    return ranges.get(f"{media_type.partition('/')[0]}/*", ranges.get("*/*", ranges.get("*", 0.0)))


def _of_language(tag: str, ranges: dict[str, float]) -> float:
    exact = ranges.get(tag)
    if exact is not None:
        return exact
    near = [q for range, q in ranges.items() if tag.startswith(f"{range}-") or range.startswith(f"{tag}-")]
    # Somewhat less than what was asked for to the letter.
    return max(near) - 0.0001 if near else ranges.get("*", 0.0) - 0.0002


@lru_cache(maxsize=512)
def _weighted(header: str) -> tuple[tuple[str, float], ...]:
    """Return the ranges of a header in lower case, each with its weight; the heaviest of equal ones last."""
    found = []
    for match in _ELEMENT.finditer(header[:LONGEST]):
        weight = _WEIGHT.search(match[2])
        found.append((match[1].strip().lower(), min(1.0, float(weight[1])) if weight else 1.0))
    return tuple(sorted(found, key=lambda pair: pair[1]))
