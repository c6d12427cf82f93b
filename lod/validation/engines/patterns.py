"""Regular expressions as the fast engine must have them to match just what Python's do (SHACL, section 4.4.3).

pyshacl searches with Python's `re`, the fast engine with Rust's `regex`: what is written here in both ways has one
meaning. What has no counterpart, or a risky one, is not translated, and pyshacl judges such shapes alone.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from re import _constants as codes  # type: ignore[attr-defined]  # the parser's names, stable since Python 2
from typing import Any

from lod.validation.engines.expressions import Dialect, Unwritable

_CLASSES = {codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_WORD: r"\w"}
_OTHERS = {codes.CATEGORY_NOT_SPACE: r"\s", codes.CATEGORY_NOT_DIGIT: r"\d", codes.CATEGORY_NOT_WORD: r"\w"}


#: What Python takes for white space; nothing else in these modules is asked for as often.
SPACES = r"\x{9}-\x{D}\x{1C}-\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"


def translated(pattern: str) -> str | None:
    """Return an expression of Rust's `regex` that finds what Python's `re.search` finds, or None if none is known."""
    return _RUST.written(pattern)


class _Rust(Dialect):
    group = "(?:"
    beginning = r"\A"

    def literal(self, code: int) -> str:
        return _literal(code)

    def end(self, kind: Any, last: bool) -> str:
        if kind is codes.AT_END_STRING:
            return r"\z"
        # `$` holds before a line feed at the end too: that can be written without looking ahead where nothing follows.
        if last:
            return r"\n?\z"
        raise Unwritable

    def category(self, kind: Any, negated: bool, alone: bool) -> tuple[str, bool]:  # noqa: ARG002  # sets may nest here
        if kind in _CLASSES:
            return f"[{_members(_CLASSES[kind])}]", False
        if kind in _OTHERS:
            return f"[^{_members(_OTHERS[kind])}]", False
        raise Unwritable


_RUST = _Rust()


def _literal(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        raise Unwritable  # half of a character, which no text in UTF-8 holds
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
