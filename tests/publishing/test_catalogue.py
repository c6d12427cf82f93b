"""What is known of all things is the same whether it is in lists and dictionaries or in numbers."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.graph import Graph
from lod.publishing import Site
from lod.publishing.columns.table import Table
from lod.publishing.site.moments import Moments
from lod.publishing.site.nodes import Nodes
from tests.publishing.test_build import CONFIG, NEW, TRIPLES, VOCABULARY
from tests.publishing.test_survey import Far

_MOMENTS = st.datetimes(timezones=st.just(UTC))
_IRIS = [f"https://x.example/{name}" for name in "abcdef"]


@settings(max_examples=30, deadline=None)
@given(st.lists(NEW, max_size=8))
def test_things_of_a_store_have_the_paths_families_and_dates_of_those_at_hand(new: list[ox.Triple]) -> None:
    graph = Graph([*TRIPLES, *new])
    one, other = (Site(CONFIG, some, VOCABULARY, CONFIG.base) for some in (graph, Far(list(graph.triples()), [])))
    for site in (one, other):
        assert site.survey
    assert isinstance(other.things, Nodes)
    assert list(one.things) == list(other.things)
    assert dict(one.paths) == dict(other.paths)
    assert [(family, list(nodes)) for family, nodes in one.families.items()] == [
        (family, list(nodes)) for family, nodes in other.families.items()
    ]
    assert dict(one.dates) == dict(other.dates)
    assert one.newest == other.newest
    assert (one.ties.joined, one.ties.idle, dict(one.ties.degrees)) == (
        other.ties.joined,
        other.ties.idle,
        dict(other.ties.degrees),
    )


@given(st.sets(st.sampled_from(_IRIS)), st.lists(st.tuples(st.sampled_from(_IRIS), _MOMENTS | st.none())))
def test_moments_are_the_dictionary_that_they_were_made_of(
    iris: set[str], steps: list[tuple[str, datetime | None]]
) -> None:
    moments = Moments(Nodes(Table(iri.encode() for iri in sorted(iris)), array("I", range(len(iris)))))
    plain = dict[str, datetime]()
    for iri, when in steps:
        if when is None:
            assert moments.pop(iri, None) == plain.pop(iri, None)
        else:
            moments[iri] = when
            if iri in iris:
                plain[iri] = when
        assert dict(moments) == dict(moments.items()) == plain
        assert list(moments) == sorted(plain)
        assert len(moments) == len(plain)


@given(st.lists(st.integers(0, 5)), st.integers(0, 9), st.integers(0, 9))
def test_a_slice_of_nodes_is_those_of_a_list(places: list[int], start: int, stop: int) -> None:
    places = sorted(set(places))
    nodes = Nodes(Table(iri.encode() for iri in _IRIS), array("I", places))
    plain = [ox.NamedNode(_IRIS[place]) for place in places]
    assert list(nodes[start:stop]) == plain[start:stop]
    assert [nodes.place(iri) for iri in _IRIS] == [
        places.index(number) if number in places else None for number in range(len(_IRIS))
    ]
