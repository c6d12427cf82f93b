"""Answers as lines of values: SPARQL 1.1 Query Results CSV and TSV Formats."""

from __future__ import annotations

import csv as writing
from io import StringIO

import pyoxigraph as ox

from lod.graph import Term
from lod.query.answer import Answer

# The terms that are written as their bare value; a blank node is `_:` and its label.
_VALUED = frozenset((ox.NamedNode, ox.Literal))


def csv(answer: Answer) -> str:
    """Return the answer as CSV (section 3): the bare values, lines end with CR LF; yes or no is `true` or `false`."""
    if answer.boolean is not None:
        return f"{str(answer.boolean).lower()}\r\n"
    file = StringIO(newline="")
    writer = writing.writer(file, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(
        # A test of the type in place, for a function call for each value would double the time.
        ["" if term is None else term.value if type(term) in _VALUED else _written(term) for term in row]  # type: ignore[union-attr]  # mypy does not narrow by a set of types
        for row in answer.rows
    )
    return file.getvalue()


def tsv(answer: Answer) -> str:
    """Return the answer as TSV (section 4): terms as in Turtle, columns as `?name`; yes or no is `true` or `false`."""
    if answer.boolean is not None:
        return f"{str(answer.boolean).lower()}\n"
    lines = ["\t".join(f"?{column}" for column in answer.columns)]
    # The engine writes tabs and line ends inside a literal as \t, \n and \r.
    lines += ["\t".join(["" if term is None else _written(term) for term in row]) for row in answer.rows]
    return "\n".join((*lines, ""))


def _written(term: Term) -> str:
    # The engine writes a triple without the brackets that make a term of it (SPARQL 1.2).
    return f"<<( {term} )>>" if type(term) is ox.Triple else str(term)
