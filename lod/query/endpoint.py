"""Ask a SPARQL endpoint on the web: the same answers as from a graph of our own (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.config import Config
from lod.errors import UsageError
from lod.graph import Term
from lod.graph.remote import Answered, Connection, Rows, ask
from lod.query.answer import Stream
from lod.query.binding import bind
from lod.query.refusing import refuse_update, verb
from lod.query.tokens import Kind, Token, declared, tokens

if TYPE_CHECKING:
    from collections.abc import Callable


def begin(
    endpoint: str,
    text: str,
    *,
    config: Config,
    bindings: Mapping[str, Term] | None = None,
    timeout: float | None = None,
    origin: str = "query",
    wait: Callable[[float], None] = time.sleep,
) -> Stream:
    """Begin to answer a query by the SPARQL endpoint at the address `endpoint`.

    The query is sent by POST, with the base and those prefixes of the workspace that it uses. While the endpoint is
    busy it is asked again, after the time that it names or after about 1, 2, 4 and 8 seconds, which `wait` waits.
    `timeout` is in seconds, for each try and each pause in an answer. Raises StoreError where the endpoint refuses the
    query, cannot be reached, or answers with something else.
    """
    if not endpoint.startswith(("https://", "http://")):
        raise UsageError(f"'{endpoint}' is no address of an endpoint", remedy="Begin it with https:// or http://")
    found = tuple(tokens(text))
    refuse_update(text, found, origin)
    sent = prologue(found, config) + (bind(text, found, bindings, origin) if bindings else text)
    first = verb(found)
    form = first.word if first else "SELECT"
    return _stream(ask(Connection(timeout=timeout, wait=wait), endpoint, sent, form), form)


def prologue(found: Sequence[Token], config: Config) -> str:
    """Return declarations of what a query uses of the workspace and does not declare itself, on a line of their own."""
    own = set(declared(found))
    used = dict.fromkeys(t.prefix for t in found if t.kind is Kind.NAME and t.prefix not in own)
    lines = [f"PREFIX {name}: <{config.prefixes[name]}>" for name in used if name in config.prefixes]
    based = any(token.word == "BASE" for token in found)
    relative = any(token.kind is Kind.IRI and ":" not in token.text for token in found)
    if relative and not based:
        lines.insert(0, f"BASE <{config.base}>")
    return " ".join(lines) + "\n" if lines else ""


def _stream(found: Answered, form: str) -> Stream:
    if isinstance(found, bool):
        return Stream("ask", boolean=found)
    if isinstance(found, Rows):
        return Stream("select", tuple(variable.value for variable in found.variables), rows=iter(found))
    return Stream("describe" if form == "DESCRIBE" else "construct", triples=_once(found))


def _once(triples: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple
