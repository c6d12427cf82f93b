"""SPARQL 1.1 Protocol (section 2.1), read-only, and the named queries as addresses of their own."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from lod.errors import LodError, QueryError, StoreError, UsageError
from lod.media import BY_NAME
from lod.query import pick
from lod.query.process import Ended, Overrun
from lod.server import description, negotiation, replies
from lod.server.answering import NotAcceptable, answering
from lod.server.board import Row
from lod.server.desk import Desk
from lod.server.documents import NEGOTIATED, Documents
from lod.server.pool import Pool
from lod.server.replies import Headers, Reply
from lod.server.request import Refused, Request, fields
from lod.server.settings import Settings
from lod.server.tasks import Ask, Form, parted

#: The formats of answers, the favourite of each kind first: what is sent to who accepts everything.
FORMATS = ("json", "turtle", "xml", "csv", "tsv", "jsonld", "ntriples", "rdfxml", "svg", "html")

#: So much of an answer is held back until it is known that it comes to an end: then an error can still be told.
HELD = 1_000_000

#: Parameters of the protocol and of ours; all others are values of a named query.
RESERVED = ("format", "lang", "labels")

_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Streamed:
    """A reply whose body is still coming."""

    status: int
    headers: Headers
    body: AsyncIterator[bytes]


class Endpoint:
    """Answers queries: text at `sparql`, named ones at `queries/NAME`."""

    def __init__(self, desk: Desk, settings: Settings, documents: Documents, row: Row) -> None:
        self._desk = desk
        self._settings = settings
        self._documents = documents
        self._row = row
        self.pool: Pool[Ask] = Pool(answering(desk), settings.limits, count=settings.queries, waiting=settings.waiting)

    async def sparql(self, request: Request) -> Reply | Streamed:
        """Answer GET and POST of the endpoint. Raises Refused, and what the query or the pool raises."""
        given = await self._given(request)
        queries = [value for name, value in given if name == "query"]
        if any(name == "update" for name, _ in given):
            raise Refused(403, _READ_ONLY)
        if len(queries) > 1:
            raise Refused(400, "There is more than one 'query' (SPARQL 1.1 Protocol, section 2.1.4).")
        self._check_dataset(given)
        values = dict(given)
        language = self._documents.file_language(request)
        accepted = self._accepted(request, values)
        if queries:
            # A person who sends the form empty wants the form.
            if queries[0].strip() or accepted[:1] != ("html",):
                return await self._asked(Ask(queries[0], accepted, language, labels="labels" in values))
        elif request.method == "POST":
            raise Refused(
                400, "There is no 'query'. Send it as a parameter of that name, or as application/sparql-query."
            )
        elif (name := negotiation.format(request.headers.get("accept"), (*description.FORMATS, "html"))) != "html":
            if name is None:
                raise Refused(406, f"This is described as: {', '.join(description.FORMATS)}, html.", vary=NEGOTIATED)
            text = description.service(self._desk, name)
            return replies.of_text(200, text, BY_NAME[name].media_type, vary=NEGOTIATED)
        return await self.form(Form("", language))

    async def named(self, request: Request, name: str) -> Reply | Streamed:
        """Answer GET of a named query. Raises as `sparql` does, UsageError for an unknown name or value."""
        name, _, ending = name.partition(".")
        try:
            query = pick(self._desk.queries, name)
        except UsageError as error:
            raise Refused(404, str(error)) from None
        values = {**request.values, **({"format": ending} if ending else {})}
        language = self._documents.file_language(request)
        accepted = self._accepted(request, values)
        # What a form sends for an empty field is no value.
        given = {key: text for key, text in request.values.items() if key not in RESERVED and text.strip()}
        if accepted[:1] == ("html",) and not given and any(parameter.required for parameter in query.parameters):
            return await self.form(Form(query, language))
        return await self._asked(Ask(query, accepted, language, given, labels="labels" in values))

    async def form(self, form: Form, status: int = 200) -> Reply:
        """Return the query page."""
        page = await self._documents.page(form)
        return replies.of_text(status, page, "text/html", vary=NEGOTIATED, cache_control="no-cache")

    async def _asked(self, ask: Ask) -> Reply | Streamed:
        """Return the answer; a person who asked in a form is told in the form what went wrong."""
        try:
            return await self._answer(ask)
        except (QueryError, UsageError) as error:
            if ask.formats[:1] != ("html",) or status_of(error) in (502, 503):
                raise
            return await self.form(
                Form(ask.query, ask.language, ask.values, self._desk.public(str(error))),
                status_of(error),
            )

    async def _answer(self, ask: Ask) -> Reply | Streamed:
        if not ask.formats:
            known = ", ".join(BY_NAME[name].media_type for name in FORMATS)
            raise Refused(
                406, f"There is none of what you accept. There is, by kind of query: {known}", vary=NEGOTIATED
            )
        blocks = self.pool.run(ask)
        held, size, ended = [], 0, True
        try:
            async for block in blocks:
                held.append(block)
                size += len(block)
                if size > HELD:
                    ended = False
                    break
        except Overrun as overrun:
            self._row.add(f"killed {overrun.limit}")
            raise
        said, begun = parted(b"".join(held))
        format = BY_NAME[said["format"]]
        if ended:
            return replies.of_text(200, begun, format.media_type, vary=NEGOTIATED, cache_control="no-cache")
        text = format.media_type.startswith("text/")
        headers = {"content-type": f"{format.media_type}; charset=utf-8" if text else format.media_type}
        return Streamed(200, replies.encoded({**headers, "vary": NEGOTIATED}), self._rest(begun, blocks))

    async def _rest(self, begun: bytes, blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async with contextlib.aclosing(blocks):  # type: ignore[type-var]  # the pool's iterators are generators
            yield begun
            try:
                async for block in blocks:
                    yield block
            except Overrun as overrun:
                self._row.add(f"killed {overrun.limit}")
                raise

    async def _given(self, request: Request) -> list[tuple[str, str]]:
        """Return the parameters of a request, wherever they stand. Raises Refused."""
        if request.method != "POST":
            return request.fields
        body = request.media_type
        if body == _UPDATE:
            raise Refused(403, _READ_ONLY)
        if body not in (_QUERY, _FORM):
            raise Refused(415, f"Send the query as {_QUERY}, or as a form ({_FORM}).", accept_post=f"{_QUERY}, {_FORM}")
        text = await request.text(self._settings.request)
        return [*request.fields, ("query", text)] if body == _QUERY else [*request.fields, *fields(text)]

    def _check_dataset(self, given: list[tuple[str, str]]) -> None:
        """Refuse graphs that there are not (section 2.1.4): all data is in the one default graph."""
        known = {self._desk.config.base, f"{self._desk.config.base}dataset"}
        for name, iri in given:
            if name == "named-graph-uri" or (name == "default-graph-uri" and iri not in known):
                graph = f"{self._desk.config.base}dataset"
                raise Refused(400, f"There is no graph <{iri}> to query: all data is in the default graph, <{graph}>.")

    def _accepted(self, request: Request, values: dict[str, str]) -> tuple[str, ...]:
        if asked := values.get("format"):
            known = negotiation.named(asked, FORMATS)
            if known is None:
                raise Refused(406, f"There is no format '{asked}'. There is: {', '.join(FORMATS)}", vary=NEGOTIATED)
            return (known,)
        return negotiation.accepted(request.headers.get("accept"), FORMATS)


def status_of(error: LodError) -> int:
    """Return the status of HTTP for what went wrong with a query; a store is behind this server as behind a proxy."""
    if isinstance(error, StoreError):
        return error.status if error.status in (400, 503, 504) else 503 if error.status == 429 else 502
    return 504 if isinstance(error, Overrun | Ended) else 406 if isinstance(error, NotAcceptable) else 400


_READ_ONLY = "This endpoint only reads: updates are refused. Change the files of the data instead."
