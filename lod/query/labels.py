"""Put names in the place of IRIs, or beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pyoxigraph as ox

from lod.graph import Names, Term
from lod.query.answer import Row, Stream

#: What the column with the names of the things in a column is called.
SUFFIX = "_label"

#: Rows that are looked at to see which columns hold things; holding all of them would end the streaming.
LOOK = 10_000


def labelled(stream: Stream, names: Names, language: str) -> Stream:
    """Return the rows with a column of names behind each column that holds an IRI in one of the first `LOOK` rows.

    The names are in `language`, else in the next best one, with their language tags. A column that a query calls
    `x_label` itself is left alone.
    """
    rows = iter(stream.rows)
    seen = list(islice(rows, LOOK))
    wanted = [
        position
        for position, column in enumerate(stream.columns)
        if column + SUFFIX not in stream.columns and any(isinstance(row[position], ox.NamedNode) for row in seen)
    ]
    labels = _once(names, language)
    # The places of the new columns: where the value comes from, and whether it is the thing there or its name.
    order = [(p, name) for p in range(len(stream.columns)) for name in (False, True) if not name or p in wanted]
    return replace(
        stream,
        columns=tuple(stream.columns[p] + (SUFFIX if name else "") for p, name in order),
        rows=(
            tuple(labels(row[p]) if name else row[p] for p, name in order)
            for row in _prepared(seen, rows, wanted, names, language)
        ),
    )


def _prepared(
    seen: list[Row], rows: Iterator[Row], wanted: Sequence[int], names: Names, language: str
) -> Iterator[Row]:
    """Yield rows as they are, the names of their things looked up for many rows at a time."""
    while seen:
        named = (term for row in seen for term in (row[p] for p in wanted) if isinstance(term, ox.NamedNode))
        names.prepare(named, language)
        yield from seen
        seen = list(islice(rows, LOOK))


def _once(names: Names, language: str) -> Callable[[Term | None], Term | None]:
    known: dict[str, ox.Literal] = {}

    def label(term: Term | None) -> Term | None:
        if not isinstance(term, ox.NamedNode):
            return None
        if term.value not in known:
            name = names.of(term, language)
            known[term.value] = ox.Literal(name.text, language=name.language)
        return known[term.value]

    return label
