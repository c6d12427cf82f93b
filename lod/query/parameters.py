"""The values of a named query's parameters: from what a person writes to the term that is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

import pyoxigraph as ox

from lod.config import Config
from lod.errors import UsageError, nearest
from lod.graph import Queryable, Term, nodes
from lod.query.catalogue import NamedQuery, Parameter, worded
from lod.terms import XSD, expand

#: How each type of value is written, for messages.
FORMS = {
    "node": "an IRI, a CURIE or the part of the IRI behind the base",
    "iri": "an IRI or a CURIE",
    "string": "a text",
    "date": "a date such as 2025-03-30",
    "integer": "a whole number",
    "language": "a language tag such as de or en",
}


def terms(
    query: NamedQuery,
    values: Mapping[str, str],
    *,
    graph: Queryable | None,
    config: Config,
    language: str | None = None,
) -> dict[str, Term]:
    """Return the terms for the parameters of a query, by name.

    `values` are as a person writes them; `language` is the reader's, by default the workspace's. Without a graph nodes
    are not looked up. Raises UsageError for
    an unknown parameter, a missing value and a value of the wrong form, UnknownNode for a node the graph does not know.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            guess = nearest(name, known)
            takes = f"Did you mean '{guess}'?" if guess else f"It takes: {', '.join(known) or 'nothing'}."
            raise UsageError(f"the query '{query.name}' takes no '{name}'", remedy=takes)
    read = _Reader(graph, config)
    found: dict[str, Term] = {}
    for parameter in query.parameters:
        text = values.get(parameter.name, parameter.default)
        if text is None and parameter.type == "language":
            text = language or config.language
        if text is not None:
            found[parameter.name] = read.term(parameter, text)
        elif parameter.required:
            about = worded(parameter.description, language or config.language) or FORMS[parameter.type]
            example = f"{parameter.name}={parameter.example or '...'}"
            remedy = f"Say which: lod query {query.name} --set {example}"
            raise UsageError(f"the query '{query.name}' needs '{parameter.name}': {about}", remedy=remedy)
    return found


class _Reader:
    """Turns texts into terms; each type of parameter has its own reading in `_READ`."""

    def __init__(self, graph: Queryable | None, config: Config) -> None:
        self.graph = graph
        self.config = config

    def term(self, parameter: Parameter, text: str) -> Term:
        term = _READ[parameter.type](self, text.strip())
        if term is None:
            example = f" For example: {parameter.name}={parameter.example}" if parameter.example else ""
            form = FORMS[parameter.type]
            raise UsageError(f"'{parameter.name}' must be {form}, not '{text}'", remedy=f"Write {form}.{example}")
        return term

    def node(self, text: str) -> Term | None:
        if self.graph is not None:
            return nodes.find(self.graph, self.config, text)
        known = expand(text, self.config.prefixes) is not None or "://" in text
        return self.iri(text if known else self.config.base + text)

    def iri(self, text: str) -> Term | None:
        try:
            return ox.NamedNode(expand(text, self.config.prefixes) or text.removeprefix("<").removesuffix(">"))
        except ValueError:
            return None  # `term` says what form is wanted

    def string(self, text: str) -> Term:
        return ox.Literal(text)

    def date(self, text: str) -> Term | None:
        try:
            # fromisoformat also takes 20250330 and weeks, which are no xsd:date.
            day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
        except ValueError:
            return None  # `term` says what form is wanted
        return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}date")) if day else None

    def integer(self, text: str) -> Term | None:
        match = re.fullmatch(r"[+-]?[0-9]+", text)
        return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}integer")) if match else None

    def language(self, text: str) -> Term | None:
        # The store keeps language tags in lower case (BCP 47, section 2.1.1: case carries no meaning).
        return ox.Literal(text.lower()) if re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", text) else None


_READ: Mapping[str, Callable[[_Reader, str], Term | None]] = {
    "node": _Reader.node,
    "iri": _Reader.iri,
    "string": _Reader.string,
    "date": _Reader.date,
    "integer": _Reader.integer,
    "language": _Reader.language,
}
