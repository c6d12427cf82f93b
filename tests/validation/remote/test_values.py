"""What SPARQL takes for good, pyshacl takes for good: literals of plain forms, limits, terms to the letter."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.graph import Graph, Term
from lod.terms import SH, XSD
from lod.validation.remote.values import FORMS, Values
from tests.validation.engines.worlds import LITERALS, TERMS
from tests.validation.remote.reports import embedded

VALUES = Values("http://ex.org/.well-known/genid/")
SHAPE, SUBJECT, PREDICATE = (ox.NamedNode(f"http://ex.org/{name}") for name in ("S", "s", "p"))


def stored(term: Term) -> Term:
    """Return a term as a store writes it."""
    return next(Graph([ox.Triple(SUBJECT, PREDICATE, term)]).triples()).object


def told(expression: str | None, term: Term) -> bool:
    """Tell whether an expression is true of a term, as a store keeps it."""
    if expression is None:
        return False
    graph = Graph([ox.Triple(SUBJECT, PREDICATE, term)])
    return bool(graph.query(f"ASK {{ {SUBJECT} {PREDICATE} ?v FILTER({expression}) }}"))


def pass_(terms: Iterable[Term], name: str, value: Term) -> bool:
    """Tell whether pyshacl takes terms, as they are, for such as keep a constraint."""
    shapes = [
        ox.Triple(SHAPE, ox.NamedNode(f"{SH}targetObjectsOf"), PREDICATE),
        ox.Triple(SHAPE, ox.NamedNode(SH + name), value),
    ]
    return embedded(shapes, (ox.Triple(SUBJECT, PREDICATE, term) for term in terms)) == frozenset()


@pytest.mark.parametrize("datatype", sorted(FORMS))
@settings(max_examples=2, deadline=None)
@given(st.data())
def test_literals_of_plain_form_are_well_typed(datatype: str, data: st.DataObject) -> None:
    """Also where days of the month are counted, and years of four noughts left out."""
    text = st.from_regex(FORMS[datatype], fullmatch=True, alphabet=st.characters(max_codepoint=127))
    texts = data.draw(st.lists(text, min_size=1, max_size=30))
    assert pass_(
        (ox.Literal(text, datatype=ox.NamedNode(datatype)) for text in texts), "datatype", ox.NamedNode(datatype)
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LITERALS), st.sampled_from(["minInclusive", "maxExclusive"]), st.sampled_from(LITERALS))
def test_what_is_within_a_limit_is_so_for_pyshacl(literal: ox.Literal, name: str, limit: ox.Literal) -> None:
    """Values that do not compare are not said to be."""
    if told(VALUES.within("?v", name, limit), literal):
        assert pass_([stored(literal)], name, limit)


def test_terms_are_the_same_to_the_letter_only() -> None:
    """A store that finds 01 where 1 is asked for does not mislead."""
    kept = {term: stored(term) for term in TERMS}
    for term, found in kept.items():
        if isinstance(term, ox.BlankNode):
            assert VALUES.same("?v", term) is None
            continue
        for other in kept:
            assert told(VALUES.same("?v", other), term) == (found == other), (term, other)


def test_iris_that_stand_for_blank_nodes_are_such() -> None:
    """`lod push` puts them there."""
    standing = ox.NamedNode("http://ex.org/.well-known/genid/a.0")
    for kind, taken in (("IRI", False), ("BlankNode", True), ("BlankNodeOrIRI", True), ("Literal", False)):
        assert told(VALUES.kind("?v", SH + kind), standing) is taken
    assert not told(VALUES.long("?v", "minLength", 1), standing)
    assert told(VALUES.typed("?v", f"{XSD}string"), ox.Literal("a"))
