"""Regular expressions as any SPARQL store can have them (XPath functions, section 5.6.1): what they match, Python's
`re` matches too. They may match less, so that what they match needs no second look."""

from __future__ import annotations

import re
from re import _constants as codes  # type: ignore[attr-defined]  # the parser's names, stable since Python 2
from typing import Any

from lod.validation.engines.expressions import Dialect, Unwritable
from lod.validation.engines.patterns import SPACES

_MARKS = frozenset(r"\|.?*+(){}[]^$-")
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}

#: Members of Python's classes that every engine agrees on.
_CLASSES = {codes.CATEGORY_SPACE: r" \t\n\r", codes.CATEGORY_DIGIT: "0-9", codes.CATEGORY_WORD: "A-Za-z0-9_"}

#: What Python takes for white space, as the members of a class of characters.
EVERY_SPACE = re.sub(r"\\x\{(\w+)\}", lambda found: chr(int(found[1], 16)), SPACES)


def portable(pattern: str) -> str | None:
    """Return an expression for SPARQL's REGEX that finds nothing but what Python's `re.search` finds, or None."""
    return _PORTABLE.written(pattern)


class _Portable(Dialect):
    def literal(self, code: int) -> str:
        character = chr(code)
        if 0xD800 <= code <= 0xDFFF or code == 0:
            raise Unwritable  # no text in UTF-8 holds the one, not all stores the other
        return _ESCAPES.get(character) or (f"\\{character}" if character in _MARKS else character)

    def end(self, kind: Any, last: bool) -> str:  # noqa: ARG002  # it holds wherever it stands
        # Before a line feed at the end Python's `$` holds too, that of some stores does not: they match less.
        if kind is codes.AT_END:
            return "$"
        raise Unwritable

    def category(self, kind: Any, negated: bool, alone: bool) -> tuple[str, bool]:
        if kind in _CLASSES and not negated:
            return _CLASSES[kind], False
        if kind is codes.CATEGORY_SPACE:
            return EVERY_SPACE, False
        if kind is codes.CATEGORY_NOT_SPACE and alone and not negated:
            return EVERY_SPACE, True
        raise Unwritable


_PORTABLE = _Portable()
