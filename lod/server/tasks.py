"""What the front asks its worker processes to do. A worker answers with a line of JSON, then with the content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from lod.query import NamedQuery


@dataclass(frozen=True, slots=True)
class Make:
    """Make the file of the site at a stem with a suffix: its media type (None: there is none), then its bytes.

    Their number is said as `size`; behind them, where they are many, comes the same packed.
    """

    stem: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Make a page that says what went wrong: a status of HTTP, the path that was asked for, and a reason if known."""

    status: int
    path: str
    language: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a query in the first of `formats` that can carry the answer: the format's name, then the text.

    `query` is SPARQL text, or a named query with `values` for its parameters. With `labels`, names stand beside IRIs.
    """

    query: str | NamedQuery
    formats: tuple[str, ...]
    language: str
    values: Mapping[str, str] = field(default_factory=dict)
    labels: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Make the query page without an answer, with what stands in its form and what was wrong with it."""

    query: str | NamedQuery
    language: str
    values: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Find things for a batch of reconciliation queries: the result as JSON."""

    queries: Mapping[str, Mapping[str, Any]]
    language: str


@dataclass(frozen=True, slots=True)
class Suggest:
    """Find things or kinds whose names begin with a text: the result as JSON."""

    prefix: str
    language: str
    kinds: bool = False


def head(**said: Any) -> bytes:
    """Return the line that an answer begins with."""
    return orjson.dumps(said) + b"\n"


def parted(answer: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what the first line of an answer says, and the content behind it."""
    line, _, content = answer.partition(b"\n")
    said: dict[str, Any] = orjson.loads(line)
    return said, content


def pieces(said: bytes, content: Iterable[str]) -> Iterable[bytes]:
    """Yield the first line, then the content in UTF-8."""
    yield said
    for piece in content:
        yield piece.encode()
