"""Ask a graph: text in, answer out, and every complaint with its place in the text."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import pyoxigraph as ox

from lod.config import Config
from lod.errors import QueryError
from lod.graph import Queryable, Solutions, Term, nodes
from lod.graph.remote import Answered, Rows
from lod.query import catalogue, parameters
from lod.query.answer import Answer, Row, Stream
from lod.query.binding import bind
from lod.query.catalogue import NamedQuery, Parameter
from lod.query.faults import explain
from lod.query.refusing import refuse, verb
from lod.query.tokens import Token, tokens

_NAME = re.compile(r"[\w.-]+")


def answer(
    graph: Queryable,
    query: str | NamedQuery,
    *,
    config: Config,
    values: Mapping[str, str] | None = None,
    language: str | None = None,
    timeout: float | None = None,
) -> Answer:
    """Answer a query: SPARQL 1.1 text, a named query, or the name of one.

    `values` are the values of a named query's parameters as a person writes them; of a query text, of its variables,
    as nodes (IRI, CURIE, part of the IRI behind the base). `language` is the reader's, by default the workspace's.
    With a `timeout`, in seconds, the query runs in a process of its own, which is stopped then, and on Ctrl-C. Raises
    QueryError with line and column, UsageError for an unknown name or value, Overrun where the time is over.
    """
    begin = partial(stream, graph, query, config=config, values=values, language=language)
    if timeout is None:
        return begin().collect()
    from lod.query.process import Limits, run

    whole: Answer = pickle.loads(b"".join(run(lambda: (pickle.dumps(begin().collect()),), Limits(timeout))))  # noqa: S301  # written by our own child
    return whole


def stream(
    graph: Queryable,
    query: str | NamedQuery,
    *,
    config: Config,
    values: Mapping[str, str] | None = None,
    language: str | None = None,
) -> Stream:
    """Begin to answer a query, as `answer` does; what the engine finds is handed on as it comes, and not kept."""
    text, bindings, origin = given(graph, query, config=config, values=values, language=language)
    return begin(graph, text, config=config, bindings=bindings, origin=origin)


def given(
    graph: Queryable,
    query: str | NamedQuery,
    *,
    config: Config,
    values: Mapping[str, str] | None = None,
    language: str | None = None,
) -> tuple[str, Mapping[str, Term], str]:
    """Return what `begin` needs for a query as `answer` takes it: its text, its values as terms, and its origin."""
    query = resolve(query, config)
    if isinstance(query, NamedQuery):
        terms = parameters.terms(query, values or {}, graph=graph, config=config, language=language)
        return query.text, terms, query.origin
    return query, {name: nodes.find(graph, config, value) for name, value in (values or {}).items()}, "query"


def remote(
    endpoint: str,
    query: str | NamedQuery,
    *,
    config: Config,
    values: Mapping[str, str] | None = None,
    language: str | None = None,
    timeout: float | None = None,
) -> Stream:
    """Begin to answer a query, as `stream` does, by the SPARQL endpoint at an address; `timeout` is in seconds.

    Values that are nodes are not looked up first. Raises StoreError as `lod.query.endpoint.begin` does.
    """
    from lod.query.endpoint import begin

    query = resolve(query, config)
    if isinstance(query, NamedQuery):
        terms = parameters.terms(query, values or {}, graph=None, config=config, language=language)
        return begin(endpoint, query.text, config=config, bindings=terms, origin=query.origin, timeout=timeout)
    free = NamedQuery("query", query, "query", {}, {}, tuple(Parameter(name, "node") for name in values or {}))
    terms = parameters.terms(free, values or {}, graph=None, config=config)
    return begin(endpoint, query, config=config, bindings=terms, timeout=timeout)


def resolve(query: str | NamedQuery, config: Config) -> str | NamedQuery:
    """Return the named query that a single word names, anything else as it is. Raises UsageError for no name."""
    if isinstance(query, str) and _NAME.fullmatch(query.strip()):
        return catalogue.pick(catalogue.find(config), query.strip())
    return query


def ask(
    graph: Queryable,
    text: str,
    *,
    config: Config,
    bindings: Mapping[str, Term] | None = None,
    origin: str = "query",
) -> Answer:
    """Answer a SPARQL 1.1 query, as `begin` does, and read the answer to its end."""
    return begin(graph, text, config=config, bindings=bindings, origin=origin).collect()


def begin(
    graph: Queryable,
    text: str,
    *,
    config: Config,
    bindings: Mapping[str, Term] | None = None,
    origin: str = "query",
) -> Stream:
    """Begin to answer a SPARQL 1.1 query.

    Relative IRIs are resolved against the workspace's base, its prefixes are known without being declared. `bindings`
    gives variables their values, as terms. `origin` names where the text comes from, for messages. Raises QueryError
    with line, column and a caret for what cannot be parsed or run; SPARQL Update, and SERVICE unless
    the settings list the endpoint, are refused so too.
    """
    found = tuple(tokens(text))
    refuse(text, found, origin, config.prefixes, services=config.services)
    bound = bind(text, found, bindings, origin) if bindings else text
    try:
        return _stream(_run(graph, bound, config), found, origin)
    except SyntaxError as error:
        if bindings:
            # The author's text is what the message must speak of, not the one with the values in it.
            try:
                _run(graph, text, config)
            except SyntaxError as own:
                raise explain(own, text, found, origin, config.prefixes) from None
            given = ", ".join(f"{name} = {term}" for name, term in bindings.items())
            what = f"a value cannot stand where the query has it: {given}"
            raise QueryError(what, where=origin, remedy="A literal cannot be a property, for example.") from None
        raise explain(error, text, found, origin, config.prefixes) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise _failure(error, origin) from None


def _run(graph: Queryable, text: str, config: Config) -> Solutions | Answered:
    return graph.query(text, base=config.base, prefixes=config.prefixes)


def _stream(solutions: Solutions | Answered, found: Sequence[Token], origin: str) -> Stream:
    if isinstance(solutions, bool | ox.QueryBoolean):
        return Stream("ask", boolean=bool(solutions))
    if isinstance(solutions, Rows | ox.QuerySolutions):
        columns = tuple(variable.value for variable in solutions.variables)
        return Stream("select", columns, rows=_rows(solutions, origin))
    first = verb(found)
    described = first is not None and first.word == "DESCRIBE"
    return Stream("describe" if described else "construct", triples=_triples(solutions, origin))


def _rows(solutions: Rows | ox.QuerySolutions, origin: str) -> Iterator[Row]:
    try:
        yield from map(tuple, solutions)
    except (RuntimeError, ValueError, OSError) as error:
        raise _failure(error, origin) from None


def _triples(triples: Iterable[ox.Triple], origin: str) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()
    try:
        for triple in triples:
            if triple not in seen:
                seen.add(triple)
                yield triple
    except (RuntimeError, ValueError, OSError) as error:
        raise _failure(error, origin) from None


def _failure(error: Exception, origin: str) -> QueryError:
    reached = isinstance(error, OSError)
    remedy = "Is the endpoint of SERVICE there?" if reached else "Only SPARQL 1.1's functions are known."
    return QueryError(f"cannot be run: {error}", where=origin, remedy=remedy)
