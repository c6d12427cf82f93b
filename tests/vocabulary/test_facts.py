"""schema.org's table of facts as a mapping."""

from __future__ import annotations

from lod.terms import SCHEMA
from lod.vocabulary import facts


def test_terms_are_known_by_their_iris_only() -> None:
    known = facts()
    assert known[f"{SCHEMA}Person"].iri == f"{SCHEMA}Person"
    for other in ("Person", "", "http://schema.org/Person", f"{SCHEMA}person", "term", "urn:Person"):
        assert other not in known
        assert known.get(other) is None


def test_all_that_is_listed_is_there() -> None:
    known = facts()
    assert len(known) > 3000
    assert all(iri in known and fact.iri == iri for iri, fact in known.items())
    assert len(set(known)) == len(known)
