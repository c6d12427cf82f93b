"""Regular expressions of Python written anew for other engines, as far as both have the same (SHACL, section 4.4.3)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]  # the parser's names, stable since Python 2
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import Any

#: A longer expression, or more repetitions, could take an engine beyond the size that it allows for one.
LENGTH = 1000
REPEATS = 200


class Unwritable(Exception):
    """Something that the other engine does not have, or has with another meaning."""


class Dialect:
    """How an engine wants expressions; a subclass says what its literals, classes and anchors look like."""

    #: What begins a group, and what stands for the beginning of the text.
    group = "("
    beginning = "^"

    def written(self, pattern: str) -> str | None:
        """Return a Python expression in this dialect, or None if it has none."""
        if len(pattern) > LENGTH:
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # what may have another meaning in a later Python has no sure one
                parsed = parser.parse(pattern)
            return self._sequence(parsed, last=True) if parsed.state.flags == re.UNICODE else None
        except (Unwritable, re.error, RecursionError, OverflowError, FutureWarning, DeprecationWarning):
            return None

    def literal(self, code: int) -> str:
        """Return a character. Raises Unwritable."""
        raise NotImplementedError

    def end(self, kind: Any, last: bool) -> str:
        """Return an anchor at the end of the text, `last` if nothing follows it. Raises Unwritable."""
        raise NotImplementedError

    def category(self, kind: Any, negated: bool, alone: bool) -> tuple[str, bool]:
        """Return a class within a set, and whether it negates the set; `alone` so far in it. Raises Unwritable."""
        raise NotImplementedError

    def _sequence(self, items: Iterable[Any], last: bool) -> str:
        items = list(items)
        end = len(items) - 1
        return "".join(self._item(kind, value, last and n == end) for n, (kind, value) in enumerate(items))

    def _item(self, kind: Any, value: Any, last: bool) -> str:
        if kind is codes.LITERAL:
            return self.literal(value)
        if kind is codes.NOT_LITERAL:
            return f"[^{self.literal(value)}]"
        if kind is codes.ANY:
            return r"[^\n]"
        if kind is codes.IN:
            return self._set(value)
        if kind is codes.AT and value in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
            return self.beginning
        if kind is codes.AT and value in (codes.AT_END, codes.AT_END_STRING):
            return self.end(value, last)
        if kind is codes.BRANCH:
            return f"{self.group}{'|'.join(self._sequence(branch, last) for branch in value[1])})"
        if kind is codes.SUBPATTERN and not value[1] and not value[2]:
            return f"{self.group}{self._sequence(value[3], last)})"
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            least, most, inner = value
            if least > REPEATS or (most > REPEATS and most is not codes.MAXREPEAT):
                raise Unwritable
            most = "" if most is codes.MAXREPEAT else most
            return f"{self.group}{self._sequence(inner, last=False)}){{{least},{most}}}"
        raise Unwritable

    def _set(self, items: Iterable[tuple[Any, Any]]) -> str:
        parts, negated = dict[str, None](), False
        for kind, value in items:
            if kind is codes.NEGATE:
                negated = True
            elif kind is codes.LITERAL:
                parts[self.literal(value)] = None
            elif kind is codes.RANGE:
                parts[f"{self.literal(value[0])}-{self.literal(value[1])}"] = None
            elif kind is codes.CATEGORY:
                part, negates = self.category(value, negated, not parts)
                parts[part], negated = None, negated or negates
            else:
                raise Unwritable
        return f"[{'^' if negated else ''}{''.join(parts)}]"
