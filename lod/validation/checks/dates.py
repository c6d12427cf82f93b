"""Spans of time that end before they start. SHACL's sh:lessThan cannot say it: it compares neither years nor EDTF."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from lod.terms import XSD
from lod.validation.checks import edtf
from lod.validation.checks.literals import EDTF_TYPES
from lod.validation.checks.moments import Span, span
from lod.validation.checks.properties import spans
from lod.validation.checks.world import Found, World


def check(world: World) -> Iterator[Found]:
    """Yield ends that are before their starts for certain: their last day is before the start's first."""
    for start, end in spans(world.config.base):
        ends, starts = world.survey.kept.get(end, {}), world.survey.kept.get(start, {})
        for subject, values in ends.items():
            for first in starts.get(subject, ()):
                for last in values:
                    if _reversed(first, last):
                        words = {"start": first.value, "start_at": start}
                        yield Found("lod:end-before-start", subject, end, last, words)


def _reversed(start: ox.Literal, end: ox.Literal) -> bool:
    first, last = _span(start), _span(end)
    if first is None or last is None:
        return False
    if _zone(start.value) != _zone(end.value):
        # The clocks differ by less than a day and a bit: only days that are further apart tell anything.
        (*month, day, _), (*start_month, start_day, _) = last.last, first.first
        return month < start_month or (month == start_month and day + 1 < start_day)
    return last.last < first.first


def _span(literal: ox.Literal) -> Span | None:
    datatype = literal.datatype.value
    if datatype in EDTF_TYPES:
        return edtf.span(literal.value)
    names = ("date", "dateTime", "gYear", "gYearMonth") if datatype == f"{XSD}string" else (datatype.removeprefix(XSD),)
    return next((found for name in names if (found := span(literal.value, name)) is not None), None)


def _zone(text: str) -> str:
    _, clock, time = text.partition("T")
    return "".join(time.partition(sign)[1] + time.partition(sign)[2] for sign in "Z+-") if clock else ""
