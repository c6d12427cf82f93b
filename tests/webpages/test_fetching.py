"""Pages from the web, from a server on this machine: within the limits or not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lod.errors import SourceError
from lod.webpages import Limits, read_all
from lod.webpages.fetching import fetch

OURS = Limits(timeout=2, total=3, size=10_000, redirects=2, private=True)


class _Server(BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self) -> None:
        _Server.asked += 1
        kind, headers, body = "text/html; charset=iso-8859-1", {}, b"<title>x</title>"
        if self.path.startswith("/turn/"):
            steps = int(self.path.rpartition("/")[2])
            headers["Location"] = f"/turn/{steps - 1}" if steps else "/page"
        elif self.path == "/away":
            headers["Location"] = "ftp://files.example/x"
        elif self.path == "/large":
            body = b"x" * 20_000
        elif self.path == "/picture":
            kind = "image/png"
        elif self.path == "/packed":
            headers["Content-Encoding"] = "gzip"
        elif self.path.startswith("/drip/"):
            self._drip(self.path.rpartition("/")[2])
            return
        self.send_response(302 if "Location" in headers else 404 if self.path == "/none" else 200)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, where: str) -> None:
        """Send a byte now and then, in the headers or in the page, until nobody listens."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\n" if where == "headers" else b"HTTP/1.0 200 OK\r\n\r\n")
        with suppress(OSError):
            for _ in range(100):
                self.wfile.write(b"X")
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_comes_with_its_last_address_and_its_encoding(site: str) -> None:
    fetched = fetch(f"{site}/turn/1", OURS)
    assert (fetched.url, fetched.data, fetched.encoding) == (f"{site}/page", b"<title>x</title>", "iso-8859-1")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/turn/5", "leads on more than 2 times"),
        ("/away", "only http and https"),
        ("/large", "larger than 10,000 bytes"),
        ("/picture", "image/png, no HTML"),
        ("/packed", "packed"),
        ("/none", "the server says 404"),
    ],
)
def test_what_is_no_page_within_the_limits_is_refused(site: str, path: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        fetch(f"{site}{path}", OURS)


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://files.example/", "gopher://x/", "javascript:alert(1)"])
def test_only_the_web_is_followed(url: str) -> None:
    with pytest.raises(SourceError, match="only http and https"):
        fetch(url, OURS)


@pytest.mark.parametrize("url", ["http://[bad/", "http://", "https:///x", "http://a b/", "http://x:port/"])
def test_what_is_no_address_is_refused_with_the_reason(url: str) -> None:
    with pytest.raises(SourceError, match=r"no web address|only http and https|cannot be fetched"):
        fetch(url, OURS)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0"])
def test_private_addresses_are_refused_before_anything_is_sent(site: str, host: str) -> None:
    before = _Server.asked
    with pytest.raises(SourceError, match=r"private network|cannot be fetched"):
        fetch(site.replace("127.0.0.1", host), Limits(timeout=2))
    assert _Server.asked == before


def test_a_server_that_is_not_there_is_an_error_with_its_reason() -> None:
    with pytest.raises(SourceError, match=r"http://127\.0\.0\.1:1/: cannot be fetched: .*refused"):
        fetch("http://127.0.0.1:1/", OURS)


@pytest.mark.parametrize("where", ["headers", "page"])
def test_a_server_that_sends_drop_by_drop_is_left_when_the_time_is_over(site: str, where: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"takes longer than 0\.4 seconds"):
        fetch(f"{site}/drip/{where}", replace(OURS, total=0.4))
    assert time.monotonic() - started < 2


def test_pages_come_in_their_order_with_what_failed_among_them(site: str) -> None:
    addresses = [f"{site}/page?{number}" for number in range(40)]
    addresses[7] = f"{site}/none"
    read = list(read_all(addresses, OURS))
    assert [name for name, _ in read] == addresses
    assert [name for name, page in read if isinstance(page, SourceError)] == [f"{site}/none"]


def test_the_next_pages_are_read_meanwhile_but_never_all_of_them(site: str) -> None:
    asked: list[str] = []

    def pages() -> Iterator[str]:
        for number in range(1000):
            asked.append(f"{site}/page?{number}")
            yield asked[-1]

    coming = read_all(pages(), OURS)
    next(coming)
    assert 1 < len(asked) < 100
    coming.close()  # type: ignore[attr-defined]  # a generator, though its type says less
