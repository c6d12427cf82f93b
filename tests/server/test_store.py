"""A server of a store: the same answers as from files, though nothing is loaded but what is known of all things."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

import orjson
import pyoxigraph as ox
import pytest

from lod import config as configuration
from lod.graph.remote import RemoteGraph
from lod.publishing import Site, artifacts
from lod.publishing.files import hosts
from lod.syncing import push
from lod.workspace import Workspace
from tests.server.running import NEWS, Came, Server, serving
from tests.stores import GRAPH, Asked, Miniature, Reply, miniature, oxigraph

BROWSER = {"accept": "text/html"}
FRESH = ("--fresh", "1")
BATCH = '{"q": {"query": "Jurgen Loehr", "type": "https://schema.org/Person"}}'


@dataclass(frozen=True)
class Live:
    """A store that holds what a workspace's files say, and another workspace without files, which names the store."""

    store: Miniature
    files: Path
    workspace: Path

    def push(self) -> None:
        config = configuration.load(self.files)
        push(config, RemoteGraph(self.store.settings(), config.base))

    @contextmanager
    def server(self, log: str = "log", *options: str) -> Iterator[Server]:
        with serving(self.workspace, self.workspace.parent / log, *options) as server:
            yield server


@contextmanager
def prepared(folder: Path) -> Iterator[Live]:
    files, workspace = folder / "files", folder / "news"
    shutil.copytree(NEWS, files)
    shutil.copytree(NEWS, workspace, ignore=shutil.ignore_patterns("data"))
    with miniature() as store:
        settings = workspace / "lod.toml"
        named = f'[store]\nquery = "{store.address}/query"\ngraph = "{GRAPH}"\n'
        settings.write_text(f"{settings.read_text('utf-8')}\n{named}", "utf-8")
        live = Live(store, files, workspace)
        live.push()
        yield live


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with prepared(tmp_path) as live:
        yield live


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Server]]:
    """A store and its server, for tests that only read."""
    with prepared(tmp_path_factory.mktemp("store")) as live, live.server() as server:
        # What a server asks of the store when it begins shall not count as what a test has asked.
        assert server.get("event/fair.html").status == 200
        yield live, server


def _is_look(question: Asked) -> bool:
    """Tell whether the store is asked only whether it has changed."""
    return "urn:lod:push:digest" in question.fields["query"]


def until(ask: Callable[[], Came], right: Callable[[Came], bool]) -> Came:
    for _ in range(100):
        if right(came := ask()):
            return came
        time.sleep(0.1)
    raise TimeoutError(f"{came.status} {came.body[:300]!r}")


def test_each_file_is_served_as_from_files(shared: tuple[Live, Server]) -> None:
    live, server = shared
    workspace = Workspace(configuration.load(live.files))
    site = Site(workspace.config, workspace.graph, workspace.vocabulary, workspace.config.base)
    # Of the terms and shapes there are hundreds, which come from files anyway; the dataset is counted for each file.
    elsewhere = (".htaccess", hosts.FOLDER, "ontology/", "shapes/", "dataset.", ".well-known/")
    for file in artifacts(site):
        if not file.path.startswith(elsewhere):
            came = server.get(quote(file.path))
            assert came.status == 200, file.path
            assert came.body == file.content, file.path


QUERIES = (
    ("SELECT ?s ?name { ?s schema:name ?name } ORDER BY ?s ?name", ("json", "csv", "tsv", "xml", "html")),
    ("ASK { event:fair a schema:Event }", ("json", "xml", "html")),
    ("CONSTRUCT { ?s schema:name ?n } { ?s schema:name ?n }", ("turtle", "jsonld", "html")),
)


@pytest.mark.parametrize(("query", "format"), [(query, name) for query, names in QUERIES for name in names])
def test_queries_are_answered_as_from_files(
    query: str, format: str, shared: tuple[Live, Server], server: Server
) -> None:
    path = f"sparql?{urlencode({'query': query, 'format': format, 'labels': '1'})}"
    came, wanted = shared[1].get(path), server.get(path)
    assert (came.status, wanted.status) == (200, 200)
    assert came.headers["content-type"] == wanted.headers["content-type"]
    assert came.body == wanted.body


