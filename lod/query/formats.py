"""The table of formats in which an answer can be written, and which answers each can carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lod.config import Config
from lod.errors import UsageError
from lod.graph import Names, serialise
from lod.query import charts, results, separated
from lod.query import table as tables
from lod.query.answer import Answer, Form, Stream
from lod.query.catalogue import NamedQuery, worded
from lod.query.cells import View
from lod.query.labels import labelled

_VALUES: frozenset[Form] = frozenset(("select", "ask"))
_TRIPLES: frozenset[Form] = frozenset(("construct", "describe"))

Pieces = Callable[[Stream, View, Names | None], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the forms of answer that it can carry, and its renderer."""

    forms: frozenset[Form]
    pieces: Pieces


def _values(pieces: Callable[[Stream], Iterator[str]]) -> Format:
    def named(stream: Stream, view: View, names: Names | None) -> Iterator[str]:
        beside = names is not None and stream.form == "select"
        return pieces(labelled(stream, names, view.language) if beside and names else stream)

    return Format(_VALUES, named)


def _rdf(name: str) -> Format:
    def pieces(stream: Stream, view: View, _: Names | None) -> Iterator[str]:
        yield serialise(stream.triples, name, view.config.prefixes).decode()

    return Format(_TRIPLES, pieces)


def _chart(draw: Callable[[charts.Figure, View], str]) -> Format:
    def pieces(stream: Stream, view: View, names: Names | None) -> Iterator[str]:
        yield draw(charts.figure(stream, view, names), view)

    return Format(frozenset(("select",)), pieces)


FORMATS: Mapping[str, Format] = {
    "table": Format(_VALUES, tables.table),
    "csv": _values(separated.csv),
    "tsv": _values(separated.tsv),
    "json": _values(results.json),
    "xml": _values(results.xml),
    "markdown": Format(_VALUES, tables.markdown),
    "html": Format(_VALUES, tables.html),
    "chart": _chart(lambda figure, view: charts.text(figure, view.width)),
    "svg": _chart(lambda figure, _: charts.svg(figure)),
    "turtle": _rdf("turtle"),
    "ntriples": _rdf("ntriples"),
    "jsonld": _rdf("jsonld"),
    "rdfxml": _rdf("rdfxml"),
}


def view(
    query: str | NamedQuery, *, config: Config, language: str, width: int | None = None, colour: bool = False
) -> View:
    """Return how to show the answer to a query: with the titles and the chart that it gives."""
    if isinstance(query, str):
        return View(config, language, width, colour, chart=charts.asked(query))
    titles = {column: worded(texts, language) for column, texts in query.columns.items()}
    heading = worded(query.title, language)
    return View(config, language, width, colour, titles, charts.asked(query.text), heading)


def write(stream: Stream, format: str, view: View, *, names: Names | None = None) -> Iterator[str]:
    """Yield an answer as text in a format of the table, piece by piece while it comes from the engine.

    With `names`, things are shown by their names: in place of their IRIs in a table, as links in Markdown and HTML, and
    in a further column `..._label` in all other formats. Raises UsageError for a format that is unknown or that cannot
    carry this form of answer, saying which can.
    """
    able = [name for name, known in FORMATS.items() if stream.form in known.forms]
    if format not in able:
        what = f"an answer to {stream.form.upper()} cannot be written as {format}"
        raise UsageError(what, remedy=f"Choose with --format: {', '.join(able)}")
    return FORMATS[format].pieces(stream, view, names)


def render(answer: Answer, format: str, view: View, *, names: Names | None = None) -> str:
    """Return a whole answer as text in a format of the table, as `write` does."""
    return "".join(write(answer.stream(), format, view, names=names))


def png(svg: str) -> bytes:
    """Return a chart as a PNG image of twice its size, for screens and print. Raises UsageError without resvg-py."""
    try:
        import resvg_py
    except ImportError:
        raise UsageError("PNG needs a library", remedy="Install it: pip install 'lod[png]'; or write .svg") from None
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2, sans_serif_family="DejaVu Sans"))


def default(answer: Answer | Stream) -> str:
    """Return the name of the format in which an answer is read most easily on a terminal."""
    return "table" if answer.form in _VALUES else "turtle"
