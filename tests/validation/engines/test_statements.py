"""The statements on disk are those of the files."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lod.terms import RDF_TYPE, RDFS
from lod.validation.engines import Statements
from tests.validation.engines.worlds import CLASSES, PROPERTIES, TERMS, THINGS

TRIPLES = st.lists(
    st.builds(ox.Triple, st.sampled_from(THINGS), st.sampled_from([*PROPERTIES, *CLASSES]), st.sampled_from(TERMS))
)


@given(st.lists(TRIPLES, max_size=4))
def test_what_went_in_comes_out_each_triple_counted_once(files: list[list[ox.Triple]]) -> None:
    """Literals keep their form, blank nodes their names, over as many files as there are."""
    with Statements() as statements:
        for triples in files:
            statements.add(triples)
        every = {triple for triples in files for triple in triples}
        assert set(statements.all()) == every
        assert len(statements) == len(every)
        for thing in THINGS:
            name = statements.name(thing)
            assert set(statements.describing([name])) == {t for t in every if t.subject == thing}
            assert (name in statements) == any(t.subject == thing for t in every)
            leading = {t for t in every if t.object == thing}
            assert set(statements.leading_anyhow([name])) == leading
            predicate = PROPERTIES[0]
            assert set(statements.leading([predicate.value], [name])) == {
                t for t in leading if t.predicate == predicate
            }
            if isinstance(thing, ox.BlankNode):
                assert set(statements.owners(name)) == {statements.name(t.subject) for t in leading}


def test_a_literal_that_looks_like_a_blank_node_stays_a_literal() -> None:
    """Only what stands where a node can stand is one."""
    texts = '> _:b .\n> _:b . "^^<http://x> .', "> _:b", "> _:b .", "\n_:b "
    tricky = [ox.Triple(ox.BlankNode("s"), ox.NamedNode("http://ex.org/p"), ox.Literal(text)) for text in texts]
    with Statements() as statements:
        statements.add(tricky)
        assert list(statements.all()) == tricky
        assert statements.literals.datatypes == set()


def test_classes_and_their_order_and_typed_literals_are_noted() -> None:
    """The fast engine's shapes are written by them."""
    kind, above = ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{RDFS}subClassOf")
    with Statements() as statements:
        statements.add(
            [
                ox.Triple(THINGS[0], kind, CLASSES[0]),
                ox.Triple(CLASSES[0], above, CLASSES[1]),
                ox.Triple(THINGS[0], PROPERTIES[0], ox.Literal("01", datatype=ox.NamedNode("http://ex.org/d"))),
            ]
        )
        assert statements.classes == {CLASSES[0].value}
        assert list(statements.subclasses()) == [(CLASSES[0].value, CLASSES[1].value)]
        assert statements.literals.datatypes == {"http://ex.org/d"}
