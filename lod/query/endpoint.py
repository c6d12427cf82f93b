"""Ask a SPARQL endpoint on the web: the same answers as from a graph of our own (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from lod.config import Config
from lod.errors import QueryError, UsageError
from lod.graph import Term
from lod.query.answer import Row, Stream
from lod.query.binding import bind
from lod.query.refusing import refuse_update, verb
from lod.query.tokens import Kind, Token, declared, tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from requests import Response

Item = TypeVar("Item")

#: Seconds to wait before each further try, where the endpoint names none.
WAITS = (1.0, 2.0, 4.0, 8.0)
#: An endpoint that asks for a longer wait than this many seconds is not waited for.
LONGEST = 60.0
#: Statuses that say: try again (RFC 6585, section 4; RFC 9110, sections 15.6.3 to 15.6.5).
BUSY = (429, 502, 503, 504)
#: Seconds to wait for a connection, and for the next byte where no other limit is given.
CONNECT, READ = 10.0, 300.0

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
# What is best to read first; later ones are for endpoints that know no other.
_ACCEPT_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"


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
    busy it is asked again, after the time that it names or after 1, 2, 4 and 8 seconds, which `wait` waits. `timeout`
    is in seconds, for each try and each pause in an answer. Raises QueryError where the endpoint refuses the query,
    cannot be reached, or answers with something else.
    """
    if not endpoint.startswith(("https://", "http://")):
        raise UsageError(f"'{endpoint}' is no address of an endpoint", remedy="Begin it with https:// or http://")
    found = tuple(tokens(text))
    refuse_update(text, found, origin)
    sent = prologue(found, config) + (bind(text, found, bindings, origin) if bindings else text)
    first = verb(found)
    form = first.word if first else ""
    rows = form in ("SELECT", "ASK")

    headers = {"Accept": _ACCEPT_RESULTS if rows else _ACCEPT_TRIPLES, "User-Agent": "lod (linked open data)"}
    response = _send(endpoint, sent, headers, timeout, wait)
    try:
        return _read(response, form, endpoint)
    except QueryError:
        response.close()
        raise


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


def _send(
    endpoint: str,
    query: str,
    headers: Mapping[str, str],
    timeout: float | None,
    wait: Callable[[float], None],
) -> Response:
    import requests

    limits = (min(timeout or CONNECT, CONNECT), timeout or READ)
    for pause in (*WAITS, None):
        try:
            response = requests.post(
                endpoint, data={"query": query}, headers=dict(headers), timeout=limits, stream=True
            )
        except requests.Timeout:
            remedy = "Allow it more time (--timeout), or make the query narrower."
            raise QueryError("the endpoint did not answer in time", where=endpoint, remedy=remedy) from None
        except requests.RequestException as error:
            remedy = "Is the address right, and the network there?"
            raise QueryError(f"the endpoint cannot be reached: {_root(error)}", where=endpoint, remedy=remedy) from None
        named = _named_wait(response)
        if response.status_code not in BUSY or pause is None or (named or 0) > LONGEST:
            break
        response.close()
        wait(pause if named is None else named)
    return response


def _named_wait(response: Response) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, section 10.2.3), or None."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None  # no date either: as if nothing had been said


def _refusal(response: Response, endpoint: str) -> QueryError:
    body = response.raw.read(2000, decode_content=True).decode("utf-8", "replace")
    told = "" if "<html" in body.lower() else " ".join(body.split())[:500]
    what = f"the endpoint answers {response.status_code} {response.reason}" + (f": {told}" if told else "")
    remedy = {
        400: "Correct the query; the endpoint may know less of SPARQL, or name things differently.",
        401: "The endpoint wants a name and a password, which lod does not send.",
        403: "The endpoint does not answer everyone.",
        404: "Is the address right? Often it ends with /sparql or /query.",
        429: "The endpoint is asked too often; try again later.",
        503: "The endpoint is busy; try again later.",
    }.get(response.status_code, "Try a simpler query (LIMIT 1), to see whether the endpoint works at all.")
    return QueryError(what, where=endpoint, remedy=remedy)


def _read(response: Response, form: str, endpoint: str) -> Stream:
    """Return what an endpoint answers to a query of this form as a stream."""
    if response.status_code >= 400:
        raise _refusal(response, endpoint)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    rows = form in ("SELECT", "ASK")
    if media_type not in (_RESULTS if rows else _TRIPLES):
        what = f"the endpoint answers with {media_type or 'something without a type'}, not with the results of a query"
        raise QueryError(what, where=endpoint, remedy="Is this the address of a SPARQL endpoint? Its page is another.")
    # Compressed answers are unpacked while they are read.
    response.raw.decode_content = True
    file = cast("IO[bytes]", response.raw)
    if not rows:
        triples = _guarded((quad.triple for quad in ox.parse(file, _TRIPLES[media_type])), response, endpoint)
        return Stream("describe" if form == "DESCRIBE" else "construct", triples=_once(triples))
    try:
        found = ox.parse_query_results(file, _RESULTS[media_type])
    except _broken() as error:
        raise _unreadable(error, endpoint) from None
    if isinstance(found, ox.QueryBoolean):
        response.close()
        return Stream("ask", boolean=bool(found))
    columns = tuple(variable.value for variable in found.variables)
    stream = Stream("select", columns, rows=_guarded((cast(Row, tuple(row)) for row in found), response, endpoint))
    return _yes_or_no(stream) if form == "ASK" else stream


def _yes_or_no(stream: Stream) -> Stream:
    """Return the boolean that Virtuoso 7 gives as the number in a row of one column."""
    values = [term.value for row in stream.rows for term in row if isinstance(term, ox.Literal)]
    return Stream("ask", boolean=values[:1] in (["1"], ["true"]))


def _guarded(items: Iterator[Item], response: Response, endpoint: str) -> Iterator[Item]:
    try:
        yield from items
    except _broken() as error:
        raise _unreadable(error, endpoint) from None
    finally:
        response.close()


def _once(triples: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _broken() -> tuple[type[Exception], ...]:
    """Return what is raised while an answer is read: no results in it, or a connection that ends too early."""
    from urllib3.exceptions import HTTPError

    return SyntaxError, OSError, ValueError, HTTPError


def _unreadable(error: Exception, endpoint: str) -> QueryError:
    return QueryError(f"the answer cannot be read: {error}", where=endpoint, remedy="It may have been cut off.")


def _root(error: BaseException) -> str:
    """Return the innermost reason, without the addresses of Python objects that requests wraps around it."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
