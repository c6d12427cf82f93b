"""Regular expressions as any SPARQL store can have them (XPath functions, section 5.6.1): what they match, Python's
`re` matches too. They may match less, so that what they match needs no second look."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]  # the parser's names, stable since Python 2
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import Any

from lod.validation.engines.patterns import LENGTH, REPEATS, SPACES

_MARKS = frozenset(r"\|.?*+(){}[]^$-")
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}

#: Members of Python's classes that every engine agrees on.
_CLASSES = {codes.CATEGORY_SPACE: r" \t\n\r", codes.CATEGORY_DIGIT: "0-9", codes.CATEGORY_WORD: "A-Za-z0-9_"}

#: What Python takes for white space, as the members of a class of characters.
EVERY_SPACE = re.sub(r"\\x\{(\w+)\}", lambda found: chr(int(found[1], 16)), SPACES)


class _Unportable(Exception):
    """Something that not all stores have."""


def portable(pattern: str) -> str | None:
    """Return an expression for SPARQL's REGEX that finds nothing but what Python's `re.search` finds, or None."""
    if len(pattern) > LENGTH:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what may have another meaning in a later Python has no sure one
            parsed = parser.parse(pattern)
        return _sequence(parsed) if parsed.state.flags == re.UNICODE else None
    except (_Unportable, re.error, RecursionError, OverflowError, FutureWarning, DeprecationWarning):
        return None


def _sequence(items: Iterable[Any]) -> str:
    return "".join(_item(kind, value) for kind, value in items)


def _item(kind: Any, value: Any) -> str:
    if kind is codes.LITERAL:
        return _literal(value)
    if kind is codes.NOT_LITERAL:
        return f"[^{_literal(value)}]"
    if kind is codes.ANY:
        return r"[^\n]"
    if kind is codes.IN:
        return _set(value)
    if kind is codes.AT and value in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
        return "^"
    # Before a line feed at the end Python's `$` holds too, that of some stores does not: they match less.
    if kind is codes.AT and value is codes.AT_END:
        return "$"
    if kind is codes.BRANCH:
        return f"({'|'.join(map(_sequence, value[1]))})"
    if kind is codes.SUBPATTERN and not value[1] and not value[2]:
        return f"({_sequence(value[3])})"
    if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        least, most, inner = value
        if least > REPEATS or (most > REPEATS and most is not codes.MAXREPEAT):
            raise _Unportable
        end = "" if most is codes.MAXREPEAT else most
        return f"({_sequence(inner)}){{{least},{end}}}"
    raise _Unportable


def _set(items: Iterable[tuple[Any, Any]]) -> str:
    parts, negated = dict[str, None](), ""
    for kind, value in items:
        if kind is codes.NEGATE:
            negated = "^"
        elif kind is codes.LITERAL:
            parts[_literal(value)] = None
        elif kind is codes.RANGE:
            parts[f"{_literal(value[0])}-{_literal(value[1])}"] = None
        elif kind is codes.CATEGORY and value in _CLASSES and not negated:
            parts[_CLASSES[value]] = None
        elif kind is codes.CATEGORY and value is codes.CATEGORY_SPACE:
            parts[EVERY_SPACE] = None
        elif kind is codes.CATEGORY and value is codes.CATEGORY_NOT_SPACE and not parts and not negated:
            parts[EVERY_SPACE], negated = None, "^"
        else:
            raise _Unportable
    return f"[{negated}{''.join(parts)}]"


def _literal(code: int) -> str:
    character = chr(code)
    if 0xD800 <= code <= 0xDFFF or code == 0:
        raise _Unportable  # no text in UTF-8 holds the one, not all stores the other
    return _ESCAPES.get(character) or (f"\\{character}" if character in _MARKS else character)
