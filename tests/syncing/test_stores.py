"""Real stores are brought to what the files say, and are asked as the files are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lod.config import Store
from lod.embedding import Embedder
from lod.errors import StoreError
from lod.graph import Graph, nquads
from lod.graph.remote import Connection, Credentials, RemoteGraph
from lod.query import find, stream
from lod.source import find as find_files
from lod.syncing import pull, push
from lod.vocabulary import Vocabulary
from tests.query.worlds import CASES, SMALL
from tests.stores import GRAPH, oxigraph, virtuoso
from tests.syncing.workspaces import FILES, said, written

#: What every store takes and gives back as it was.
PLAIN = {**FILES, "fair.ttl": (CASES / "data.ttl").read_text("utf-8").replace("\\u001B", "")}


@dataclass(frozen=True)
class Real:
    """A store that runs, and how it is written to."""

    address: str
    query: str
    update: str
    data: str
    credentials: Credentials | None = None

    def graph(self, name: str, *, update: bool = True) -> RemoteGraph:
        """Return a graph of its own, so that no test sees what another has left."""
        ways = {"update": self.address + self.update} if update else {"data": self.address + self.data}
        settings = Store(self.address + self.query, graph=f"{GRAPH}{name}", **ways)
        return RemoteGraph(settings, GRAPH, Connection(self.credentials))


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    if request.param == "oxigraph":
        with oxigraph() as address:
            yield Real(address, "/query", "/update", "/store")
    else:
        with virtuoso(tmp_path_factory.mktemp("virtuoso")) as (address, _):
            credentials = Credentials("dba", "dba")
            yield Real(address, "/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth", credentials)


@pytest.mark.parametrize("update", [True, False], ids=["update", "graph store"])
def test_a_store_is_filled_changed_and_read_back(real: Real, update: bool, tmp_path: Path) -> None:
    remote = real.graph(f"push-{update}", update=update)
    config = written(tmp_path / "one", PLAIN)
    first = push(config, remote)
    assert first.right
    assert push(config, remote).changed == 0
    written(
        tmp_path / "one", {**PLAIN, "people.ttl": '<person/ada> <urn:name> "Ada B." ; <urn:at> [ <urn:town> "Köln" ] .'}
    )
    second = push(config, remote)
    assert (second.changed, second.right) == (1, True)
    assert (second.added, second.removed) == (3, 4)
    assert nquads(remote.triples()) == said(config)
    again = push(config, remote, every=True)
    assert (again.added, again.removed, again.right) == (0, 0, True)
    there = tmp_path / "two"
    pull(config, remote, there)
    assert nquads(Graph.load(files_of(there), GRAPH).triples()) == said(config)


def test_queries_and_documents_are_as_from_the_files(real: Real, tmp_path: Path) -> None:
    remote = real.graph("asked")
    config = written(tmp_path, PLAIN)
    push(config, remote)
    graph = Graph(remote.triples())
    assert nquads(graph.triples()) == said(config)
    vocabulary = Vocabulary.load(SMALL.ontology, GRAPH, ("de", "en"))
    for node in graph.things(GRAPH):

        def document(graph: Graph) -> bytes:
            return Embedder(graph, vocabulary, "de", GRAPH).document(node).data  # noqa: B023  # called at once

        assert remote.near(document, [node]) == document(graph)
    ours, theirs = (stream(asked, find(SMALL)["kinds"], config=SMALL).collect() for asked in (graph, remote))
    assert [list(map(plain, row)) for row in theirs.rows] == [list(map(plain, row)) for row in ours.rows]


def plain(term: object) -> str:
    """Return a term as text without the datatype, which stores do not agree on for numbers that they compute."""
    return getattr(term, "value", str(term))


def test_who_may_not_write_is_told(real: Real, tmp_path: Path) -> None:
    if real.credentials is None:
        pytest.skip("oxigraph serve lets everyone write")
    remote = RemoteGraph(real.graph("closed").store, GRAPH, Connection(Credentials("dba", "wrong")))
    with pytest.raises(StoreError, match="401"):
        push(written(tmp_path), remote)


@pytest.mark.parametrize("update", [True, False], ids=["update", "graph store"])
def test_a_duration_is_kept_as_it_was_said_also_where_the_store_takes_none(
    real: Real, update: bool, tmp_path: Path
) -> None:
    remote = real.graph(f"durations-{update}", update=update)
    name = "http://www.w3.org/2001/XMLSchema#"

    def files(time: str) -> dict[str, str]:
        values = f'"{time}"^^<{name}duration> , "P1Y"^^<{name}yearMonthDuration>'
        return {"event.ttl": f'<event/x> <urn:takes> {values} ; <urn:at> [ <urn:for> "P1D"^^<{name}duration> ] .'}

    config = written(tmp_path / "one", files("PT2H"))
    assert push(config, remote).right
    assert nquads(remote.triples()) == said(config)
    again = push(config, remote, every=True)
    assert (again.added, again.removed, again.right) == (0, 0, True)
    # By a process that has not seen yet what the store holds.
    remote = real.graph(f"durations-{update}", update=update)
    config = written(tmp_path / "one", files("PT3H"))
    changed = push(config, remote)
    assert (changed.added, changed.removed, changed.right) == (1, 1, True)
    pull(config, remote, tmp_path / "two")
    assert nquads(Graph.load(files_of(tmp_path / "two"), GRAPH).triples()) == said(config)


def files_of(folder: Path) -> list[Path]:
    return find_files([folder / "data"])
