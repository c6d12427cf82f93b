"""Regular expressions of shapes: those that do not compile, and those that would take for ever."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from itertools import product

#: A repetition of what is itself repeated, or of alternatives: only such a one can explode.
_NESTED = re.compile(r"\((?:[^()\\]|\\.|\([^()]*\))*(?:[+*|]|,\})(?:[^()\\]|\\.|\([^()]*\))*\)\s*(?:[+*]|\{\d*,)")

#: A repetition without an end. Among n of them a text may be divided in as many ways as the n-th power of its length.
_ENDLESS = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\})")
_MANY = 4

#: Texts of so many repeated parts may take so many seconds; each further step could take several times as long.
_NESTED_STEPS, _NESTED_SECONDS, _MANY_SECONDS = range(4, 29, 2), 0.05, 0.3
_MANY_STEPS = (4, 5, 6, 8, 10, 13, 17, 22, 29, 38, 50, 65, 85, 110, 143, 186, 240, 312, 400)


def faulty(pattern: str) -> str | None:
    """Return what is wrong with a regular expression that does not compile, or None."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    return None


def explodes(pattern: str) -> bool:
    """Tell whether a regular expression takes exponential time on some text, or its length to the fourth.

    Only those that repeat a repetition, or repeat often, are tried, on ever longer texts made of the characters that
    they name, and never for more than a fraction of a second each.
    """
    tries: list[tuple[Sequence[int], float]] = []
    if _NESTED.search(pattern):
        tries.append((_NESTED_STEPS, _NESTED_SECONDS))
    if len(_ENDLESS.findall(pattern)) >= _MANY:
        tries.append((_MANY_STEPS, _MANY_SECONDS))
    if not tries:
        return False
    compiled = re.compile(pattern)
    return any(_slow(compiled, part, steps, seconds) for steps, seconds in tries for part in _parts(pattern))


def _slow(compiled: re.Pattern[str], part: str, steps: Sequence[int], seconds: float) -> bool:
    for length in steps:
        # No pattern ends with this character, so all ways to divide what is before it are tried.
        text = part * length + "\x00"
        # The time of this thread alone: on a busy machine others take theirs in between.
        started = time.thread_time()
        compiled.search(text)
        if time.thread_time() - started > seconds:
            return True
    return False


def _parts(pattern: str) -> Iterator[str]:
    literal = dict.fromkeys(re.sub(r"\\.|[\[\](){}?*+|^$.]", "", pattern))
    characters = [*list(literal)[:6], *(c for c in "aA0 -_" if c not in literal)][:10]
    yield from characters
    yield from ("".join(pair) for pair in product(characters[:6], repeat=2))