@pytest.mark.parametrize(
    "path",
    [
        "person/ada",
        "person/adda",
        "sparql",
        "dataset",
        "queries/kinds.csv",
        "openapi.json",
        "reconcile",
        f"reconcile?queries={quote(BATCH)}",
        "reconcile/suggest/entity?prefix=alt",
        "place/mill.foo",
        "nothing",
    ],
)
def test_services_and_refusals_are_as_from_files(path: str, shared: tuple[Live, Server], server: Server) -> None:
    came, wanted = shared[1].get(path, BROWSER), server.get(path, BROWSER)
    assert (came.status, came.headers.get("location")) == (wanted.status, wanted.headers.get("location"))
    assert came.body == wanted.body


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s ?p true.GRAPH<urn:x>{ ?a ?b ?c } }",
        "SELECT * FROM <https://lod.example.org/#lod-push> { ?s ?p ?o }",
        r"SELECT * { \u0047RAPH ?g { ?s ?p ?o } }",
        "# SERVICE\nSELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "CLEAR ALL",
        "SELECT",
    ],
)
def test_what_is_refused_does_not_reach_the_store(query: str, shared: tuple[Live, Server]) -> None:
    live, server = shared
    before = len(live.store.asked)
    came = server.ask(query)
    assert came.status == 400
    assert live.store.address not in came.text
    # Whether the data has changed is looked up now and then.
    assert all(_is_look(question) for question in live.store.asked[before:])


