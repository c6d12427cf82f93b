"""Literals of plain forms are taken for good by each engine; where engines differ over others, that is learned."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.terms import SH, XSD
from lod.validation.engines import Shapes, Statements, quiet
from lod.validation.engines.knowledge import _refused, learned
from lod.validation.engines.literals import AWARE, PLAIN, kind


@pytest.mark.parametrize("datatype", sorted(PLAIN))
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_both_engines_take_plain_forms_for_good(datatype: str, data: st.DataObject) -> None:
    """So that nobody has to be asked about them."""
    text = st.from_regex(
        re.compile(PLAIN[datatype], re.ASCII), fullmatch=True, alphabet=st.characters(max_codepoint=127)
    )
    texts = data.draw(st.lists(text, min_size=1, max_size=10))
    assert _refused([ox.Literal(text, datatype=ox.NamedNode(datatype)) for text in texts]) == (set(), set())


def test_moments_with_a_time_zone_are_a_kind_of_their_own() -> None:
    """They cannot be compared with those that have none."""
    assert (
        kind("2020-01-01T00:00:00Z", f"{XSD}dateTime") == kind("2020-01-01T00:00:00+02:00", f"{XSD}dateTime") == AWARE
    )
    assert kind("2020-01-01T00:00:00", f"{XSD}dateTime") == f"{XSD}dateTime"


def test_what_only_one_engine_refuses_is_learned() -> None:
    """A day before the calendar of Python begins is fine for the fast engine, a day for a moment for pyshacl."""
    subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
    values = [("date", "12020-01-01"), ("dateTime", "2020-01-01"), ("gYear", "20"), ("boolean", "TRUE")]
    asked = [
        ox.Triple(ox.BlankNode(name), ox.NamedNode(f"{SH}datatype"), ox.NamedNode(XSD + name)) for name, _ in values
    ]
    with Statements() as statements, quiet():
        literals = [ox.Literal(text, datatype=ox.NamedNode(XSD + name)) for name, text in values]
        statements.add([ox.Triple(subject, predicate, literal) for literal in literals])
        known = learned(statements, Shapes(asked))
    assert f"{XSD}date" in known.missed
    assert f"{XSD}dateTime" in known.overdone
    assert known.missed | known.overdone <= set(known.odd)  # type: ignore[operator]  # all are sets
