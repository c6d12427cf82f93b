"""Ask a graph: text in, answer out, and every complaint with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from lod.config import Config
from lod.errors import QueryError
from lod.graph import Graph, Solutions, Term, nodes
from lod.query import catalogue, parameters
from lod.query.answer import Answer
from lod.query.binding import bind
from lod.query.catalogue import NamedQuery
from lod.query.faults import explain
from lod.query.refusing import refuse, verb
from lod.query.tokens import Token, tokens

_NAME = re.compile(r"[\w.-]+")


def answer(
    graph: Graph,
    query: str | NamedQuery,
    *,
    config: Config,
    values: Mapping[str, str] | None = None,
    language: str | None = None,
) -> Answer:
    """Answer a query: SPARQL 1.1 text, a named query, or the name of one.

    `values` are the values of a named query's parameters as a person writes them; of a query text, of its variables,
    as nodes (IRI, CURIE, part of the IRI behind the base). `language` is the reader's, by default the workspace's.
    Raises QueryError with line and column, UsageError for an unknown name or value.
    """
    if isinstance(query, str) and _NAME.fullmatch(query.strip()):
        query = catalogue.pick(catalogue.find(config), query.strip())
    if isinstance(query, NamedQuery):
        terms = parameters.terms(query, values or {}, graph=graph, config=config, language=language)
        return ask(graph, query.text, config=config, bindings=terms, origin=query.origin)
    bindings = {name: nodes.find(graph, config, value) for name, value in (values or {}).items()}
    return ask(graph, query, config=config, bindings=bindings)


def ask(
    graph: Graph,
    text: str,
    *,
    config: Config,
    bindings: Mapping[str, Term] | None = None,
    origin: str = "query",
) -> Answer:
    """Answer a SPARQL 1.1 query.

    Relative IRIs are resolved against the workspace's base, its prefixes are known without being declared. `bindings`
    gives variables their values, as terms. `origin` names where the text comes from, for messages. Raises QueryError
    with line, column and a caret for what cannot be parsed or run; SERVICE and SPARQL Update are refused so too.
    """
    found = tuple(tokens(text))
    refuse(text, found, origin, config.prefixes)
    bound = bind(text, found, bindings, origin) if bindings else text
    try:
        return _collect(_run(graph, bound, config), found)
    except SyntaxError as error:
        if bindings:
            # The author's text is what the message must speak of, not the one with the values in it.
            try:
                _run(graph, text, config)
            except SyntaxError as own:
                raise explain(own, text, found, origin, config.prefixes) from None
            given = ", ".join(f"{name} = {term}" for name, term in bindings.items())
            remedy = "A literal cannot be a property, for example."
            raise QueryError(
                f"a value cannot stand where the query has it: {given}", where=origin, remedy=remedy
            ) from None
        raise explain(error, text, found, origin, config.prefixes) from None
    except (RuntimeError, ValueError) as error:
        raise QueryError(
            f"cannot be run: {error}", where=origin, remedy="Only SPARQL 1.1's functions are known."
        ) from None


def _run(graph: Graph, text: str, config: Config) -> Solutions:
    return graph.query(text, base=config.base, prefixes=config.prefixes)


def _collect(solutions: Solutions, found: Sequence[Token]) -> Answer:
    if isinstance(solutions, ox.QueryBoolean):
        return Answer("ask", boolean=bool(solutions))
    if isinstance(solutions, ox.QueryTriples):
        first = verb(found)
        described = first is not None and first.word == "DESCRIBE"
        return Answer("describe" if described else "construct", triples=list(dict.fromkeys(solutions)))
    columns = tuple(variable.value for variable in solutions.variables)
    return Answer("select", columns=columns, rows=[tuple(solution) for solution in solutions])
