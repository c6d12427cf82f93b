"""Programs of others that speak to the server as they are."""

from __future__ import annotations

import gzip

import orjson
import pytest
import rdflib
import requests
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow

from tests.server.running import Server

BASE = "https://news.example.org/lod/"
SCHEMA = rdflib.Namespace("https://schema.org/")


def test_rdflib_asks_the_endpoint(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.address}sparql"))
    query = "SELECT ?name { ?person a <https://schema.org/Person> ; <https://schema.org/name> ?name }"
    names = {str(row.asdict()["name"]) for row in graph.query(query) if isinstance(row, ResultRow)}
    assert names == {"Ada Probst", "Jürgen Löhr", "Xaver Ypsilon"}
    assert (rdflib.URIRef(f"{BASE}person/ada"), SCHEMA.name, rdflib.Literal("Ada Probst")) in graph


# rdflib's own JSON-LD parser uses what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("format", ["turtle", "xml", "json-ld", "nt"])
def test_rdflib_follows_a_thing_to_its_data(server: Server, format: str) -> None:
    graph = rdflib.Graph().parse(f"{server.address}event/fair", format=format)
    assert (rdflib.URIRef(f"{BASE}event/fair"), SCHEMA.location, rdflib.URIRef(f"{BASE}place/mill")) in graph


def test_a_browser_follows_a_thing_to_its_page(server: Server) -> None:
    headers = {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
        "Accept-Language": "en-US,en;q=0.5",
    }
    came = requests.get(f"{server.address}event/fair", headers=headers, timeout=10)
    assert came.history[0].status_code == 303
    assert came.url.endswith("event/fair.en.html")
    assert "Summer fair" in came.text


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    first = server.get("event/fair.ttl")
    for headers in ({"if-none-match": first.headers["etag"]}, {"if-modified-since": first.headers["last-modified"]}):
        again = server.get("event/fair.ttl", headers)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert server.get("event/fair.ttl", {"if-none-match": '"another"'}).status == 200


def test_what_is_compressed_is_the_same(server: Server) -> None:
    plain = server.get("event/fair.html")
    packed = server.get("event/fair.html", {"accept-encoding": "gzip"})
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (
        server.get("event/fair.html", {"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}).status
        == 304
    )


def test_a_download_goes_on_where_it_was_broken_off(server: Server) -> None:
    whole = server.get("dump.ttl")
    half = len(whole.body) // 2
    rest = server.get("dump.ttl", {"range": f"bytes={half}-", "if-range": whole.headers["etag"]})
    assert (rest.status, rest.body) == (206, whole.body[half:])
    changed = server.get("dump.ttl", {"range": f"bytes={half}-", "if-range": '"another"'})
    assert (changed.status, changed.body) == (200, whole.body)


def test_head_sends_the_headers_of_get_and_no_body(server: Server) -> None:
    get, head = server.get("event/fair.html"), server.get("event/fair.html", method="HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == get.headers["content-length"]
    assert head.headers["etag"] == get.headers["etag"]


def test_openrefine_matches_people_and_places(server: Server) -> None:
    queries = {
        "q0": {"query": "jurgen lohr", "type": "https://schema.org/Person", "limit": 3},
        "q1": {"query": "Mühle, Alte"},
        "q2": {"query": "Old mill", "type": "https://schema.org/Person"},
        "q3": {"query": "person/ada"},
        "q4": {"query": "Probst, Adda", "type": ["https://schema.org/Person"]},
    }
    came = requests.post(f"{server.address}reconcile", {"queries": orjson.dumps(queries)}, timeout=10).json()
    best = {key: [found["id"] for found in came[key]["result"]][:1] for key in queries}
    assert best == {"q0": ["person/jürgen"], "q1": ["place/mill"], "q2": [], "q3": ["person/ada"], "q4": ["person/ada"]}
    assert came["q0"]["result"][0]["match"]
    assert came["q0"]["result"][0]["type"][0]["id"] == "https://schema.org/Person"
    assert not came["q4"]["result"][0]["match"]


def test_openrefine_suggests_while_a_person_types(server: Server) -> None:
    things = orjson.loads(server.get("reconcile/suggest/entity?prefix=lo").body)["result"]
    assert [thing["name"] for thing in things] == ["Jürgen Löhr"]
    kinds = orjson.loads(server.get("reconcile/suggest/type?prefix=ort&lang=de").body)["result"]
    assert [kind["id"] for kind in kinds] == ["https://schema.org/Place"]


@pytest.mark.parametrize("queries", ["no json", "[]", '{"q0": 1}'])
def test_a_batch_that_is_none_is_refused(server: Server, queries: str) -> None:
    assert requests.post(f"{server.address}reconcile", {"queries": queries}, timeout=10).status_code == 400
