"""Extended Date/Time Format (ISO 8601-2:2019; Library of Congress, 4 February 2019), levels 0 to 2: valid, and when?"""

from __future__ import annotations

import re

from lod.validation.checks.moments import Span, covered, days

_QUALIFIED = r"[?~%]?"
_DATE = re.compile(
    rf"{_QUALIFIED}(?P<year>Y-?[1-9][0-9]*(?:E[1-9][0-9]*)?(?:S[1-9][0-9]*)?|-?[0-9X]{{4}}(?:S[1-9][0-9]*)?){_QUALIFIED}"
    rf"(?:-{_QUALIFIED}(?P<month>[0-9X]{{2}}){_QUALIFIED}(?:-{_QUALIFIED}(?P<day>[0-9X]{{2}}){_QUALIFIED})?)?",
    re.ASCII,
)
_TIME = re.compile(r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-][0-2][0-9](?::?[0-5][0-9])?)?", re.ASCII)

#: Months 21 to 24 are seasons whose months differ in the two hemispheres, so they cover the year; 25 to 41 are seasons
#: of a hemisphere, quarters, quadrimesters and halves of a year.
_SEASONS = range(21, 42)


def valid(text: str) -> bool:
    """Tell whether a text is EDTF of level 0, 1 or 2."""
    return span(text) is not None


def span(text: str) -> Span | None:
    """Return the days that EDTF text covers, as far as they are known, or None if it does not parse.

    An open or unknown end covers all time; so do sets and years with an exponent, whose extent is of no use here.
    """
    if (text[:1], text[-1:]) in (("[", "]"), ("{", "}")):
        return _ALWAYS if _all_parse(text[1:-1]) else None
    start, slash, end = text.partition("/")
    if not slash:
        return _single(text)
    first, last = (_ALWAYS if part in ("", "..") else _single(part) for part in (start, end))
    if first is None or last is None or (start in ("", "..") and end in ("", "..")) or first.first > last.last:
        return None
    return Span(first.first, last.last)


_ALWAYS = Span((-(10**9), 1, 1, ""), (10**9, 12, 31, "~"))


def _all_parse(inner: str) -> bool:
    parts = [part for item in inner.split(",") for part in item.strip().split("..")]
    return any(parts) and all(_single(part) is not None for part in parts if part)


def _single(text: str) -> Span | None:
    if "T" in text:
        day, _, _ = text.partition("T")
        found = _single(day)
        return found if found and _TIME.fullmatch(text, len(day)) and day.count("-") == 2 else None
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    if year.startswith("Y"):
        # Without an exponent, a year behind Y has more than four digits.
        digits = re.split("[ES]", year)[0].strip("Y-")
        return _ALWAYS if month is None and ("E" in year or len(digits) > 4) else None
    year = year.partition("S")[0]
    if year == "-0000":
        return None
    early, late = sorted((int(year.replace("X", "0")), int(year.replace("X", "9"))))
    whole = Span((early, 1, 1, ""), (late, 12, 31, "~"))
    if month is None:
        return whole
    if month.isdigit() and int(month) in _SEASONS:
        return whole if day is None else None
    if "X" in year or "X" in month:
        return whole if _may_be(month, 12) and (day is None or _may_be(day, 31)) else None
    if day is not None and "X" in day:
        month_span = covered(early, month, None)
        return month_span if month_span and _may_be(day, days(early, int(month))) else None
    return covered(early, month, day)


def _may_be(text: str, most: int) -> bool:
    """Tell whether a number of two places, X standing for any digit, may be one from 1 to `most`."""
    return any(re.fullmatch(text.replace("X", "[0-9]"), f"{number:02}") for number in range(1, most + 1))
