"""Answers for people: a table for the terminal, one in Markdown, and one as a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from io import StringIO
from itertools import islice
from typing import Literal

import pyoxigraph as ox

from lod.graph import Names, Term
from lod.query.answer import Stream
from lod.query.cells import View, cells, number, web

#: Rows that a table on a terminal shows at most; nobody reads more there, and laying them out takes long.
ROWS = 1000

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|])")
_STYLE = (
    "body{font:1rem/1.4 system-ui,sans-serif;margin:1rem}table{border-collapse:collapse}"
    "th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #767676}"
    ".number{text-align:right}caption{text-align:left;font-weight:bold;padding:.3rem 0}"
)


def table(stream: Stream, view: View, names: Names | None) -> Iterator[str]:
    """Yield the answer as a table that fits the width of the view.

    The names of things take the place of their IRIs; other IRIs are written as a person would. Of more rows than `ROWS`
    the rest is counted.
    """
    if stream.boolean is not None:
        yield f"{view.word(stream.boolean)}\n"
        return
    shown = cells(stream, view, names)
    rows = [shown.pairs(row) for row in islice(shown.stream.rows, ROWS)]
    if not rows:
        yield f"{view.word('none')}\n"
        return
    # Imported here because it takes longer to load than most queries to answer.
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, column in enumerate(shown.columns):
        numbers = all(number(row[position][0]) for row in rows if row[position][0] is not None)
        grid.add_column(Text(view.title(column)), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(Text(view.cell(term if name is None else name)) for term, name in row))
    out = StringIO()
    colours: Literal["standard"] | None = "standard" if view.colour else None
    Console(file=out, width=view.width, force_terminal=view.colour, color_system=colours).print(grid)
    yield "".join(f"{line.rstrip()}\n" for line in out.getvalue().rstrip().split("\n"))
    more = sum(1 for _ in shown.stream.rows)
    if more:
        yield f"{view.word('more').format(more)}\n"


def markdown(stream: Stream, view: View, names: Names | None) -> Iterator[str]:
    """Yield the answer as a table in GitHub Flavored Markdown (section 4.10); a named thing is a link."""
    if stream.boolean is not None:
        yield f"{view.word(stream.boolean)}\n"
        return
    shown = cells(stream, view, names)
    yield _line(_marked(view.title(column)) for column in shown.columns)
    yield _line("---" for _ in shown.columns)
    for row in shown.stream.rows:
        yield _line(_link(term, name, view) for term, name in shown.pairs(row))


def html(stream: Stream, view: View, names: Names | None) -> Iterator[str]:
    """Yield the answer as a web page with one table; a thing is a link, and text keeps its language."""
    title = escape(view.heading or "SPARQL")
    yield f'<!doctype html>\n<html lang="{escape(view.language)}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
    yield f'<meta name="viewport" content="width=device-width">\n<style>{_STYLE}</style>\n'
    if stream.boolean is not None:
        yield f"<p>{view.word(stream.boolean)}</p>\n</html>\n"
        return
    shown = cells(stream, view, names)
    heads = "".join(f'<th scope="col">{escape(view.title(column))}</th>' for column in shown.columns)
    caption = f"<caption>{escape(view.heading)}</caption>\n" if view.heading else ""
    yield f"<table>\n{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for row in shown.stream.rows:
        yield f"<tr>{''.join(_data(term, name, view) for term, name in shown.pairs(row))}</tr>\n"
    yield "</tbody>\n</table>\n</html>\n"


def _line(texts: Iterator[str]) -> str:
    return f"| {' | '.join(texts)} |\n"


def _link(term: Term | None, name: Term | None, view: View) -> str:
    text = _marked(view.cell(term if name is None else name))
    if not isinstance(term, ox.NamedNode) or not web(term):
        return text
    address = term.value.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
    return f"[{text}]({address})"


def _marked(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text).replace("\n", "<br>")


def _data(term: Term | None, name: Term | None, view: View) -> str:
    shown = term if name is None else name
    text = escape(view.cell(shown))
    language = f' lang="{escape(shown.language)}"' if isinstance(shown, ox.Literal) and shown.language else ""
    if isinstance(term, ox.NamedNode) and web(term):
        text = f'<a href="{escape(term.value)}">{text}</a>'
    kind = ' class="number"' if number(term) else ""
    return f"<td{language}{kind}>{text}</td>"
