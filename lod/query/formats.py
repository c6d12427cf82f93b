"""The table of formats in which an answer can be written, and which answers each can carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from lod.config import Config
from lod.errors import UsageError
from lod.graph import Names, serialise
from lod.graph.nodes import short
from lod.query import results, separated
from lod.query import table as tables
from lod.query.answer import Answer, Form
from lod.query.labels import labelled

_VALUES: frozenset[Form] = frozenset(("select", "ask"))
_TRIPLES: frozenset[Form] = frozenset(("construct", "describe"))


@dataclass(frozen=True, slots=True)
class View:
    """How an answer is to be shown: `language` of names and words, `width` of a table (None: the terminal's)."""

    config: Config
    language: str
    width: int | None = None
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the forms of answer that it can carry, and its renderer."""

    forms: frozenset[Form]
    text: Callable[[Answer, View, Names | None], str]


def _table(answer: Answer, view: View, names: Names | None) -> str:
    # Names are looked up for the rows that are shown only.
    shown = _named(replace(answer, rows=answer.rows[: tables.ROWS]), view, names)
    return tables.table(
        shown,
        more=len(answer.rows) - len(shown.rows),
        language=view.language,
        short=partial(short, config=view.config),
        width=view.width,
        colour=view.colour,
    )


def _markdown(answer: Answer, view: View, names: Names | None) -> str:
    shown = _named(answer, view, names)
    return tables.markdown(shown, language=view.language, short=partial(short, config=view.config))


def _named(answer: Answer, view: View, names: Names | None) -> Answer:
    if names is None or answer.form != "select":
        return answer
    return labelled(answer, names, view.language)


def _values(text: Callable[[Answer], str]) -> Format:
    return Format(_VALUES, lambda answer, view, names: text(_named(answer, view, names)))


def _rdf(name: str) -> Format:
    return Format(_TRIPLES, lambda answer, view, _: serialise(answer.triples, name, view.config.prefixes).decode())


FORMATS: Mapping[str, Format] = {
    "table": Format(_VALUES, _table),
    "csv": _values(separated.csv),
    "tsv": _values(separated.tsv),
    "json": _values(results.json),
    "xml": _values(results.xml),
    "markdown": Format(_VALUES, _markdown),
    "turtle": _rdf("turtle"),
    "ntriples": _rdf("ntriples"),
    "jsonld": _rdf("jsonld"),
}


def render(answer: Answer, format: str, view: View, *, names: Names | None = None) -> str:
    """Return the answer as text in a format of the table.

    With `names`, things are shown by their names: in place of their IRIs in a table, as links in Markdown, and in a
    further column `..._label` in all other formats. Raises UsageError for a format that is unknown or that cannot carry
    this form of answer, saying which can.
    """
    able = [name for name, known in FORMATS.items() if answer.form in known.forms]
    if format not in able:
        what = f"an answer to {answer.form.upper()} cannot be written as {format}"
        raise UsageError(what, remedy=f"Choose with --format: {', '.join(able)}")
    return FORMATS[format].text(answer, view, names)


def default(answer: Answer) -> str:
    """Return the name of the format in which an answer is read most easily on a terminal."""
    return "table" if answer.form in _VALUES else "turtle"
