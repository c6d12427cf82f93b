"""The report of the questions is that of the embedded engine, on the same statements."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from lod.errors import StoreError
from lod.graph import Graph, Solutions
from tests.validation.engines.test_edge_cases import CASES
from tests.validation.engines.test_edge_cases import world as case
from tests.validation.engines.worlds import World, worlds
from tests.validation.remote.reports import embedded, remote, skolemised


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_report_is_that_of_the_embedded_engine(world: World) -> None:
    """Whatever the shapes and the data: with blank nodes of the store's own, and with IRIs in their place."""
    graph = Graph(world.data)
    expected = embedded(world.shapes, graph.triples())
    if expected is not None:  # else pyshacl fails on these shapes
        assert remote(world.shapes, graph) == expected
        if not blanks(world.shapes) & blanks(world.data):  # such as only made-up worlds have
            assert remote(world.shapes, skolemised(world)) == expected


def blanks(triples: list[ox.Triple]) -> set[object]:
    return {term for triple in triples for term in triple if isinstance(term, ox.BlankNode)}


@pytest.mark.parametrize("name", sorted(path.name.split(".")[0] for path in CASES.glob("*.shapes.ttl")))
def test_the_report_on_an_edge_case_is_that_of_the_embedded_engine(name: str) -> None:
    """The case finds something in a store too, though the store has rewritten some of its literals."""
    world = case(name)
    expected = embedded(world.shapes, Graph(world.data).triples())
    assert expected
    assert remote(world.shapes, Graph(world.data)) == expected
    assert remote(world.shapes, skolemised(world)) == expected


def test_a_store_that_does_not_take_the_questions_has_the_same_report() -> None:
    """Then all focus nodes are judged, in pages."""

    class Simple(Graph):
        def query(self, text: str, *, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> Solutions:
            if "?this" in text and ("EXISTS" in text or "FILTER" in text):
                raise StoreError("the endpoint answers 400 Bad Request", status=400)
            return super().query(text, base=base, prefixes=prefixes)

    world = case("nested")
    expected = embedded(world.shapes, Graph(world.data).triples())
    assert expected
    assert remote(world.shapes, Simple(world.data)) == expected
