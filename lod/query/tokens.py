"""The words of a query: enough of SPARQL's lexical grammar to see what stands in it, without guessing from its text.

SPARQL 1.1 Query Language, section 19.8 (terminals). The engine gives no parse tree, and a pattern that searches the
text would find words in strings, IRIs and comments too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise


class Kind(Enum):
    """What a token is."""

    COMMENT = "comment"
    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    BLANK = "blank"
    NAME = "name"
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query with the offset at which it starts.

    A token of the kind DOUBT is one that the engine may read in another way: a character that belongs to no token, or
    a `<` that can be the sign as well as the beginning of an IRI.
    """

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The keyword in capitals, or the sign; empty for all else."""
        return self.text.upper() if self.kind in (Kind.WORD, Kind.SIGN) else ""

    @property
    def prefix(self) -> str:
        """The prefix of a name, without the colon."""
        return self.text.partition(":")[0]


_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>"{3}(?:(?!"{3})(?:[^\\]|\\.))*"{3}|'{3}(?:(?!'{3})(?:[^\\]|\\.))*'{3}
               |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$][\w·]+)
    | (?P<blank>_:[\w](?:\.*[\w·-])*)
    | (?P<name>(?:[^\W\d_](?:\.*[\w·-])*)?:(?:\.*(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))*)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>\^\^|&&|\|\||<=|>=|!=|[{}()\[\];,.|/^?*+!=<>&~-])
    | (?P<doubt>.)
    """,
    re.VERBOSE | re.DOTALL,
)

#: Each closing bracket with the one that it closes.
CLOSES = {")": "(", "]": "[", "}": "{"}
_OPERANDS = frozenset((Kind.IRI, Kind.STRING, Kind.VARIABLE, Kind.NAME, Kind.LANGUAGE, Kind.NUMBER, Kind.WORD))
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query in their order, comments included, blanks left out."""
    brackets: list[str] = []
    before: Token | None = None
    position = 0
    while match := _TOKEN.match(text, position):
        token = Token(Kind(match.lastgroup), match[0], position) if match.lastgroup != "space" else None
        if token and token.kind is Kind.IRI and _may_be_smaller(token, before, brackets):
            token = Token(Kind.DOUBT, "<", position)
        if token:
            yield token
            if token.text in "([{":
                brackets.append(token.text)
            elif brackets and brackets[-1] == CLOSES.get(token.text):
                brackets.pop()
            if token.kind is not Kind.COMMENT:
                before = token
        position = token.end if token else match.end()


def declared(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the prefixes that a query declares itself."""
    seen = (token for token in tokens if token.kind is not Kind.COMMENT)
    for word, token in pairwise(seen):
        if word.word == "PREFIX" and token.kind is Kind.NAME:
            yield token.prefix


def _may_be_smaller(token: Token, before: Token | None, brackets: list[str]) -> bool:
    """Tell whether `<...>` can be read as signs: in `(?a<?b&&?c>?d)` the engine sees a comparison.

    That needs parentheses around and a value before. An address with `//` is no expression, so it is an IRI.
    """
    inside = bool(brackets) and brackets[-1] == "("
    value = before is not None and (before.kind in _OPERANDS or before.text == ")")
    return inside and value and not _ABSOLUTE.match(token.text)
