"""Which datatypes the data's literals have, and which of these are written in ways on which engines may differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from lod.terms import XSD

_DAY = r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
_CLOCK = r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?"

#: Typed literals that are remembered at once, so that each is looked at about once.
_MEMORY = 50_000

#: What a moment with a time zone is noted as: it compares with others of its kind only.
AWARE = f"{XSD}dateTime with a time zone"

INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedLong",
        "unsignedInt", "unsignedShort", "unsignedByte", "nonPositiveInteger", "negativeInteger",
    )
)  # fmt: skip

_POSITIVE = r"(?:0|[1-9]\d{0,%d})"


#: The lexical forms that every engine takes for good; the bounds of the small integer types are left to be asked.
PLAIN: Mapping[str, str] = {
    XSD + name: pattern
    for name, pattern in {
        "integer": rf"-?{_POSITIVE % 14}",
        "long": rf"-?{_POSITIVE % 14}",
        "int": rf"-?{_POSITIVE % 7}",
        "short": rf"-?{_POSITIVE % 3}",
        "byte": rf"-?{_POSITIVE % 1}",
        "nonNegativeInteger": _POSITIVE % 14,
        "positiveInteger": r"[1-9]\d{0,14}",
        "unsignedLong": _POSITIVE % 14,
        "unsignedInt": _POSITIVE % 7,
        "unsignedShort": _POSITIVE % 3,
        "unsignedByte": _POSITIVE % 1,
        "decimal": r"-?\d{1,9}(?:\.\d{1,6})?",
        "double": r"-?\d{1,9}(?:\.\d{1,6})?(?:[eE][+-]?\d{1,2})?",
        "float": r"-?\d{1,9}(?:\.\d{1,6})?(?:[eE][+-]?\d)?",
        "boolean": "true|false",
        "date": _DAY,
        "dateTime": f"{_DAY}{_CLOCK}(?:Z|[+-](?:0\\d|1[0-3]):[0-5]\\d)?",
        "gYear": r"(?!0000)\d{4}",
        "gYearMonth": r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])",
        "duration": r"P(?:\d{1,3}D|\d{1,3}DT\d{1,3}H|T\d{1,3}[HMS]|T\d{1,3}H\d{1,3}M)",
    }.items()
}
_DATE_TIME = f"{XSD}dateTime"
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")


class Literals:
    """The datatypes of the data, and the literals of XML Schema's datatypes that are not written plainly."""

    def __init__(self) -> None:
        self.datatypes: set[str] = set()
        self.odd: dict[str, set[str]] = {}
        self._seen: set[bytes] = set()

    def note(self, literal: bytes) -> None:
        """Take in a typed literal as N-Triples writes it, in UTF-8."""
        if literal in self._seen:
            return
        if len(self._seen) >= _MEMORY:
            self._seen.clear()
        self._seen.add(literal)
        text, _, datatype = literal[1:-1].decode().rpartition('"^^<')
        self.datatypes.add(kind(text, datatype))
        if datatype.startswith(XSD) and not plain(text, datatype):
            self.odd.setdefault(datatype, set()).add(literal.decode())


def kind(text: str, datatype: str) -> str:
    """Return a datatype, or AWARE for a moment with a time zone."""
    return AWARE if datatype == _DATE_TIME and _ZONE.search(text) else datatype


def plain(text: str, datatype: str) -> bool:
    """Tell whether every engine takes a literal for good."""
    pattern = _pattern(datatype)
    return pattern is not None and pattern.fullmatch(text) is not None


@cache
def _pattern(datatype: str) -> re.Pattern[str] | None:
    return re.compile(PLAIN[datatype], re.ASCII) if datatype in PLAIN else None