def test_while_the_store_is_away_what_was_asked_for_is_served_and_nothing_is_given_away(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOD_STORE_USER", "someone")
    monkeypatch.setenv("LOD_STORE_PASSWORD", "opensesame")
    query = "sparql?query=ASK%7B%7D"
    with live.server("log", *FRESH) as server:
        page = server.get("event/fair.html")
        live.store.fault = lambda _: Reply(0)
        kept = server.get("event/fair.html", {"if-none-match": page.headers["etag"]})
        assert kept.status == 304
        assert server.get("event/fair.html").body == page.body
        came = [
            server.get(path, BROWSER)
            for path in ("person/ada.html", "person/ada.ttl", query, "reconcile/suggest/entity?prefix=a")
        ]
        assert [one.status for one in came] == [503, 503, 502, 503]
        assert all("The store that holds the data does not answer" in one.text for one in came)
        assert all(int(one.headers["retry-after"]) > 0 for one in came)
        assert came[0].headers["content-type"] == "text/html; charset=utf-8"
        assert server.get("person/adda", BROWSER).status == 404
        health = until(lambda: server.get("health"), lambda came: b"stale" in came.body)
        live.store.fault = lambda _: Reply(503, {"Retry-After": "9"}, b"full")
        assert server.get(query).status == 503
        live.store.fault = lambda _: Reply(200, {"Content-Type": "text/html"}, b"<html>a page of the store</html>")
        assert server.get(query).status == 502
        live.store.fault = lambda _: Reply(401, {"WWW-Authenticate": "Basic"})
        assert server.get(query).status == 502
        for one in (*came, health, server.get(query)):
            assert live.store.address not in one.text
        live.store.fault = lambda _: None
        assert until(lambda: server.get("person/ada.html"), lambda came: came.status == 200)
        until(lambda: server.get("health"), lambda came: b'"ok"' in came.body)
        log = server.log.read_text()
    assert live.store.address in log, "who looks after it is told which store it is"
    assert "opensesame" not in log
    assert "Traceback" not in log


def test_a_store_that_refuses_a_query_is_quoted(live: Live) -> None:
    with live.server() as server:
        live.store.fault = lambda _: Reply(400, {}, b"I know no such function")
        came = server.ask("SELECT (<urn:f>(1) AS ?x) {}")
        assert (came.status, "no such function" in came.text) == (400, True)
        assert live.store.address not in came.text


def test_a_slow_store_is_not_waited_for(live: Live) -> None:
    def slow(_: Asked) -> None:
        time.sleep(2)

    with live.server("log", "--timeout", "0.5") as server:
        live.store.fault = slow
        assert server.ask("ASK {}").status == 504


def test_servers_of_one_store_agree_and_see_when_it_has_changed(live: Live) -> None:
    facts = live.files / "data" / "facts.ttl"
    with live.server("one", *FRESH) as one, live.server("other", *FRESH) as other:
        pages = [server.get("event/fair.html") for server in (one, other)]
        assert pages[0].headers["etag"] == pages[1].headers["etag"]
        assert not any("last-modified" in page.headers for page in pages), "nobody knows"
        begun = orjson.loads(one.get("health").body)["loaded"]
        asked, since = len(live.store.asked), time.monotonic()
        time.sleep(1.7)
        assert orjson.loads(one.get("health").body)["loaded"] == begun, "nothing has changed, so nothing begins anew"
        looks = [question for question in live.store.asked[asked:] if _is_look(question)]
        assert 0 < len(looks) <= 2 * (int(time.monotonic() - since) + 1), "but each server looks once a second"
        facts.write_text(facts.read_text("utf-8").replace("Sommerfest", "Winterfest"), "utf-8")
        live.push()
        changed = until(lambda: one.get("event/fair.html"), lambda came: "Winterfest" in came.text)
        for server in (one, other):
            # For a moment the old state answers too.
            agreed = partial(server.get, "event/fair.html", {"if-none-match": changed.headers["etag"]})
            until(agreed, lambda came: came.status == 304)


def test_without_a_ledger_the_number_of_statements_tells_of_a_change(live: Live) -> None:
    """What could not be read then is read later; until then the server goes on with what it had."""
    live.store.store.clear_graph(ox.NamedNode(f"{GRAPH}#lod-push"))
    with live.server("log", *FRESH) as server:
        assert server.get("person/new.html").status == 404
        # Which things there are cannot be read.
        live.store.fault = lambda asked: Reply(500) if asked.fields["query"].startswith("SELECT DISTINCT ?s") else None
        new, name = ox.NamedNode("https://news.example.org/lod/person/new"), ox.NamedNode("https://schema.org/name")
        live.store.store.add(ox.Quad(new, name, ox.Literal("Neu"), ox.NamedNode(GRAPH)))
        health = until(lambda: server.get("health"), lambda came: b"stale" in came.body)
        assert "500" in health.text
        assert live.store.address not in health.text
        assert server.get("event/fair.ttl").status == 200
        live.store.fault = lambda _: None
        until(lambda: server.get("person/new.html"), lambda came: came.status == 200)
        assert b'"ok"' in server.get("health").body


def test_a_real_store_is_served_too(tmp_path: Path) -> None:
    workspace = tmp_path / "news"
    shutil.copytree(NEWS, workspace)
    with oxigraph() as address:
        settings = workspace / "lod.toml"
        named = f'[store]\nquery = "{address}/query"\nupdate = "{address}/update"\ngraph = "{GRAPH}"\n'
        settings.write_text(f"{settings.read_text('utf-8')}\n{named}", "utf-8")
        opened = Workspace(configuration.load(workspace), store=True)
        push(opened.config, opened.remote)
        # With --store, though there are files.
        with serving(workspace, tmp_path / "log", "--store") as one, serving(workspace, tmp_path / "other") as other:
            for path in ("event/fair.html", "person/ada.en.html", "place/mill.ttl", "index.html", "queries/kinds.csv"):
                assert one.get(path).body == other.get(path).body, path


def test_a_store_that_is_away_at_the_start_is_told_of(live: Live) -> None:
    live.store.fault = lambda _: Reply(0)
    with pytest.raises(AssertionError, match="the endpoint cannot be reached"), live.server():
        pass
