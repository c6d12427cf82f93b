"""Real stores on loopback are validated as the embedded graph is: on what they say, as they write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from requests.auth import HTTPDigestAuth

from lod.config import Store
from lod.graph import Graph
from lod.graph.remote import RemoteGraph
from tests import stores
from tests.validation.engines.test_edge_cases import CASES
from tests.validation.engines.test_edge_cases import world as case
from tests.validation.engines.worlds import World, worlds
from tests.validation.remote.reports import BASE, embedded, remote, skolemised
from tests.validation.remote.test_equality import blanks

#: Puts a graph into a store, in place of what is there, and returns it as it is there.
Fill = Callable[[Graph], RemoteGraph]

NAMES = sorted(path.name.split(".")[0] for path in CASES.glob("*.shapes.ttl"))


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[Fill]:
    with stores.oxigraph() as address:
        yield lambda graph: _put(f"{address}/store?default", graph, RemoteGraph(Store(f"{address}/query"), BASE))


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fill]:
    with stores.virtuoso(tmp_path_factory.mktemp("virtuoso")) as (address, _):
        url = f"{address}/sparql-graph-crud-auth?graph-uri={stores.GRAPH}"
        settings = Store(f"{address}/sparql", graph=stores.GRAPH)
        yield lambda graph: _put(url, graph, RemoteGraph(settings, BASE), HTTPDigestAuth("dba", "dba"))


def _put(url: str, graph: Graph, remote: RemoteGraph, auth: HTTPDigestAuth | None = None) -> RemoteGraph:
    data = "".join(f"{triple} .\n" for triple in graph.triples()).encode()
    requests.put(url, data, headers={"Content-Type": "text/turtle"}, timeout=20, auth=auth).raise_for_status()
    return remote


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("store", ["oxigraph", "virtuoso"])
def test_an_edge_case_in_a_store_has_the_report_of_the_embedded_engine(
    store: str, name: str, request: pytest.FixtureRequest
) -> None:
    """With IRIs in the place of blank nodes, and with blank nodes of the store's own, if it gives them proper names."""
    fill: Fill = request.getfixturevalue(store)
    world = case(name)
    for graph in (skolemised(world), *([Graph(world.data)] if store == "oxigraph" else [])):
        stored = fill(graph)
        expected = embedded(world.shapes, stored.triples())
        assert expected
        assert remote(world.shapes, stored) == expected


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_made_up_data_in_a_store_have_the_report_of_the_embedded_engine(oxigraph: Fill, world: World) -> None:
    """Whatever the shapes and the data."""
    shared = blanks(world.shapes) & blanks(world.data)
    stored = oxigraph(Graph(world.data) if shared else skolemised(world))
    # A store gives blank nodes names of its own: a node that the shapes call by its name is not among them.
    expected = embedded(world.shapes, (stored if shared else Graph(world.data)).triples())
    if expected is not None:  # else pyshacl fails on these shapes
        assert remote(world.shapes, stored) == expected
