"""What a query answers: rows, yes or no, or triples; whole, or as a stream that is read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from lod.errors import UsageError
from lod.graph import Term

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped,unused-ignore]  # optional, and its types are a package of their own
    import rdflib.query

Form = Literal["select", "ask", "construct", "describe"]
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that is still coming; `rows` and `triples` can be read once, and hold nothing that has been read."""

    form: Form
    columns: tuple[str, ...] = ()
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    boolean: bool | None = None
    triples: Iterator[ox.Triple] = field(default_factory=lambda: iter(()))

    def first(self, count: int) -> Stream:
        """Return a stream of the first `count` rows or triples; the engine looks for no more than these."""
        return replace(self, rows=islice(self.rows, count), triples=islice(self.triples, count))

    def collect(self) -> Answer:
        """Read the stream to its end."""
        return Answer(self.form, self.columns, list(self.rows), self.boolean, list(self.triples))


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

    def stream(self) -> Stream:
        """Return the answer as a stream, for what takes streams only."""
        return Stream(self.form, self.columns, iter(self.rows), self.boolean, iter(self.triples))

    def values(self) -> list[dict[str, object]]:
        """Return the rows as dictionaries of Python values: int, Decimal, float, bool, date, datetime, str or None."""
        from lod.query.values import value

        known: dict[Term | None, object] = {}
        return [
            {
                column: known[term] if term in known else known.setdefault(term, value(term))
                for column, term in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]

    def to_rdflib(self) -> rdflib.query.Result:
        """Return the answer as rdflib's `Graph.query` does: rows of rdflib terms, a boolean, or a graph."""
        from lod.query.values import rdflib_result

        return rdflib_result(self)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame of Python values. Raises UsageError where pandas is not installed."""
        try:
            import pandas
        except ImportError:
            raise UsageError("pandas is not installed", remedy="Install it: pip install pandas") from None
        return pandas.DataFrame(self.values(), columns=list(self.columns))
