"""Blank nodes get IRIs that depend on what is said of them, and on nothing else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given

from lod.graph import nquads
from lod.graph.skolem import Skolem
from tests.graph.triples import BASE, graphs

SKOLEM = Skolem(BASE)


def parsed(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE, base_iri=BASE)]


@given(graphs)
def test_no_blank_node_is_left_and_the_way_back_gives_the_same_graph(triples: list[ox.Triple]) -> None:
    named = SKOLEM.named(dict.fromkeys(triples))
    assert not any(isinstance(term, ox.BlankNode) for triple in named for term in (triple.subject, triple.object))
    assert nquads(map(SKOLEM.blank, named)) == nquads(dict.fromkeys(triples))


@given(graphs)
def test_labels_and_order_make_no_difference(triples: list[ox.Triple]) -> None:
    def other(term: object) -> object:
        return ox.BlankNode(f"other{term.value}") if isinstance(term, ox.BlankNode) else term

    again = [ox.Triple(other(t.subject), t.predicate, other(t.object)) for t in reversed(triples)]  # type: ignore[arg-type]  # the same kinds of terms
    assert set(SKOLEM.named(dict.fromkeys(again))) == set(SKOLEM.named(dict.fromkeys(triples)))


def test_nodes_that_say_the_same_stay_as_many_as_they_are() -> None:
    named = SKOLEM.named(parsed("<a> <b> [ <c> 1 ], [ <c> 1 ] . <d> <b> [ <c> 1 ] ."))
    assert len({triple.subject for triple in named}) == 2 + 3


def test_a_change_elsewhere_in_the_file_changes_no_name() -> None:
    some, more = "<a> <b> [ <c> 1 ; <d> [ <e> 2 ] ] .", "<x> <b> [ <c> 3 ] ."
    assert set(SKOLEM.named(parsed(some))) <= set(SKOLEM.named(parsed(more + some)))


@pytest.mark.parametrize(
    ("text", "alone"), [("<a> <b> [ <c> 1 ] .", True), ("<a> <b> _:x . <d> <b> _:x . _:x <c> 1 .", False)]
)
def test_a_name_says_whether_one_statement_leads_there(text: str, alone: bool) -> None:
    [node] = {blank for triple in SKOLEM.named(parsed(text)) if (blank := SKOLEM.node(triple.subject))}
    assert Skolem.alone(node) is alone


@pytest.mark.parametrize("label", ["a3f", "b0", "nodeID-b1", "a.x.0", "af00000000000000000000000000000f"])
def test_names_that_a_store_gives_are_not_taken_for_ours(label: str) -> None:
    assert SKOLEM.iri(ox.BlankNode(label)) is None
    assert SKOLEM.node(ox.NamedNode(f"{SKOLEM.prefix}{label}")) is None
