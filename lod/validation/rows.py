"""The statements of a file as the text of N-Triples, cut into rows: a million of them pass here, and objects cost more.

A row is subject, predicate, and object with the full stop behind it, as N-Triples writes them (RDF 1.1 N-Triples,
section 2): an IRI stands in brackets, a blank node behind `_:`, a literal between quotation marks, on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import pyoxigraph as ox

from lod.terms import XSD

Row = Sequence[str]

STRING = f"{XSD}string"

#: With what a row's object begins if it is a statement itself (RDF 1.2).
STATEMENT = "<<("

_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def lines_of(text: bytes) -> list[str]:
    """Return the lines of N-Triples as pyoxigraph writes them."""
    # Not `splitlines`, to which other characters end a line as well.
    lines = text.decode().split("\n")
    # Behind the last line feed there is nothing.
    lines.pop()
    return lines


def rows(text: bytes) -> list[Row]:
    """Return the rows of N-Triples as pyoxigraph writes them."""
    return cut(lines_of(text))


def cut(lines: Iterable[str]) -> list[Row]:
    """Return lines as rows."""
    return [line.split(" ", 2) for line in lines]


def rows_of(triples: Iterable[ox.Triple]) -> list[Row]:
    """Return triples as rows."""
    return rows(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


def name(term: str) -> str:
    """Return the IRI of a subject, or the name of a blank node."""
    return term[1:-1] if term[0] == "<" else term[2:]


def literal(rest: str) -> tuple[str, str | None, str | None]:
    """Return the text of a row's literal with its language, or else its datatype."""
    end = rest.rindex('"')
    text = rest[1:end]
    language, datatype = _ending(rest[end + 1 :])
    return (_ESCAPED.sub(_unescaped, text) if "\\" in text else text), language, datatype


@lru_cache
def _ending(said: str) -> tuple[str | None, str | None]:
    """Return the language or the datatype that stands behind the text of a literal, with the full stop."""
    if said[0] == "@":
        # Behind two hyphens stands the direction of the text (RDF 1.2).
        return said[1:-2].partition("--")[0], None
    return None, STRING if said[0] == " " else said[3:-3]


def term(rest: str) -> ox.Literal:
    """Return a row's literal as a term."""
    (quad,) = ox.parse(f"<urn:s> <urn:p> {rest}", format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)  # noqa: S101  # the parser's type cannot say so
    return quad.object


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])
