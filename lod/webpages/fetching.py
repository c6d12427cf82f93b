"""Pages from the web: within limits of time, size and redirects, and from no address inside of our own network."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from lod.errors import SourceError

AGENT = "lod (linked-open-data publisher; it reads the JSON-LD of pages)"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may take: seconds to connect and between two reads, seconds in all, bytes, redirects."""

    timeout: float = 10.0
    total: float = 30.0
    size: int = 10_000_000
    redirects: int = 5
    private: bool = False


_WEB = "Write https://..., or the path of a file."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: the address it came from in the end, its bytes, and the encoding that HTTP gives, if any."""

    url: str
    data: bytes
    encoding: str | None


def fetch(url: str, limits: Limits) -> Fetched:
    """Return a web page. Raises SourceError for all that is not a page within the limits.

    Only http and https are followed. Unless `limits.private`, connections to addresses that are not public (RFC 6890)
    are closed before a byte is sent, whatever the name server said; proxies of the environment are then not used.
    """
    deadline = time.monotonic() + limits.total
    with _Session(limits) as session:
        watch = threading.Timer(limits.total, session.end)
        watch.daemon = True
        watch.start()
        try:
            return _follow(session, url, limits, deadline)
        finally:
            watch.cancel()


def _follow(session: requests.Session, url: str, limits: Limits, deadline: float) -> Fetched:
    address = url
    for _ in range(limits.redirects + 1):
        _require_web(address, url)
        try:
            with session.get(
                address, timeout=limits.timeout, stream=True, allow_redirects=False, headers=_HEADERS
            ) as response:
                if response.is_redirect:
                    address = urljoin(address, response.headers["location"])
                    continue
                return Fetched(address, _body(response, url, limits, deadline), _encoding(response))
        except _Private as refused:
            what = f"{refused.host} is an address of a private network"
            raise SourceError(what, where=url, remedy="If that is meant: --allow-private") from None
        except (requests.RequestException, OSError, ValueError) as error:
            _require_time(url, limits, deadline)
            remedy = "Check the address, and that it can be reached from here."
            raise SourceError(f"cannot be fetched: {_words(error)}", where=url, remedy=remedy) from None
    raise SourceError(f"it leads on more than {limits.redirects} times", where=url)


_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html, application/xhtml+xml",
    # What is not packed cannot unpack to more than the limit.
    "Accept-Encoding": "identity",
}


def _require_web(address: str, url: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise SourceError(f"this is no web address: {error}", where=url, remedy=_WEB) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        on = "" if address == url else f" ({address}, where it leads on to)"
        raise SourceError(f"only http and https are followed{on}", where=url, remedy=_WEB)


def _body(response: requests.Response, url: str, limits: Limits, deadline: float) -> bytes:
    if response.status_code != requests.codes.ok:
        what = f"the server says {response.status_code} {response.reason}"
        raise SourceError(what, where=url, remedy="Open the address in a browser: is the page there for everybody?")
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml"):
        raise SourceError(f"it is {kind}, no HTML", where=url, remedy="Name the page itself, not what it leads to.")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise SourceError("it is packed, though it was asked for as it is", where=url)
    data = bytearray()
    for chunk in response.iter_content(65_536):
        data += chunk
        if len(data) > limits.size:
            raise SourceError(f"it is larger than {limits.size:,} bytes", where=url)
        _require_time(url, limits, deadline)
    # What was ended by us looks as if it had come to its end.
    _require_time(url, limits, deadline)
    return bytes(data)


def _require_time(url: str, limits: Limits, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise SourceError(f"it takes longer than {limits.total:g} seconds", where=url)


def _encoding(response: requests.Response) -> str | None:
    parameters = response.headers.get("content-type", "").split(";")[1:]
    named = (part.partition("=")[2].strip(" \"'") for part in parameters if part.strip().lower().startswith("charset="))
    return next(named, None)


def _words(error: Exception) -> str:
    inner = error.args[0] if error.args else error
    reason = getattr(inner, "reason", inner)
    return str(reason).rpartition(": ")[2] or type(error).__name__


class _Private(Exception):
    """A connection that leads to an address that is not public."""

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(host)


class _Session(requests.Session):
    """A session of which each connection is known, so that it can be ended, and leads to where it may."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.opened: list[socket.socket | None] = []
        opened = self.opened

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _allowed(super()._new_conn(), self.host, limits)

            def connect(self) -> None:
                super().connect()
                opened.append(self.sock)

        class Secured(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _allowed(super()._new_conn(), self.host, limits)

            def connect(self) -> None:
                super().connect()
                opened.append(self.sock)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecuredPool(HTTPSConnectionPool):
            ConnectionCls = Secured

        class Adapter(HTTPAdapter):
            def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
                super().init_poolmanager(*arguments, **options)
                self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecuredPool}

        # A proxy would connect to private addresses in our place.
        self.trust_env = limits.private
        self.mount("http://", Adapter())
        self.mount("https://", Adapter())

    def end(self) -> None:
        """End all connections, even while another thread waits for what comes from them, drop by drop."""
        for connection in self.opened:
            if connection is not None:
                with suppress(OSError):  # it has ended already
                    connection.shutdown(socket.SHUT_RDWR)


def _allowed(connection: socket.socket, host: str, limits: Limits) -> socket.socket:
    """Return a connection if private addresses may be asked or it really leads to a public one; else close it."""
    if limits.private:
        return connection
    address = ipaddress.ip_address(connection.getpeername()[0].partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    if not inner.is_global or inner.is_multicast:
        connection.close()
        raise _Private(host)
    return connection
