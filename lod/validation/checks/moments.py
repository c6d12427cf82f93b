"""Moments as spans of days: what a date, a year or EDTF text covers, from its first to its last day.

XML Schema 1.1 Part 2, section 3.3 (date, dateTime, gYear, gYearMonth), and EDTF, ISO 8601-2:2019.
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass

_ZONE = r"(?P<zone>Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,}|[0-9]{4}))"
_FORMS = {
    "gYear": re.compile(_DATE + _ZONE, re.ASCII),
    "gYearMonth": re.compile(_DATE + r"-(?P<month>[0-9]{2})" + _ZONE, re.ASCII),
    "date": re.compile(_DATE + r"-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})" + _ZONE, re.ASCII),
    "dateTime": re.compile(
        _DATE + r"-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
        r"T(?P<time>(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)" + _ZONE,
        re.ASCII,
    ),
}
_FORMS["dateTimeStamp"] = re.compile(_FORMS["dateTime"].pattern.removesuffix("?"), re.ASCII)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Day = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day (year, month, day, time of day or "") that a moment may mean."""

    first: Day
    last: Day


def days(year: int, month: int) -> int:
    """Return how many days a month has, in the proleptic Gregorian calendar."""
    return 29 if month == 2 and isleap(year) else _DAYS[month - 1]


def possible(text: str, datatype: str) -> bool:
    """Tell whether a text is a value of an XML Schema datatype: date, dateTime, dateTimeStamp, gYear or gYearMonth."""
    return span(text, datatype) is not None


def span(text: str, datatype: str) -> Span | None:
    """Return what a literal of one of these datatypes covers, or None if there is no such moment.

    Zones are left out of account: they move a moment by less than a day. So is white space at the ends, as XML Schema
    has it.
    """
    form = _FORMS.get(datatype)
    match = form.fullmatch(text.strip(" \t\r\n")) if form else None
    if match is None:
        return None
    found = match.groupdict()
    if len(found["year"].lstrip("-")) > 9:
        return None
    return covered(int(found["year"]), found.get("month"), found.get("day"), found.get("time") or "")


def covered(year: int, month: str | None, day: str | None, time: str = "") -> Span | None:
    """Return the span of a year, a month of it or a day, or None if the calendar has no such month or day."""
    if month is None:
        return Span((year, 1, 1, ""), (year, 12, 31, "~"))
    if not 1 <= int(month) <= 12:
        return None
    last = days(year, int(month))
    if day is None:
        return Span((year, int(month), 1, ""), (year, int(month), last, "~"))
    if not 1 <= int(day) <= last:
        return None
    return Span((year, int(month), int(day), time), (year, int(month), int(day), time or "~"))
