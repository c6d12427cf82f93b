"""Say what is wrong with a query: where, what, and what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lod.errors import Origin, QueryError, nearest
from lod.query.tokens import CLOSES, Kind, Token, declared

#: How much of a long line is shown around the place.
WIDTH = 100

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_NEWLINE = re.compile(r"\r\n|\r|\n")

# What the engine says where the grammar is kept but something else is wrong.
_MEANINGS = (
    (
        "variable that is unbound",
        "SELECT names a variable that has no value there",
        "With GROUP BY, sum it up: MIN(?x).",
    ),
    ("IRI parsing failed", "this is no IRI", 'An IRI holds no blanks and none of: < > " { } | \\ ^ `'),
)

#: The words of SPARQL 1.1 that mean something, and its functions.
KEYWORDS = """
    A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY COUNT
    CREATE DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM
    GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN INSERT IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES
    LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED
    REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE
    STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TRUE TZ UCASE UNDEF UNION URI UUID VALUES
    WHERE YEAR
""".split()  # noqa: SIM905  # as a list, one word a line, it would fill two pages


def fault(what: str, text: str, place: Token | int, origin: str, *, remedy: str | None = None) -> QueryError:
    """Return the QueryError for a token or an offset of a query: with line, column (from 1) and a caret below the line.

    `origin` is the file of the query, or another name for where it comes from.
    """
    start, length = (place.start, len(place.text)) if isinstance(place, Token) else (place, 1)
    starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]
    number = max(i for i, begin in enumerate(starts) if begin <= start)
    line = _NEWLINE.split(text[starts[number] :], maxsplit=1)[0]
    column = start - starts[number]
    # A window of a long line, so that the caret is seen.
    cut = max(0, column - WIDTH // 2) if len(line) > WIDTH else 0
    shown = line[cut : cut + WIDTH].replace("\t", " ")
    caret = " " * (column - cut) + "^" * max(1, min(length, len(shown) - column + cut))
    where = Origin(origin, number + 1, column + 1)
    return QueryError(f"{what}\n    {shown}\n    {caret}", where=where, remedy=remedy)


def explain(
    error: SyntaxError, text: str, tokens: Sequence[Token], origin: str, prefixes: Mapping[str, str]
) -> QueryError:
    """Turn the engine's complaint about a query into a QueryError for people."""
    match = _PLACE.match(error.msg or "")
    if not match:
        return QueryError(f"the query cannot be read: {error.msg}", where=origin, remedy="Correct its syntax.")
    offset = _offset(text, int(match[1]), int(match[2]))
    before = [token for token in tokens if token.start <= offset and token.kind is not Kind.COMMENT]
    if not before:
        remedy = "Write for example: SELECT * WHERE { ?s ?p ?o } LIMIT 9"
        return fault("the query is empty", text, 0, origin, remedy=remedy)
    quote = next((token for token in before if token.kind is Kind.DOUBT and token.text in "\"'"), None)
    if quote is not None:
        return fault("this quote is not closed", text, quote, origin, remedy="Close it; a line end needs three quotes.")
    for sign, what, remedy in _MEANINGS:
        if sign in match[3]:
            return fault(what, text, before[-1], origin, remedy=remedy)
    known = {*prefixes, *declared(tokens)}
    unknown = next((token for token in before if token.kind is Kind.NAME and token.prefix not in known), None)
    misspelt, guess = _misspelt(before[: before.index(unknown)] if unknown else before)
    if misspelt is not None:
        return fault(f"'{misspelt.text}' is no word of SPARQL", text, misspelt, origin, remedy=f"Did you mean {guess}?")
    if unknown is not None:
        return _prefix_fault(unknown, text, origin, sorted(known))
    bracket = _unpaired(tokens)
    if bracket is not None:
        return fault(f"this '{bracket.text}' has no counterpart", text, bracket, origin, remedy="Pair all brackets.")
    if text[offset:].strip():
        what = f"syntax error at '{before[-1].text}'"
        return fault(what, text, before[-1], origin, remedy="Correct the query there.")
    # With strings in a query the engine often complains of its end, wherever the fault is.
    what = "the query is not complete, or a statement in it is not"
    remedy = "Look for a full stop too many and for statements without a property or an object."
    return fault(what, text, before[-1], origin, remedy=remedy)


def _offset(text: str, line: int, column: int) -> int:
    """Return the offset of the engine's place; it ends lines with a line feed only."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def _prefix_fault(token: Token, text: str, origin: str, known: Iterable[str]) -> QueryError:
    guess = nearest(token.prefix, [name for name in known if name])
    remedy = f"Did you mean '{guess}:'?" if guess else f"Declare it: PREFIX {token.prefix}: <https://...>"
    return fault(f"unknown prefix '{token.prefix}:'", text, token, origin, remedy=remedy)


def _misspelt(before: Sequence[Token]) -> tuple[Token | None, str | None]:
    """Return the last word if it is no keyword, and what it may be: the engine stops only behind such a word."""
    last = next((token for token in reversed(before) if token.kind is Kind.WORD), None)
    if last is None or last.word in KEYWORDS:
        return None, None
    guess = nearest(last.word, KEYWORDS)
    return (last, guess) if guess else (None, None)


def _unpaired(tokens: Iterable[Token]) -> Token | None:
    """Return a closing bracket that closes nothing, else the last opening one that stays open."""
    opened: list[Token] = []
    for token in tokens:
        if token.word in CLOSES.values():
            opened.append(token)
        elif token.word in CLOSES:
            if not opened or opened[-1].word != CLOSES[token.word]:
                return token
            opened.pop()
    return opened[-1] if opened else None
