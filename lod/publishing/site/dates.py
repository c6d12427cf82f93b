"""Dates and durations in words: XML Schema 1.1 Part 2, and EDTF (ISO 8601-2:2019) for what is not known to the day."""

from __future__ import annotations

import re

from lod.publishing.site.strings import Strings

_DATE = re.compile(
    r"(?P<year>-?[0-9]{4,}|[0-9]{1,3}X+)(?:-(?P<month>[0-9]{2}))?(?:-(?P<day>[0-9]{2}))?(?P<doubt>[?~%])?"
)
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")
_TIME = re.compile(r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")
_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.\d+)?S)?)?",
    re.ASCII,
)


def date(text: str, strings: Strings) -> str:
    """Return a date, a time or an EDTF text of levels 0 and 1 in words; what is none of them, as it is."""
    if "/" in text:
        start, _, end = text.partition("/")
        return period(start if start != ".." else "", end if end != ".." else "", strings) or text
    day, clock, time = text.partition("T")
    if clock and (match := _TIME.fullmatch(_ZONE.sub("", time))):
        return str(strings.dates["time"].format(date=_day(day, strings) or day, **_clock(match)))
    if match := _TIME.fullmatch(_ZONE.sub("", text)):
        return str(strings.dates["clock"].format(**_clock(match)))
    return _day(text, strings) or _day(_ZONE.sub("", text), strings) or text


def period(start: str, end: str, strings: Strings, *, ongoing: bool = False) -> str:
    """Return a span of time in words; either end may be empty, and so is the answer where both are."""
    words = strings.dates
    if start and end:
        return date(start, strings) if start == end else words["between"].format(
            start=date(start, strings), end=date(end, strings)
        )  # fmt: skip
    if start:
        return str(words["since"].format(date=date(start, strings)) if ongoing else date(start, strings))
    return str(words["until"].format(date=date(end, strings))) if end else ""


def duration(text: str, strings: Strings) -> str:
    """Return an xsd:duration in words, such as 2 hours for PT2H; what is none, as it is."""
    match = _DURATION.fullmatch(text)
    parts = [(unit, int(n)) for unit, n in match.groupdict().items() if n is not None] if match else []
    words = [f"{strings.number(n)} {strings.durations[unit][0 if n == 1 else 1]}" for unit, n in parts if n]
    return " ".join(words) or text


def _day(text: str, strings: Strings) -> str | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    words = strings.dates
    found = _year(match["year"], strings)
    if match["month"]:
        number = int(match["month"])
        if match["day"] and 1 <= number <= 12 and 1 <= int(match["day"]) <= 31:
            found = words["day"].format(day=int(match["day"]), month=words["months"][number - 1], year=found)
        elif not match["day"] and 1 <= number <= 12:
            found = words["month"].format(month=words["months"][number - 1], year=found)
        elif not match["day"] and 21 <= number <= 24:
            found = words["month"].format(month=words["seasons"][number - 21], year=found)
        else:
            return None
    if match["doubt"] in ("~", "%"):
        found = words["about"].format(date=found)
    if match["doubt"] in ("?", "%"):
        found = words["perhaps"].format(date=found)
    return str(found)


def _year(text: str, strings: Strings) -> str:
    words = strings.dates
    if text.endswith("X"):
        unknown = text.count("X")
        first = text.replace("X", "0")
        if unknown == 1:
            return str(words["decade"].format(year=first))
        return str(words["century"].format(first=first, last=text.replace("X", "9")))
    if text.startswith("-"):
        return str(words["before_christ"].format(year=int(text[1:]) + 1))
    return text


def _clock(match: re.Match[str]) -> dict[str, str]:
    return {"hour": str(int(match["hour"])), "minute": match["minute"]}
