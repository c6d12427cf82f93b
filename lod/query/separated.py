"""Answers as lines of values: SPARQL 1.1 Query Results CSV and TSV Formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox

from lod.graph import Term
from lod.query.answer import Stream

# The terms that are written as their bare value; a blank node is `_:` and its label.
_VALUED = frozenset((ox.NamedNode, ox.Literal))

# Rows that are written at a time: enough for speed, few enough to hold little.
_ROWS = 1000

# What makes quotes necessary around a value (RFC 4180, section 2); commas are counted, which is quicker.
_MARKS = re.compile(r'["\r\n]')


def csv(stream: Stream) -> Iterator[str]:
    """Yield the answer as CSV (section 3): the bare values, lines end with CR LF; yes or no is `true` or `false`."""
    if stream.boolean is not None:
        yield f"{str(stream.boolean).lower()}\r\n"
        return
    yield _line(list(stream.columns))
    while rows := list(islice(stream.rows, _ROWS)):
        # A test of the type in place, for a function call for each value would double the time.
        yield "".join(
            _line(["" if term is None else term.value if type(term) in _VALUED else _written(term) for term in row])  # type: ignore[union-attr]  # mypy does not narrow by a set of types
            for row in rows
        )


def _line(cells: list[str]) -> str:
    """Return a line of CSV; the csv module takes three times as long for it."""
    line = ",".join(cells)
    if line.count(",") >= len(cells) or _MARKS.search(line):
        line = ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if _quoted(cell) else cell for cell in cells)
    # A line without anything would be no row for most readers.
    return f"{line}\r\n" if line or len(cells) != 1 else '""\r\n'


def _quoted(cell: str) -> bool:
    return "," in cell or _MARKS.search(cell) is not None


def tsv(stream: Stream) -> Iterator[str]:
    """Yield the answer as TSV (section 4): terms as in Turtle, columns as `?name`; yes or no is `true` or `false`."""
    if stream.boolean is not None:
        yield f"{str(stream.boolean).lower()}\n"
        return
    yield "\t".join(f"?{column}" for column in stream.columns) + "\n"
    while rows := list(islice(stream.rows, _ROWS)):
        # The engine writes tabs and line ends inside a literal as \t, \n and \r.
        yield "".join("\t".join(["" if term is None else _written(term) for term in row]) + "\n" for row in rows)


def _written(term: Term) -> str:
    # The engine writes a triple without the brackets that make a term of it (SPARQL 1.2).
    return f"<<( {term} )>>" if type(term) is ox.Triple else str(term)
