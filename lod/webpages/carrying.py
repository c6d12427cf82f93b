"""What a page carries: its JSON-LD blocks as triples, each block with its line, or with why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import orjson
import pyoxigraph as ox

from lod.errors import SourceError
from lod.terms import SCHEMA, SCHEMA_HTTP
from lod.webpages import markup
from lod.webpages.contexts import Contexts
from lod.webpages.encoding import Text


@dataclass(frozen=True, slots=True)
class Block:
    """A JSON-LD block of a page: the line on which it begins, its triples, and the fault that left it without any."""

    line: int
    triples: tuple[ox.Triple, ...]
    fault: str | None = None


def blocks(page: Text, address: str, contexts: Contexts) -> Iterator[Block]:
    """Yield the JSON-LD blocks of a page; relative IRIs are resolved against its address (RFC 3986, section 5.1.3)."""
    for script in markup.scripts(page.text):
        line = page.text.count("\n", 0, script.start) + 1
        text = page.said(page.text[script.inside : script.inside_end])
        try:
            yield Block(line, tuple(triples(_json(text), address, contexts)))
        except SourceError as error:
            yield Block(line, (), error.what)


def triples(document: Any, address: str, contexts: Contexts) -> Iterator[ox.Triple]:
    """Yield the triples of a JSON-LD document, schema.org in its https form; named graphs are merged.

    Raises SourceError for what is no JSON-LD and for a context that is not known.
    """
    data = orjson.dumps(contexts.inlined(document))
    try:
        for quad in ox.parse(data, format=ox.RdfFormat.JSON_LD, base_iri=address, rename_blank_nodes=True):
            yield ox.Triple(_https(quad.subject), _https(quad.predicate), _https(quad.object))
    except (SyntaxError, ValueError) as error:
        raise SourceError(f"its JSON-LD cannot be read: {error}") from None


def _json(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("<![CDATA[").removesuffix("]]>")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        fault = SourceError(f"its JSON-LD is no JSON: {error}")
    try:
        # Many systems escape what stands in a script as if it were HTML.
        return orjson.loads(unescape(text))
    except orjson.JSONDecodeError:
        raise fault from None


def _https(term: Any) -> Any:
    if isinstance(term, ox.NamedNode) and term.value.startswith(SCHEMA_HTTP):
        return ox.NamedNode(SCHEMA + term.value.removeprefix(SCHEMA_HTTP))
    return term
