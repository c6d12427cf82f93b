"""From the rows of an answer to a figure: what kind of chart they make, and its points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from lod.errors import UsageError
from lod.graph import Names, Term
from lod.query.answer import Stream
from lod.query.cells import View, cells, number
from lod.query.tokens import Kind, tokens
from lod.terms import EDTF, XSD

KINDS = ("bar", "line", "timeline", "network")

#: Rows that one chart shows at most: more of them cannot be told apart.
ROWS: Mapping[str, int] = {"bar": 60, "line": 5000, "timeline": 60, "network": 150}

#: Larger numbers are drawn as this one, and those nearer to zero than its inverse as zero.
MEASURE = 1e100

_COMMENT = re.compile(r"#\s*chart:\s*(\S+)\s*")
_MOMENT = re.compile(r"(-?\d{4,})(?:-(\d{2}))?(?:-(\d{2}))?(?:T(\d{2}):(\d{2}).*)?(?:Z|[+-]\d{2}:\d{2})?")
_MOMENTS = frozenset(
    (*(f"{XSD}{name}" for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")), f"{EDTF}EDTF")
)


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a label (bar) or at a place on the axis (line)."""

    label: str
    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Span:
    """A time from `begin` to `end` in years, which are the same for a single moment; `words` is how the data has it."""

    label: str
    begin: float
    end: float
    words: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two things, with what joins them."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart before it is drawn; which part is filled depends on its kind. `more` rows had no room."""

    kind: str
    title: str
    points: tuple[Point, ...] = ()
    spans: tuple[Span, ...] = ()
    edges: tuple[Edge, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with what it holds: terms, and for each the text that a person reads."""

    title: str
    terms: list[Term | None]
    words: list[str]

    @property
    def moments(self) -> bool:
        return self._all(lambda term: _moment(term) is not None)

    @property
    def numbers(self) -> bool:
        return not self.moments and self._all(number)

    @property
    def things(self) -> bool:
        return self._all(lambda term: isinstance(term, ox.NamedNode | ox.BlankNode))

    def _all(self, holds: Callable[[Term], bool]) -> bool:
        known = [term for term in self.terms if term is not None]
        return bool(known) and all(map(holds, known))


def asked(text: str) -> str | None:
    """Return the kind of chart that a comment `# chart: bar` in a query asks for, or None."""
    found = (_COMMENT.fullmatch(token.text) for token in tokens(text) if token.kind is Kind.COMMENT)
    return next((match[1] for match in found if match), None)


def figure(stream: Stream, view: View, names: Names | None) -> Figure:
    """Return the figure that the rows make; its kind is the view's, else it follows from the columns.

    Numbers beside names make bars, numbers beside times a line, times a timeline, and two columns of things a network.
    Raises UsageError where the columns do not make the kind of chart, saying what it needs.
    """
    if stream.form != "select":
        raise UsageError("only rows make a chart", remedy="Ask with SELECT.")
    shown = cells(stream, view, names)
    rows = [shown.pairs(row) for row in islice(shown.stream.rows, max(ROWS.values()))]
    if not rows:
        raise UsageError("no rows, no chart", remedy="Ask for something that the data has.")
    columns = [
        _Column(
            view.title(column),
            [row[place][0] for row in rows],
            [view.cell(row[place][0] if row[place][1] is None else row[place][1]) for row in rows],
        )
        for place, column in enumerate(shown.columns)
    ]
    kind = view.chart or _kind(columns)
    if kind not in _MAKE:
        raise UsageError(f"there is no chart '{kind}'", remedy=f"The charts are: {', '.join(KINDS)}.")
    made = _MAKE[kind](columns)
    if not (made.points or made.spans or made.edges):
        raise UsageError("no row has a value in each of the columns of the chart", remedy="Leave out empty columns.")
    more = max(0, len(rows) - ROWS[kind]) + sum(1 for _ in shown.stream.rows)
    return Figure(kind, view.heading or made.title, made.points, made.spans, made.edges, more)


def _kind(columns: Sequence[_Column]) -> str:
    moments, numbers = any(c.moments for c in columns), any(c.numbers for c in columns)
    if moments:
        return "line" if numbers else "timeline"
    if numbers:
        return "bar" if any(not c.numbers for c in columns) else "line"
    return "network"


def _bar(columns: Sequence[_Column]) -> Figure:
    values = _first([c for c in columns if c.numbers], "bar", "a column of numbers")
    labels = _first([c for c in columns if not c.numbers], "bar", "a column of names")
    pairs = zip(labels.words, values.terms, strict=True)
    points = [Point(label, 0, _value(term)) for label, term in pairs if term is not None]
    return Figure("bar", values.title, points=tuple(points[: ROWS["bar"]]))


def _line(columns: Sequence[_Column]) -> Figure:
    along = _first([c for c in columns if c.moments or c.numbers], "line", "a column of times or numbers")
    values = _first([c for c in columns if c.numbers and c is not along], "line", "a column of numbers beside it")
    places = [_moment(term) if along.moments else _value(term) for term in along.terms]
    points = [
        Point(word, place, _value(term))
        for word, place, term in zip(along.words, places, values.terms, strict=True)
        if place is not None and term is not None
    ]
    return Figure("line", values.title, points=tuple(sorted(points, key=lambda point: point.at)[: ROWS["line"]]))


def _timeline(columns: Sequence[_Column]) -> Figure:
    begins = _first([c for c in columns if c.moments], "timeline", "a column of dates or years")
    ends = next((c for c in columns if c.moments and c is not begins), begins)
    labels = _first([c for c in columns if not c.moments], "timeline", "a column of names")
    spans = []
    for place, label in enumerate(labels.words):
        begin, end = _moment(begins.terms[place]), _moment(ends.terms[place])
        known = [moment for moment in (begin, end) if moment is not None]
        if known:
            words = dict.fromkeys(word for word in (begins.words[place], ends.words[place]) if word)
            spans.append(Span(label, known[0], max(known[0], known[-1]), " – ".join(words)))
    return Figure("timeline", labels.title, spans=tuple(sorted(spans, key=lambda s: s.begin)[: ROWS["timeline"]]))


def _network(columns: Sequence[_Column]) -> Figure:
    things = [c for c in columns if c.things]
    source = _first(things, "network", "two columns of things")
    target = _first(things[1:], "network", "two columns of things")
    third = next((c for c in columns if c not in (source, target) and not c.numbers), None)
    joins: dict[tuple[str, str], dict[str, None]] = {}
    for place, (a, b) in enumerate(zip(source.words, target.words, strict=True)):
        # Whoever met another was met by them: one line for both.
        key = (b, a) if (b, a) in joins else (a, b)
        if a and b:
            joins.setdefault(key, {})[third.words[place] if third else ""] = None
    edges = [Edge(a, b, ", ".join(filter(None, labels))) for (a, b), labels in joins.items()]
    return Figure("network", f"{source.title} – {target.title}", edges=tuple(edges[: ROWS["network"]]))


_MAKE: Mapping[str, Callable[[Sequence[_Column]], Figure]] = {
    "bar": _bar,
    "line": _line,
    "timeline": _timeline,
    "network": _network,
}


def _first(columns: Sequence[_Column], kind: str, need: str) -> _Column:
    if not columns:
        raise UsageError(f"these columns make no {kind} chart: it needs {need}", remedy="Add it to SELECT.")
    return columns[0]


def _value(term: Term | None) -> float:
    value = float(term.value) if isinstance(term, ox.Literal) else 0.0
    # What is beyond all measure stays drawable.
    return 0.0 if abs(value) < 1 / MEASURE else max(-MEASURE, min(MEASURE, value))


def _moment(term: Term | None) -> float | None:
    """Return a date, a time or a year as a number of years, near enough for drawing; None for what is none."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _MOMENTS:
        return None
    match = _MOMENT.fullmatch(term.value)
    if not match:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in match.groups())
    days = (day or 1) - 1 + ((hour or 0) + (minute or 0) / 60) / 24
    return (year or 0) + ((month or 1) - 1) / 12 + days / 365.25
