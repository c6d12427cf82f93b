"""Put names in the place of IRIs, or beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph as ox

from lod.graph import Names, Term
from lod.query.answer import Answer

#: What the column with the names of the things in a column is called.
SUFFIX = "_label"


def labelled(answer: Answer, names: Names, language: str) -> Answer:
    """Return the answer with a column of names behind each column that holds an IRI.

    The names are in `language`, else in the next best one, with their language tags. A column that a query calls
    `x_label` itself is left alone.
    """
    labels = _once(names, language)
    wanted = [
        position
        for position, column in enumerate(answer.columns)
        if column + SUFFIX not in answer.columns and any(isinstance(row[position], ox.NamedNode) for row in answer.rows)
    ]
    order = [(position, beside) for position in range(len(answer.columns)) for beside in (False, True)]
    order = [(position, beside) for position, beside in order if not beside or position in wanted]
    return replace(
        answer,
        columns=tuple(answer.columns[position] + (SUFFIX if beside else "") for position, beside in order),
        rows=[tuple(labels(row[p]) if beside else row[p] for p, beside in order) for row in answer.rows],
    )


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
