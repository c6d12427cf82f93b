"""Clients that begin and do not go on."""

from __future__ import annotations

import asyncio
import resource
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from lod.server import connections, request
from lod.server.connections import Prompt
from lod.server.request import Receive, Refused, Request, Scope, Send

LARGE = b"x" * 20_000_000


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a POST with what came of its body, all else with a body that no buffer holds."""
    body = LARGE
    if scope["method"] == "POST":
        try:
            body = (await Request(scope, receive).text(1000)).encode()
        except Refused as refused:
            body = refused.why.encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for start in range(0, len(body), 100_000):
        await send({"type": "http.response.body", "body": body[start : start + 100_000], "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def running() -> AsyncIterator[int]:
    """Run a server in this event loop, and give its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, http=Prompt, lifespan="off", log_config=None, ws="none", timeout_keep_alive=20)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


async def spoken(text: bytes, *, reads: bool = True, pause: float = 0.0) -> tuple[bytes, float]:
    """Say a text, wait, and read until the server is done with us: what came, and the seconds until then."""
    async with running() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1000)
        writer.write(text)
        began = time.monotonic()
        await asyncio.sleep(pause)
        came = b""
        try:
            while reads and (block := await reader.read(1_000_000)):
                came += block
        except ConnectionError:
            came += b"reset"
        took = time.monotonic() - began
        writer.close()
        return came, took


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody wants to wait for minutes."""
    for module, name in ((connections, "HEAD"), (connections, "TAKE"), (request, "BODY")):
        monkeypatch.setattr(module, name, 0.3)


@pytest.mark.parametrize("text", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-A", b"POST / HTTP/1.1\r\n"])
def test_a_head_that_does_not_come_ends_the_connection(hurry: None, text: bytes) -> None:
    came, took = asyncio.run(spoken(text))
    assert came in (b"", b"reset")
    assert took < 5


def test_the_second_head_on_a_connection_must_come_too(hurry: None) -> None:
    whole = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok"
    came, took = asyncio.run(spoken(whole + b"POST / HTTP/1.1\r\nHo"))
    assert b"ok" in came
    assert took < 5


def test_a_body_that_does_not_come_is_told(hurry: None) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhalf"
    came, took = asyncio.run(spoken(head))
    assert b"did not come to its end" in came
    assert took < 5


def test_who_takes_nothing_is_let_go(hurry: None) -> None:
    came, _ = asyncio.run(spoken(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", pause=1.5))
    assert len(came) < len(LARGE)


def test_who_takes_what_comes_gets_all_of_it() -> None:
    came, _ = asyncio.run(spoken(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
    assert came.count(b"x" * 1000) >= 19_000
    assert came.endswith(b"0\r\n\r\n")


def test_there_are_fewer_connections_than_files() -> None:
    assert 0 < connections.most() < resource.getrlimit(resource.RLIMIT_NOFILE)[0]
