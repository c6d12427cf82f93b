"""A site from a store is the site from the files, made without the whole graph at hand."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import lod
from lod.errors import StoreError
from lod.graph import Graph
from lod.graph.remote import RemoteGraph
from lod.graph.skolem import Skolem
from lod.publishing import Shelf, Site, artifacts, paging, publish
from lod.publishing.files import hosts
from lod.publishing.site import site
from lod.publishing.site.streamed import Streamed
from lod.publishing.views import continued, gathered, incoming, ordering, overview
from lod.vocabulary import Vocabulary
from tests.benchmarks.corpus import Corpus
from tests.publishing.test_build import CONFIG, TRIPLES, VOCABULARY, content
from tests.stores import GRAPH, Asked, Miniature, Reply, miniature


def filled(store: Miniature, triples: list[ox.Triple], base: str) -> RemoteGraph:
    """Return a remote graph that holds these triples, as `lod push` brings them."""
    graph = ox.NamedNode(GRAPH)
    store.store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in Skolem(base).named(triples))
    return RemoteGraph(store.settings(), base)


def test_a_site_from_a_store_is_the_site_from_the_files(tmp_path: Path) -> None:
    with miniature() as store:
        remote = filled(store, TRIPLES, CONFIG.base)
        publish(CONFIG, tmp_path / "store", graph=Streamed(remote), vocabulary=VOCABULARY)
        again = publish(CONFIG, tmp_path / "store", graph=Streamed(remote), vocabulary=VOCABULARY)
    publish(CONFIG, tmp_path / "files", graph=Graph(TRIPLES), vocabulary=VOCABULARY)
    assert content(tmp_path / "store") == content(tmp_path / "files")
    assert again.written == 0


def test_long_lists_and_things_that_many_point_to_come_in_portions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is the same, however little of it stands on one page of a list or is looked at at once."""
    monkeypatch.setattr(overview, "MANY", 2)
    monkeypatch.setattr(paging, "LINKS", 3)
    monkeypatch.setattr(paging, "MANY", 0)
    with miniature() as store:
        remote = filled(store, TRIPLES, CONFIG.base)
        remote.page_size = 2
        publish(CONFIG, tmp_path / "store", graph=Streamed(remote), vocabulary=VOCABULARY)
    publish(CONFIG, tmp_path / "files", graph=Graph(TRIPLES), vocabulary=VOCABULARY)
    assert content(tmp_path / "store") == content(tmp_path / "files")
    assert any("~~2" in path for path in content(tmp_path / "files"))


def test_a_site_from_a_store_does_not_depend_on_how_much_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(CONFIG, tmp_path / "files", graph=Graph(TRIPLES), vocabulary=VOCABULARY)
    monkeypatch.setattr(site, "FEW", 1)
    with miniature() as store:
        remote = filled(store, TRIPLES, CONFIG.base)
        publish(CONFIG, tmp_path / "store", graph=Streamed(remote), vocabulary=VOCABULARY)
    assert content(tmp_path / "store") == content(tmp_path / "files")


def test_the_pages_of_a_hub_are_the_same_when_what_leads_there_is_looked_at_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So they are with further pages, in two languages, and where evidence leads there by way of blank nodes."""
    monkeypatch.setattr(paging, "LINKS", 8)
    monkeypatch.setattr(ordering, "SOME", 5)
    monkeypatch.setattr(continued, "MANY", 4)
    for module in (continued, gathered, incoming):
        monkeypatch.setattr(module, "CUT", 3)
    Corpus(12, complete=True).write(tmp_path / "workspace")
    workspace = lod.open(tmp_path / "workspace")
    with miniature() as store:
        remote = filled(store, list(workspace.graph.triples()), workspace.config.base)
        whole = Streamed(remote)
        publish(workspace.config, tmp_path / "store", graph=whole, vocabulary=workspace.vocabulary)
    publish(workspace.config, tmp_path / "files", graph=workspace.graph, vocabulary=workspace.vocabulary)
    assert content(tmp_path / "store") == content(tmp_path / "files")
    further = {path.partition("~~all~")[0] for path in content(tmp_path / "files") if "~~all~" in path}
    assert len(whole.hubs) > 5
    assert len(further) > 5


def test_a_build_that_a_broken_answer_has_ended_is_made_good_by_the_next(tmp_path: Path) -> None:
    with miniature() as store:
        remote = filled(store, TRIPLES, CONFIG.base)
        for whole in (2, 8, 11, 15):

            def broken(asked: Asked, whole: int = whole) -> Reply | None:
                cut = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":[{"s":'
                answer = Reply(200, {"Content-Type": "application/sparql-results+json"}, cut)
                return answer if len(store.asked) > whole else None

            store.asked.clear()
            store.fault = broken
            with pytest.raises(StoreError, match="cannot be read"):
                publish(CONFIG, tmp_path / "store", graph=Streamed(remote), vocabulary=VOCABULARY)
        store.fault = lambda _: None
        publish(CONFIG, tmp_path / "store", graph=Streamed(remote), vocabulary=VOCABULARY)
    publish(CONFIG, tmp_path / "files", graph=Graph(TRIPLES), vocabulary=VOCABULARY)
    assert content(tmp_path / "store") == content(tmp_path / "files")


def test_this_repository_from_a_store_takes_few_questions(tmp_path: Path) -> None:
    workspace = lod.open()
    with miniature() as store:
        remote = filled(store, list(workspace.graph.triples()), workspace.config.base)
        vocabulary = Vocabulary.load(workspace.config.ontology, workspace.config.base, workspace.config.languages)
        summary = publish(workspace.config, tmp_path / "store", graph=Streamed(remote), vocabulary=vocabulary)
    publish(workspace.config, tmp_path / "files", graph=workspace.graph, vocabulary=vocabulary)
    assert content(tmp_path / "store") == content(tmp_path / "files")
    assert remote.round_trips < summary.things


def test_each_file_of_a_site_is_made_from_a_store_by_itself() -> None:
    """What is known of everything is asked once; then a page costs a few questions."""
    whole = Site(CONFIG, Graph(TRIPLES), VOCABULARY, CONFIG.base)
    files = [file for file in artifacts(whole) if file.path != ".htaccess" and not file.path.startswith(hosts.FOLDER)]
    with miniature() as store:
        remote = filled(store, TRIPLES, CONFIG.base)
        site = Site(CONFIG, Streamed(remote), VOCABULARY, CONFIG.base)
        _ = site.dates
        shelf = Shelf(site)
        for file in files:
            parts = shelf.parts(file.path)
            assert parts is not None, file.path
            before = remote.round_trips
            assert shelf.make(*parts) == file, file.path
            assert remote.round_trips <= before + 8 or shelf.is_long(parts[0])
        assert shelf.make("nothing", ".html") is None


def test_a_store_that_goes_away_between_pages_ends_the_build_at_once(tmp_path: Path) -> None:
    with miniature() as store:
        remote = filled(store, TRIPLES, CONFIG.base)
        # From then on it refuses what is asked of everything: the uses of a property, for one.
        streaming: list[Asked] = []

        def away(asked: Asked) -> Reply | None:
            if len(store.asked) > 12 and "VALUES" not in asked.fields.get("query", ""):
                streaming.append(asked)
                return Reply(500, body=b"gone")
            return None

        store.fault = away
        with pytest.raises(StoreError, match="gone"):
            publish(CONFIG, tmp_path / "store", graph=Streamed(remote), vocabulary=VOCABULARY)
    assert len(streaming) == 1
