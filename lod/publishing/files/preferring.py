"""What a client prefers, as regular expressions that the configuration of any web server can hold.

The first that matches an Accept or Accept-Language header says what to send: they stand in the order of their weights
(RFC 9110, section 12.4.2), told apart to one decimal place, and of equal ones in the order of the site. No look-ahead,
so that PCRE (Apache, nginx) and RE2 (Caddy) read them alike. What cannot be said in this way: that a client refuses
HTML by `q=0` while a wildcard allows everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lod.media import BY_NAME

#: Other names by which clients ask for a format.
_ALIASES = {
    "html": (r"application/xhtml\+xml", r"\*/\*", r"text/\*"),
    "turtle": ("application/x-turtle",),
    "jsonld": ("application/json",),
}

_BLANK = r"[ \t]*"

# How the weight of a range is written, the heaviest first; the first one also stands for no weight at all.
_WEIGHTS = (
    rf"(?:;{_BLANK}q=1[.0]*{_BLANK}(?:;[^,]*)?)?(?:,|$)",
    *(rf";{_BLANK}q=0?\.{tenth}[0-9]*{_BLANK}(?:[;,]|$)" for tenth in range(9, 0, -1)),
    rf";{_BLANK}q=0?\.0[0-9]*[1-9][0-9]*{_BLANK}(?:[;,]|$)",
)


def formats(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (expression for an Accept header, name of the format), the first that matches counts."""
    for weight in _WEIGHTS:
        for name in names:
            types = "|".join((re.escape(BY_NAME[name].media_type), *_ALIASES.get(name, ())))
            # Parameters other than q do not matter: no format of ours has any.
            yield rf"(?:^|,){_BLANK}(?:{types}){_BLANK}(?:;{_BLANK}[^qQ,;][^,;]*)*{weight}", name


def languages(tags: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (expression for an Accept-Language header, language tag), the first that matches counts."""
    for weight in _WEIGHTS:
        for tag in tags:
            ranges = f"{tag}(?:-[A-Za-z0-9]+)*"
            yield rf"(?:^|,){_BLANK}{ranges}{_BLANK}{weight}", tag
