"""Regular expressions as the fast engine must have them to match just what Python's do (SHACL, section 4.4.3).

pyshacl searches with Python's `re`, the fast engine with Rust's `regex`: what is written here in both ways has one
meaning. What has no counterpart, or a risky one, is not translated, and pyshacl judges such shapes alone.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import cache
from itertools import chain
from re import _constants as codes  # type: ignore[attr-defined]  # the parser's names, stable since Python 2
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import Any

#: A longer expression, or more repetitions, could take the engine beyond the size that it allows for one.
LENGTH = 1000
REPEATS = 200

_CLASSES = {codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_WORD: r"\w"}
_OTHERS = {codes.CATEGORY_NOT_SPACE: r"\s", codes.CATEGORY_NOT_DIGIT: r"\d", codes.CATEGORY_NOT_WORD: r"\w"}


#: What Python takes for white space; nothing else in these modules is asked for as often.
SPACES = r"\x{9}-\x{D}\x{1C}-\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"


class _Untranslatable(Exception):
    """Something that the two do not have in common."""


def translated(pattern: str) -> str | None:
    """Return an expression of Rust's `regex` that finds what Python's `re.search` finds, or None if none is known."""
    if len(pattern) > LENGTH:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what may have another meaning in a later Python has no sure one
            parsed = parser.parse(pattern)
        return _sequence(parsed, last=True) if parsed.state.flags == re.UNICODE else None
    except (_Untranslatable, re.error, RecursionError, OverflowError, FutureWarning, DeprecationWarning):
        return None


def _sequence(items: Iterable[Any], last: bool) -> str:
    items = list(items)
    return "".join(_item(kind, value, last and number == len(items) - 1) for number, (kind, value) in enumerate(items))


def _item(kind: Any, value: Any, last: bool) -> str:
    if kind is codes.LITERAL:
        return _literal(value)
    if kind is codes.NOT_LITERAL:
        return f"[^{_literal(value)}]"
    if kind is codes.ANY:
        return r"[^\n]"
    if kind is codes.IN:
        return _set(value)
    if kind is codes.AT and value in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
        return r"\A"
    # `$` holds before a line feed at the end too: only where nothing follows can that be written without looking ahead.
    if kind is codes.AT and value is codes.AT_END and last:
        return r"\n?\z"
    if kind is codes.AT and value is codes.AT_END_STRING:
        return r"\z"
    if kind is codes.BRANCH:
        return f"(?:{'|'.join(_sequence(branch, last) for branch in value[1])})"
    if kind is codes.SUBPATTERN and not value[1] and not value[2]:
        return f"(?:{_sequence(value[3], last)})"
    if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        least, most, inner = value
        if least > REPEATS or (most > REPEATS and most is not codes.MAXREPEAT):
            raise _Untranslatable
        end = "" if most is codes.MAXREPEAT else most
        return f"(?:{_sequence(inner, last=False)}){{{least},{end}}}"
    raise _Untranslatable


def _set(items: Iterable[tuple[Any, Any]]) -> str:
    parts, negated = [], ""
    for kind, value in items:
        if kind is codes.NEGATE:
            negated = "^"
        elif kind is codes.LITERAL:
            parts.append(_literal(value))
        elif kind is codes.RANGE:
            parts.append(f"{_literal(value[0])}-{_literal(value[1])}")
        elif kind is codes.CATEGORY and value in _CLASSES:
            parts.append(f"[{_members(_CLASSES[value])}]")
        elif kind is codes.CATEGORY and value in _OTHERS:
            parts.append(f"[^{_members(_OTHERS[value])}]")
        else:
            raise _Untranslatable
    return f"[{negated}{''.join(parts)}]"


def _literal(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        raise _Untranslatable  # half of a character, which no text in UTF-8 holds
    return rf"\x{{{code:X}}}"


@cache
def _members(name: str) -> str:
    """Return the characters of one of Python's classes as ranges: Rust's follow another version of Unicode."""
    if name == r"\s":
        return SPACES
    # No letter or digit stands in the planes above, and to look there takes four times as long.
    text = "".join(map(chr, chain(range(0xD800), range(0xE000, 0x40000))))
    found = ((ord(match[0][0]), ord(match[0][-1])) for match in re.finditer(f"{name}+", text))
    return "".join(f"{_literal(first)}-{_literal(last)}" for first, last in found)
