"""Answers of SPARQL servers, read while they come (SPARQL 1.1 Protocol, section 2.1.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from lod.errors import StoreError
from lod.graph.remote.connection import BUSY, Connection
from lod.graph.remote.refusals import unreadable
from lod.graph.store import Term

if TYPE_CHECKING:
    from typing import IO

    from requests import Response

Item = TypeVar("Item")

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}

#: What is best to read first; later ones are for servers that know no other.
_ACCEPT_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"


class Rows:
    """The rows of an answer, read once; `variables` are its columns.

    `cut` is the number of rows at which the server has ended the answer though there are more (Virtuoso tells it).
    """

    def __init__(
        self,
        variables: list[ox.Variable],
        rows: Iterator[tuple[Term | None, ...]],
        cut: int | None = None,
    ) -> None:
        self.variables = variables
        self.cut = cut
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return self._rows

    def __next__(self) -> tuple[Term | None, ...]:
        return next(self._rows)


Answered = Rows | bool | Iterator[ox.Triple]


def ask(
    connection: Connection,
    url: str,
    text: str,
    form: str,
    *,
    graph: str | None = None,
    again: Collection[int] = BUSY,
) -> Answered:
    """Return the answer of the endpoint at `url` to a query of a form (SELECT, ASK, CONSTRUCT, DESCRIBE).

    The query is sent by POST as it stands. `graph` is the IRI of the one that is asked, by default what the endpoint
    takes for that; `again` as for `Connection.send`. Raises StoreError as that does, and for what is no such answer,
    also while the answer is read.
    """
    rows = form in ("SELECT", "ASK")
    data = {"query": text} | ({"default-graph-uri": graph} if graph else {})
    headers = {"Accept": _ACCEPT_RESULTS if rows else _ACCEPT_TRIPLES}
    response = connection.send("POST", url, data=data, headers=headers, again=again)
    if not rows:
        return read_triples(response, url)
    found = _read_rows(response, url)
    if isinstance(found, Rows) and form == "ASK":
        # Virtuoso 7 says yes or no by the number in a row of one column.
        values = [term.value for row in found for term in row if isinstance(term, ox.Literal)]
        return values[:1] in (["1"], ["true"])
    return found


def _read_rows(response: Response, where: str) -> Rows | bool:
    file = _file(response, where, _RESULTS)
    try:
        found = ox.parse_query_results(file, _RESULTS[_media_type(response)])
    except _broken() as error:
        response.close()
        raise unreadable(error, where) from None
    if isinstance(found, ox.QueryBoolean):
        response.close()
        return bool(found)
    cut = response.headers.get("X-SPARQL-MaxRows", "")
    rows = cast("Iterator[tuple[Term | None, ...]]", map(tuple, found))
    return Rows(found.variables, _guarded(rows, response, where), int(cut) if cut.isdigit() else None)


def read_triples(response: Response, where: str) -> Iterator[ox.Triple]:
    """Return the triples of an answer to CONSTRUCT or DESCRIBE, or of a graph; raises as `ask` does."""
    file = _file(response, where, _TRIPLES)
    return _guarded((quad.triple for quad in ox.parse(file, _TRIPLES[_media_type(response)])), response, where)


def _media_type(response: Response) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _file(
    response: Response, where: str, known: dict[str, ox.QueryResultsFormat] | dict[str, ox.RdfFormat]
) -> IO[bytes]:
    media_type = _media_type(response)
    if media_type not in known:
        response.close()
        what = f"the endpoint answers with {media_type or 'something without a type'}, not with the results of a query"
        raise StoreError(what, where=where, remedy="Is this the address of a SPARQL endpoint? Its page is another.")
    # Compressed answers are unpacked while they are read.
    response.raw.decode_content = True
    return cast("IO[bytes]", response.raw)


def _guarded(items: Iterator[Item], response: Response, where: str) -> Iterator[Item]:
    try:
        yield from items
    except _broken() as error:
        raise unreadable(error, where) from None
    finally:
        response.close()


def _broken() -> tuple[type[Exception], ...]:
    """Return what is raised while an answer is read: no results in it, or a connection that ends too early."""
    from urllib3.exceptions import HTTPError

    return SyntaxError, OSError, ValueError, HTTPError
