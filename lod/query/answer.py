"""What a query answers: rows, yes or no, or triples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pyoxigraph as ox

from lod.graph import Term

Form = Literal["select", "ask", "construct", "describe"]
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query; which part is filled depends on its form (SPARQL 1.1 Query Language, section 16).

    select: `rows`, each with a term, or None where there is no value, for each of `columns`. ask: `boolean`. construct
    and describe: `triples`, each once.
    """

    form: Form
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    boolean: bool | None = None
    triples: list[ox.Triple] = field(default_factory=list)
