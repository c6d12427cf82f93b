"""The server's application (ASGI 3): which address is answered by what, and what holds for every answer."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import orjson

from lod.errors import LodError, QueryError, StoreError, UsageError
from lod.server import description, replies
from lod.server.board import Board, Row
from lod.server.desk import Desk
from lod.server.documents import AWAY, Documents
from lod.server.pool import Busy
from lod.server.reconciling import Reconciliation
from lod.server.replies import Headers, Reply
from lod.server.request import Receive, Refused, Request, Scope, Send
from lod.server.settings import Settings
from lod.server.sparql import Endpoint, Streamed, status_of

#: What every answer carries. The pages load nothing from elsewhere and run no scripts.
SAFE: Headers = replies.encoded(
    {
        "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        # The data is open: any page may read it, without anybody's cookies.
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "Content-Location, ETag, Link, Location, Retry-After",
        "cross-origin-resource-policy": "cross-origin",
    }
)

#: Replies to requests that ask for the very same are kept ready: at most so many, of bodies up to so many bytes.
QUICK = 2048
LARGEST = 200_000

#: What a reader is told of a fault that is not theirs.
FAULT = (
    "This could not be made because of a fault on our side, which the server's log has. "
    "Everything else works; of a thing, the data may still be had, with .ttl in the place of .html."
)

#: What who asks a query is told of a store that does not answer it, by status.
SILENT = {
    502: "The store that holds the data does not answer at the moment.",
    503: "The store that holds the data is too busy at the moment.",
    504: "The store that holds the data did not answer in time. Make the query narrower.",
}

#: Seconds after which who was sent away may try again.
RETRY = 2

_POST = ("sparql", "reconcile")
_MISSING_HEADERS = (b"range", b"if-none-match", b"if-modified-since", b"if-range")

Handler = Callable[[Request, str], Awaitable[Reply | Streamed]]


class App:
    """Answers requests about one state of the data."""

    def __init__(self, desk: Desk, settings: Settings, board: Board, row: Row, *, log: bool = True) -> None:
        self._desk = desk
        self._board = board
        self._row = row
        self._log = log
        self._documents = Documents(desk, settings.cache, settings.waiting, row)
        self._endpoint = Endpoint(desk, settings, self._documents, row)
        self._reconciliation = Reconciliation(desk, settings, self._documents)
        self._quick: dict[tuple[bytes, ...], tuple[Reply, str]] = {}
        # Addresses of ours by the first part of their path: how they are counted, and what answers.
        self._routes: Mapping[str, tuple[str, Handler]] = {
            "sparql": ("sparql", lambda request, _: self._endpoint.sparql(request)),
            "queries": ("query", self._queries),
            "reconcile": ("reconcile", lambda request, rest: self._reconciliation.answer(request, rest)),
            "openapi.json": ("other", self._openapi),
            "health": ("other", self._health),
            "metrics": ("other", self._metrics),
        }

    async def prepare(self) -> None:
        """Do beforehand what somebody would have to wait for."""
        await self._documents.prepare()

    def stop(self) -> None:
        """End all worker processes."""
        self._documents.stop()
        self._endpoint.pool.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # nothing of ours is spoken over anything else; uvicorn closes the connection
        began = time.perf_counter()
        key = _key(scope)
        if key is not None and (kept := self._quick.get(key)) is not None:
            reply, route = kept
            self._row.add("hits")
            await _send(reply, send)
            self._note(scope, route, reply.status, len(reply.body), began)
            return
        request = Request(scope, receive)
        route, handler, rest = self._route(request)
        answer = await self._answered(request, handler, rest)
        size = await _send_stream(answer, send) if isinstance(answer, Streamed) else await _send(_safe(answer), send)
        if key is not None and route in ("page", "data") and isinstance(answer, Reply) and answer.status in (200, 303):
            self._keep(key, _safe(answer), route)
        self._note(scope, route, answer.status, size, began)

    def _keep(self, key: tuple[bytes, ...], reply: Reply, route: str) -> None:
        if len(reply.body) <= LARGEST:
            if len(self._quick) >= QUICK:
                self._quick.clear()
            self._quick[key] = reply, route

    def _route(self, request: Request) -> tuple[str, Handler, str]:
        """Return how a request is counted, what answers it, and the path that is left for that."""
        mount, path = self._desk.mount, request.path
        if not path.startswith(mount):
            return "other", self._outside, path
        path = path.removeprefix(mount)
        first, slash, rest = path.partition("/")
        if first in self._routes:
            return *self._routes[first], slash + rest
        return "page" if "." not in path or path.endswith(".html") else "data", self._documents.get, path

    async def _answered(self, request: Request, handler: Handler, rest: str) -> Reply | Streamed:
        """Return the reply; whatever goes wrong on the way becomes one too."""
        try:
            if request.method == "OPTIONS":
                return self._options(request)
            allowed = self._allowed(request)
            if request.method not in allowed:
                raise Refused(405, f"Allowed here: {', '.join(allowed)}.", allow=", ".join(allowed))
            return await handler(request, rest)
        except Refused as refused:
            return await self._told(request, refused.status, refused.why, **refused.headers)
        except Busy:
            self._row.add("refused")
            why = f"All workers are busy. Try again in {RETRY} seconds."
            return replies.of_text(503, f"{why}\n", "text/plain", retry_after=str(RETRY))
        except StoreError as error:
            # These quote the query, and what a reader has typed is not for the log.
            said = f"the store answers {error.status}" if error.status in (400, 500) else error
            sys.stderr.write(f"{request.method} {request.path}: error: {said}\n")
            status = status_of(error)
            # What the store says of itself is nobody's business; what it says of the query is.
            why = self._desk.public(str(error)) if status == 400 else SILENT[status]
            return await self._told(request, status, why, **({"retry_after": str(AWAY)} if status != 400 else {}))
        except (QueryError, UsageError) as error:
            # Where the workspace lies on the disk is nobody's business.
            return await self._told(request, status_of(error), self._desk.public(str(error)))
        except Exception as error:
            # The reader is told nothing of our insides; the log is. Where a fault has a place, such as the line of a
            # template, that says more than a trace.
            known = isinstance(error, LodError)
            said = f"error: {error}" if known else "".join(traceback.format_exception(error)).rstrip()
            sys.stderr.write(f"{request.method} {request.path}: {said}\n")
            return await self._told(request, 500, FAULT)

    async def _told(self, request: Request, status: int, why: str, **headers: str) -> Reply:
        try:
            media_type, text = await self._documents.told(request, status, why)
        except (Busy, LodError):
            # The page that would say it nicely cannot be had, for its template may be what is broken; the words can.
            media_type, text = "text/plain", f"{why}\n".encode()
        return replies.of_text(status, text, media_type, **headers)

    def _allowed(self, request: Request) -> tuple[str, ...]:
        first = request.path.removeprefix(self._desk.mount).partition("/")[0]
        return ("GET", "HEAD", "OPTIONS", "POST") if first in _POST else ("GET", "HEAD", "OPTIONS")

    def _options(self, request: Request) -> Reply:
        methods = ", ".join(self._allowed(request))
        said = {"allow": methods, "access-control-allow-methods": methods, "access-control-max-age": "86400"}
        if asked := request.headers.get("access-control-request-headers"):
            said["access-control-allow-headers"] = asked[:1000]
        return Reply(204, replies.encoded(said))

    async def _outside(self, request: Request, path: str) -> Reply:  # noqa: ARG002  # as all handlers
        if path == "/":
            return replies.redirect(302, self._desk.mount)
        raise Refused(404, f"The site stands at {self._desk.mount}")

    async def _queries(self, request: Request, rest: str) -> Reply | Streamed:
        if rest in ("", "/"):
            return replies.redirect(303, f"{self._desk.mount}sparql")
        return await self._endpoint.named(request, rest.removeprefix("/"))

    async def _openapi(self, request: Request, _: str) -> Reply:
        text = description.openapi(self._desk, self._documents.file_language(request))
        return replies.of_text(200, text, "application/json", vary="Accept-Language")

    async def _health(self, _: Request, __: str) -> Reply:
        fault = self._board.message
        said = {
            "status": "stale" if fault else "ok",
            "triples": self._desk.triples,
            "loaded": datetime.fromtimestamp(self._board.most("loaded"), UTC).isoformat(timespec="seconds"),
            **({"fault": self._desk.public(fault)} if fault else {}),
        }
        return replies.of_text(200, orjson.dumps(said), "application/json", cache_control="no-store")

    async def _metrics(self, _: Request, __: str) -> Reply:
        return replies.of_text(200, self._board.exposition(), "text/plain", cache_control="no-store")

    def _note(self, scope: Scope, route: str, status: int, size: int, began: float) -> None:
        """Count a request, and write its line of the log: no address of a person, nothing that they have typed."""
        seconds = time.perf_counter() - began
        self._row.request(route, status, seconds, size)
        if route in ("sparql", "query"):
            self._row.set("working", self._endpoint.pool.working)
            self._row.set("waiting", self._endpoint.pool.waiting)
        if self._log:
            line: dict[str, Any] = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "bytes": size,
                "ms": round(1000 * seconds, 2),
                "route": route,
            }
            sys.stderr.buffer.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            sys.stderr.buffer.flush()


def _key(scope: Scope) -> tuple[bytes, ...] | None:
    """Return all that a reply depends on, None where it depends on more than is worth keeping."""
    if scope["method"] != "GET":
        return None
    accept = language = encoding = b""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept += value + b","
        elif name == b"accept-language":
            language += value + b","
        elif name == b"accept-encoding":
            encoding += value + b","
        elif name in _MISSING_HEADERS:
            return None
    key = (scope["raw_path"], scope["query_string"], accept, language, encoding)
    return key if sum(map(len, key)) < 2000 else None


def _safe(reply: Reply) -> Reply:
    return Reply(reply.status, [*reply.headers, *SAFE], reply.body)


async def _send(reply: Reply, send: Send) -> int:
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
    body = reply.body
    if isinstance(body, memoryview):
        # Piece by piece, as fast as the client takes it.
        for start in range(0, len(body), LARGEST):
            await send({"type": "http.response.body", "body": bytes(body[start : start + LARGEST]), "more_body": True})
        body = b""
    await send({"type": "http.response.body", "body": body})
    return len(reply.body)


async def _send_stream(answer: Streamed, send: Send) -> int:
    """Send an answer while it comes. An error breaks the connection off: nothing else tells that it is not whole."""
    await send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, *SAFE]})
    size = 0
    async with aclosing(answer.body) as blocks:  # type: ignore[type-var]  # they are generators
        async for block in blocks:
            size += len(block)
            await send({"type": "http.response.body", "body": block, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    return size
