"""Give variables of a query their values: each variable is replaced by its term, token by token.

SHACL calls that pre-binding (section 5.3.1): the value holds everywhere, in subqueries, filters and BIND too. The
engine's own substitution reaches only variables that SELECT names, and nothing that BIND computes. A term is written by
the engine in SPARQL's own syntax in the place of a variable token, so no text of a value is ever read as query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from lod.errors import UsageError
from lod.graph import Term
from lod.query.faults import fault
from lod.query.tokens import Kind, Token

# Where a list of variables ends that SELECT, GROUP BY or ORDER BY began.
_ENDS = frozenset(("WHERE", "FROM", "{", "}", "HAVING", "ORDER", "GROUP", "LIMIT", "OFFSET", "VALUES"))


def bind(text: str, tokens: Sequence[Token], values: Mapping[str, Term], origin: str) -> str:
    """Return the query with the variables that `values` names replaced by their terms.

    A column that SELECT names stays a column; BOUND of such a variable is true. Raises QueryError where the query gives
    such a variable a value of its own (AS, VALUES), UsageError for a blank node, which no query can name,
    and for a triple.
    """
    written = {name: _written(name, term) for name, term in values.items()}
    pieces: list[str] = []
    position = 0
    for token, replacement in _replacements(text, tokens, written, origin):
        pieces += (text[position : token.start], replacement)
        position = token.end
    return "".join((*pieces, text[position:]))


def _replacements(
    text: str, tokens: Sequence[Token], written: Mapping[str, str], origin: str
) -> Iterator[tuple[Token, str]]:
    listing = ""  # SELECT, or BY (of GROUP and ORDER), while its list of variables lasts
    parentheses = braces = 0
    seen = [token for token in tokens if token.kind is not Kind.COMMENT]
    for index, token in enumerate(seen):
        before = seen[index - 1].word if index else ""
        if token.word in ("SELECT", "BY"):
            listing, parentheses = token.word, 0
        elif token.word in _ENDS and not parentheses:
            listing = ""
        parentheses += (token.word == "(") - (token.word == ")")
        braces += (token.word == "{") - (token.word == "}")
        if token.word == "BOUND" and index + 2 < len(seen) and _name(seen[index + 2]) in written:
            yield token, ""
        name = _name(token)
        if name not in written:
            continue
        term = written[name]
        if before in ("AS", "VALUES"):
            remedy = f"Give no value for '{name}', or give the variable another name."
            raise fault(f"the query gives ?{name} a value of its own", text, token, origin, remedy=remedy)
        if listing == "SELECT" and not parentheses:
            # A subquery's column takes another name: the enclosing query may have a column of this one.
            yield token, f"({term} AS ?{name}{'_inner' if braces else ''})"
        elif listing == "BY" and not parentheses:
            yield token, f"({term})"
        elif index > 1 and seen[index - 2].word == "BOUND":
            yield token, "true"
        else:
            yield token, term


def _name(token: Token) -> str:
    return token.text[1:] if token.kind is Kind.VARIABLE else ""


def _written(name: str, term: Term) -> str:
    if not isinstance(term, ox.NamedNode | ox.Literal):
        raise UsageError(f"the value of '{name}' is neither an IRI nor a literal", remedy="Give one of these.")
    return str(term)
