"""Answers for Python programs: terms as Python's own values, and as rdflib's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from lod.graph import Term
from lod.query.answer import Answer
from lod.terms import XSD

if TYPE_CHECKING:
    import rdflib.query

_INTEGERS = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
)  # fmt: skip


def _day(text: str) -> date | str:
    # Python's dates have no time zone: such a day stays text rather than lose it.
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else text


_READ: Mapping[str, Callable[[str], object]] = {
    **{f"{XSD}{name}": int for name in _INTEGERS},
    f"{XSD}decimal": Decimal,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}boolean": lambda text: text in ("true", "1"),
    f"{XSD}date": _day,
    f"{XSD}dateTime": datetime.fromisoformat,
}


def value(term: Term | None) -> object:
    """Return the Python value of a term: int, Decimal, float, bool, date, datetime, else its text; None for None.

    An IRI is its text, a blank node `_:` and its label. A literal that its datatype does not allow, or that Python
    cannot hold (a year above 9999), is its text.
    """
    if isinstance(term, ox.Literal):
        try:
            return _READ.get(term.datatype.value, str)(term.value)
        except (ValueError, ArithmeticError):
            return term.value
    return term.value if isinstance(term, ox.NamedNode) else None if term is None else str(term)


def rdflib_result(answer: Answer) -> rdflib.query.Result:
    """Return an answer as rdflib's own type of result."""
    from rdflib import Graph, URIRef, Variable
    from rdflib.query import Result
    from rdflib.term import Identifier

    from lod.graph.ecosystem import to_node, to_rdflib

    result = Result({"select": "SELECT", "ask": "ASK", "construct": "CONSTRUCT", "describe": "DESCRIBE"}[answer.form])
    if answer.form == "ask":
        result.askAnswer = answer.boolean
    elif answer.form == "select":
        names = [Variable(column) for column in answer.columns]
        iris: dict[str, URIRef] = {}
        result.vars = names
        result.bindings = [
            {
                name: cast(Identifier, to_node(term, iris))
                for name, term in zip(names, row, strict=True)
                if term is not None
            }
            for row in answer.rows
        ]
    else:
        graph: Graph = to_rdflib(answer.triples)
        result.graph = graph
    return result
