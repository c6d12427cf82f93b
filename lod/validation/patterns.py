"""Regular expressions of shapes: those that do not compile, and those that would take for ever."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import product

#: A repetition of what is itself repeated, or of alternatives: only such a one can explode.
_NESTED = re.compile(r"\((?:[^()\\]|\\.|\([^()]*\))*(?:[+*|]|,\})(?:[^()\\]|\\.|\([^()]*\))*\)\s*(?:[+*]|\{\d*,)")

#: A text of so many repeated parts may take so many seconds; each further step could take several times as long.
_STEPS, _SECONDS = range(4, 29, 2), 0.05


def faulty(pattern: str) -> str | None:
    """Return what is wrong with a regular expression that does not compile, or None."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    return None


def explodes(pattern: str) -> bool:
    """Tell whether a regular expression takes exponential time on some text.

    Only those that repeat a repetition are tried, on ever longer texts made of the characters that they name, and
    never for more than a fraction of a second each.
    """
    if not _NESTED.search(pattern):
        return False
    compiled = re.compile(pattern)
    return any(_slow(compiled, part) for part in _parts(pattern))


def _slow(compiled: re.Pattern[str], part: str) -> bool:
    for length in _STEPS:
        # No pattern ends with this character, so all ways to divide what is before it are tried.
        text = part * length + "\x00"
        started = time.perf_counter()
        compiled.search(text)
        if time.perf_counter() - started > _SECONDS:
            return True
    return False


def _parts(pattern: str) -> Iterator[str]:
    literal = dict.fromkeys(re.sub(r"\\.|[\[\](){}?*+|^$.]", "", pattern))
    characters = [*list(literal)[:6], *(c for c in "aA0 -_" if c not in literal)][:10]
    yield from characters
    yield from ("".join(pair) for pair in product(characters[:6], repeat=2))
