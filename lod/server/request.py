"""A request as the server sees it: taken from ASGI's scope, its body read up to a limit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: Seconds in which the body of a request must come.
BODY = 15

#: More parameters than this mean nothing good.
FIELDS = 100


class Refused(Exception):
    """A request that is answered with an error of HTTP: a status, and a text that says why and what to do."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.headers = headers


@dataclass
class Request:
    """A request; `path` is decoded, `headers` have names in lower case, several of a name are joined by commas."""

    scope: Scope
    receive: Receive

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def path(self) -> str:
        return str(self.scope["path"])

    @cached_property
    def headers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in self.scope["headers"]:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            found[key] = f"{found[key]}, {text}" if key in found else text
        return found

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """The parameters of the address. Raises Refused."""
        return fields(self.scope["query_string"].decode("latin-1"))

    @cached_property
    def values(self) -> dict[str, str]:
        """The parameters of the address by name; of several with a name the last one counts."""
        return dict(self.fields)

    @property
    def media_type(self) -> str:
        """The media type of the body, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    async def text(self, limit: int) -> str:
        """Return the body. Raises Refused if it is longer than so many bytes, comes too slowly, or is no UTF-8."""
        too_long = Refused(413, f"The request is longer than {limit} bytes.")
        if (length := self.headers.get("content-length", "")).isdecimal() and len(length) < 20 and int(length) > limit:
            raise too_long
        body, more = b"", True
        try:
            async with asyncio.timeout(BODY):
                while more:
                    message = await self.receive()
                    body += message.get("body", b"")
                    more = message.get("more_body", False) and message["type"] == "http.request"
                    if len(body) > limit:
                        raise too_long
        except TimeoutError:
            raise Refused(408, f"The request did not come to its end in {BODY} seconds.", connection="close") from None
        try:
            return body.decode()
        except UnicodeDecodeError:
            raise Refused(400, "The request is no UTF-8 text.") from None


def fields(text: str) -> list[tuple[str, str]]:
    """Return the fields of a form (application/x-www-form-urlencoded). Raises Refused for what is none."""
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError:
        raise Refused(400, f"The parameters cannot be read: at most {FIELDS}, in UTF-8, as name=value.") from None
