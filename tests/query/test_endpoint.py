"""Someone else's endpoint answers as a graph of our own does, and whatever it does wrong is told in words."""

from __future__ import annotations

import gc
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from lod.errors import QueryError, UsageError
from lod.graph.remote.connection import WAITS
from lod.query import answer, ask, remote
from lod.query.endpoint import begin, prologue
from lod.query.tokens import tokens
from tests.query.endpoints import oxigraph, virtuoso
from tests.query.worlds import SMALL, small
from tests.stores import free_port

JSON = "application/sparql-results+json"
ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}}]}}'
Start = Callable[..., tuple[str, list[bytes]]]
Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real endpoint."""
    with oxigraph() if request.param == "oxigraph" else virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture
def fake() -> Iterator[Start]:
    """A function that starts an endpoint which gives these replies in turn, the last for ever."""
    servers = []
    # The engine's results must not be dropped by another thread, and a collection may run in that of the server.
    gc.disable()

    def start(*replies: Reply) -> tuple[str, list[bytes]]:
        asked: list[bytes] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(self.rfile.read(int(self.headers["Content-Length"])))
                status, headers, body = replies[min(len(asked), len(replies)) - 1]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/sparql", asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
    gc.collect()
    gc.enable()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?name { <person/ada> schema:name ?name }",
        "SELECT ?p ?name { ?p a schema:Person OPTIONAL { ?p schema:name ?name } } ORDER BY ?p",
        "SELECT (COUNT(*) AS ?n) { ?s a schema:Person }",
        "ASK { person:ada a schema:Person }",
        "ASK { person:ada a schema:Event }",
    ],
)
def test_a_real_endpoint_gives_the_answer_of_our_own_graph(real: str, text: str) -> None:
    ours, theirs = ask(small(), text, config=SMALL), begin(real, text, config=SMALL).collect()
    assert (theirs.form, theirs.columns, theirs.boolean) == (ours.form, ours.columns, ours.boolean)
    assert [list(map(plain, row)) for row in theirs.rows] == [list(map(plain, row)) for row in ours.rows]


@pytest.mark.parametrize("text", ["CONSTRUCT { ?p a schema:Thing } WHERE { ?p a schema:Person }"])
def test_a_real_endpoint_gives_triples(real: str, text: str) -> None:
    theirs = begin(real, text, config=SMALL).collect()
    assert theirs.form == "construct"
    assert set(theirs.triples) == set(ask(small(), text, config=SMALL).triples)


def test_a_named_query_with_its_values_is_answered_by_a_real_endpoint(real: str) -> None:
    values = {"event": "event/fair"}
    theirs = remote(real, "participants", config=SMALL, values=values, language="de").collect()
    ours = answer(small(), "participants", config=SMALL, values=values, language="de")
    assert {tuple(map(plain, row)) for row in theirs.rows} == {tuple(map(plain, row)) for row in ours.rows}


def test_a_real_endpoint_says_what_is_wrong_with_a_query(real: str) -> None:
    with pytest.raises(QueryError, match=r"answers 400 .*: .+") as caught:
        begin(real, "SELECT * { ?s ?p }", config=SMALL)
    assert str(caught.value.where) == real


def plain(term: object) -> str:
    """Return a term as text, without what stores do not agree on: the datatype of plain numbers and of texts."""
    return term.value if isinstance(term, ox.Literal) else str(term)


def test_a_busy_endpoint_is_asked_again_after_the_time_that_it_names(fake: Start) -> None:
    address, asked = fake((429, {"Retry-After": "7"}, b""), (503, {}, b""), (200, {"Content-Type": JSON}, ROW))
    waits: list[float] = []
    found = begin(address, "SELECT ?x {}", config=SMALL, wait=waits.append).collect()
    assert found.rows == [(ox.Literal("a"),)]
    assert 7 <= waits[0] <= 7.7
    assert WAITS[1] / 2 <= waits[1] <= WAITS[1] * 1.5
    assert len(asked) == 3


@pytest.mark.parametrize("named", ["", "nonsense", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_an_endpoint_that_stays_busy_is_given_up(fake: Start, named: str) -> None:
    address, asked = fake((503, {"Retry-After": named} if named else {}, b"down for today"))
    waits: list[float] = []
    with pytest.raises(QueryError, match=r"503 .*down for today"):
        begin(address, "SELECT ?x {}", config=SMALL, wait=waits.append)
    assert len(asked) == len(WAITS) + 1
    if "GMT" in named:
        assert waits == [0.0] * len(WAITS)
    else:
        assert all(usual / 2 <= wait <= usual * 1.5 for usual, wait in zip(WAITS, waits, strict=True))


def test_nobody_waits_for_an_hour(fake: Start) -> None:
    address, asked = fake((429, {"Retry-After": "3600"}, b""))
    with pytest.raises(QueryError, match="429"):
        begin(address, "SELECT ?x {}", config=SMALL, wait=lambda _: pytest.fail("waited"))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>"), "answers with text/html"),
        ((200, {}, b"x"), "something without a type"),
        ((200, {"Content-Type": JSON}, ROW[:60]), "cannot be read"),
        ((200, {"Content-Type": f"{JSON};charset=utf-8", "Content-Length": "999"}, ROW[:-3]), "cannot be read"),
        ((404, {"Content-Type": "text/html"}, b"<HTML>lost</HTML>"), "answers 404 Not Found$"),
        ((400, {}, b"line 1: no"), "answers 400 Bad Request: line 1: no"),
    ],
)
def test_what_is_no_answer_is_told_in_words(fake: Start, reply: Reply, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        begin(fake(reply)[0], "SELECT ?x {}", config=SMALL).collect()
    assert re.search(told, caught.value.what)
    assert caught.value.remedy


def test_an_endpoint_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(QueryError, match="cannot be reached: Connection refused"):
        begin(f"http://127.0.0.1:{free_port()}/", "ASK {}", config=SMALL)
    with pytest.raises(UsageError, match="no address"):
        begin("example.org/sparql", "ASK {}", config=SMALL)


def test_an_update_is_not_sent(fake: Start) -> None:
    address, asked = fake((200, {}, b""))
    with pytest.raises(QueryError, match="changes data"):
        begin(address, "DELETE WHERE { ?s ?p ?o }", config=SMALL)
    assert asked == []


def test_a_value_is_sent_as_a_term(fake: Start) -> None:
    address, asked = fake((200, {"Content-Type": JSON}, ROW))
    evil = ox.Literal('"} ; DROP ALL #')
    begin(address, "SELECT ?x { ?s ?p ?v }", config=SMALL, bindings={"v": evil}).collect()
    assert parse_qs(asked[0].decode())["query"] == [f"SELECT ?x {{ ?s ?p {evil} }}"]


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("SELECT * { ?s ?p ?o }", ""),
        ("ASK { person:ada schema:name ?o }", "PREFIX person: <https://lod.example.org/person/> PREFIX schema: <https://schema.org/>\n"),
        ("PREFIX schema: <http://schema.org/> ASK { ?s schema:name ?o }", ""),
        ("ASK { <person/ada> ?p ?o }", "BASE <https://lod.example.org/>\n"),
        ("BASE <http://x/> ASK { <person/ada> ?p ?o }", ""),
        ("ASK { ?s ?p 'schema:x' } # person:ada", ""),
    ],
)  # fmt: skip
def test_only_what_the_query_uses_is_declared(text: str, declared: str) -> None:
    assert prologue(tuple(tokens(text)), SMALL) == declared
