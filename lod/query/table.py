"""Answers for people: a table for the terminal, and one in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO

import pyoxigraph as ox

from lod.graph import Term
from lod.query.answer import Answer, Row
from lod.query.labels import SUFFIX

#: Rows that a table shows at most; nobody reads more on a terminal, and laying them out takes long.
ROWS = 1000

_WORDS = {
    "de": {"none": "Keine Ergebnisse.", "more": "… und {} weitere Zeilen", True: "Ja", False: "Nein"},
    "en": {"none": "No results.", "more": "… and {} more rows", True: "Yes", False: "No"},
}
# What would move the cursor or change colours when a terminal shows it (C0 and C1 controls, ECMA-48).
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|])")

Short = Callable[[str], str]


def table(answer: Answer, *, more: int, language: str, short: Short, width: int | None, colour: bool) -> str:
    """Return the answer as a table that fits `width` characters, by default the terminal's.

    A column of names takes the place of the IRIs that it names; other IRIs are written by `short`. `more` is the number
    of rows that were left out.
    """
    words = _WORDS.get(language, _WORDS["en"])
    if answer.boolean is not None:
        return f"{words[answer.boolean]}\n"
    if not answer.rows:
        return f"{words['none']}\n"
    # Imported here because it takes longer to load than most queries to answer.
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    answer = _instead(answer)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, column in enumerate(answer.columns):
        number = all(_number(row[position]) for row in answer.rows if row[position] is not None)
        shown.add_column(Text(column), justify="right" if number else "left", overflow="fold")
    for row in answer.rows:
        shown.add_row(*(Text(_CONTROLS.sub("\ufffd", _cell(term, short))) for term in row))
    out = StringIO()
    Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None).print(shown)
    lines = "".join(f"{line.rstrip()}\n" for line in out.getvalue().rstrip().split("\n"))
    return lines + (f"{words['more'].format(more)}\n" if more else "")


def markdown(answer: Answer, *, language: str, short: Short) -> str:
    """Return the answer as a table in GitHub Flavored Markdown (section 4.10); a named thing is a link."""
    if answer.boolean is not None:
        return f"{_WORDS.get(language, _WORDS['en'])[answer.boolean]}\n"
    links = {column.removesuffix(SUFFIX): i for i, column in enumerate(answer.columns) if column.endswith(SUFFIX)}
    kept = [(i, links.get(column)) for i, column in enumerate(answer.columns) if not _names(answer, column)]
    lines = [[_escape(answer.columns[i]) for i, _ in kept], ["---"] * len(kept)]
    lines += [[_link(row[i], None if name is None else row[name], short) for i, name in kept] for row in answer.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _names(answer: Answer, column: str) -> bool:
    """Tell whether a column holds the names of the things in another."""
    return column.endswith(SUFFIX) and column.removesuffix(SUFFIX) in answer.columns


def _instead(answer: Answer) -> Answer:
    places = {column: position for position, column in enumerate(answer.columns)}
    kept = [
        (column, places[column], places.get(column + SUFFIX)) for column in answer.columns if not _names(answer, column)
    ]
    rows: list[Row] = [
        tuple(row[place] if name is None or row[name] is None else row[name] for _, place, name in kept)
        for row in answer.rows
    ]
    return Answer("select", columns=tuple(column for column, _, _ in kept), rows=rows)


def _cell(term: Term | None, short: Short) -> str:
    if isinstance(term, ox.NamedNode):
        return short(term.value)
    if isinstance(term, ox.Literal):
        return term.value
    return "" if term is None else str(term)


def _link(term: Term | None, name: Term | None, short: Short) -> str:
    if not isinstance(term, ox.NamedNode):
        return _escape(_cell(term, short))
    text = _cell(name, short) or short(term.value)
    # Only web addresses are made links: a `javascript:` IRI in the data stays text.
    if not term.value.startswith(("https://", "http://")):
        return _escape(text)
    address = term.value.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
    return f"[{_escape(text)}]({address})"


def _escape(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))
    return escaped.replace("\n", "<br>")


def _number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and bool(re.fullmatch(r"[+-]?\d+(\.\d+)?", term.value))
