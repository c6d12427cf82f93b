"""Terms for people: what stands in the cell of a table, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from lod.config import Config
from lod.graph import Names, Term
from lod.graph.nodes import short
from lod.query.answer import Row, Stream
from lod.query.labels import SUFFIX, labelled
from lod.terms import XSD

WORDS: Mapping[str, Mapping[str | bool, str]] = {
    "de": {"none": "Keine Ergebnisse.", "more": "… und {} weitere Zeilen", True: "Ja", False: "Nein"},
    "en": {"none": "No results.", "more": "… and {} more rows", True: "Yes", False: "No"},
}

# What would move the cursor or change colours when a terminal shows it (C0 and C1 controls, ECMA-48).
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII)
_DURATIONS = frozenset(f"{XSD}{name}" for name in ("duration", "dayTimeDuration", "yearMonthDuration"))
_UNITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (
        ("Jahr", "Jahre"), ("Monat", "Monate"), ("Tag", "Tage"), ("Stunde", "Stunden"), ("Minute", "Minuten"),
        ("Sekunde", "Sekunden"),
    ),
    "en": (
        ("year", "years"), ("month", "months"), ("day", "days"), ("hour", "hours"), ("minute", "minutes"),
        ("second", "seconds"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """How an answer is to be shown.

    `language` is that of names and words, `width` that of a table (None: the terminal's). `titles` are the titles of
    columns that are not simply their names in words, `heading` that of the whole; `chart` is the kind of chart that the
    query asks for.
    """

    config: Config
    language: str
    width: int | None = None
    colour: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    chart: str | None = None
    heading: str = ""

    def title(self, column: str) -> str:
        """Return what a column is called above a table."""
        return self.titles.get(column) or column.replace("_", " ")

    def word(self, key: str | bool) -> str:
        """Return a fixed phrase in the reader's language, else in English."""
        return WORDS.get(self.language, WORDS["en"])[key]

    def cell(self, term: Term | None) -> str:
        """Return a term in words: an IRI as a person would write it, a duration spelt out, other literals as text."""
        if isinstance(term, ox.NamedNode):
            return short(term.value, self.config)
        if isinstance(term, ox.Literal):
            text = _duration(term.value, self.language) if term.datatype.value in _DURATIONS else term.value
            return _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        return "" if term is None else str(term)


@dataclass(frozen=True, slots=True)
class Cells:
    """An answer for people: for each row and column the term, and the name to show in its place, if there is one."""

    columns: tuple[str, ...]
    pairs: Callable[[Row], list[tuple[Term | None, Term | None]]]
    stream: Stream


def cells(stream: Stream, view: View, names: Names | None) -> Cells:
    """Return how to show each row of an answer: a column of names goes together with that of the things it names."""
    if names is not None:
        stream = labelled(stream, names, view.language)
    places = {column: position for position, column in enumerate(stream.columns)}
    kept = [
        (column, place, places.get(column + SUFFIX))
        for column, place in places.items()
        if not (column.endswith(SUFFIX) and column.removesuffix(SUFFIX) in places)
    ]

    def pairs(row: Row) -> list[tuple[Term | None, Term | None]]:
        return [(row[place], None if name is None else row[name]) for _, place, name in kept]

    return Cells(tuple(column for column, _, _ in kept), pairs, stream)


def number(term: Term | None) -> bool:
    """Tell whether a term is a literal that reads as a number."""
    return isinstance(term, ox.Literal) and bool(_NUMBER.fullmatch(term.value))


def web(term: Term | None) -> bool:
    """Tell whether a term may be made a link: a `javascript:` IRI in the data stays text."""
    return isinstance(term, ox.NamedNode) and term.value.startswith(("https://", "http://"))


def _duration(text: str, language: str) -> str:
    """Return an xsd:duration in words (XML Schema 1.1 Part 2, section 3.3.6), such as 2 hours for PT2H."""
    match = _DURATION.fullmatch(text)
    units = _UNITS.get(language, _UNITS["en"])
    parts = zip(match.groups() if match else (), units, strict=False)
    return " ".join(f"{count} {one if count == '1' else many}" for count, (one, many) in parts if count) or text
