"""The fast engine finds the same on all focus nodes at once and on a few at a time."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings

from lod.validation.engines import fast, portions, suspects
from lod.validation.engines.knowledge import learned
from lod.validation.engines.portions import Failure
from lod.validation.engines.shapes import Shapes
from lod.validation.engines.statements import Statements
from tests.validation.engines.worlds import World, worlds

#: A class with a subclass in the data, and each other way to name focus nodes.
TARGETS = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix : <https://example.org/> .
:OfClass sh:targetClass :Upper ; sh:closed true ; sh:property [ sh:path :none ; sh:minCount 1 ] .
:OfSubjects sh:targetSubjectsOf :p ; sh:property [ sh:path :none ; sh:minCount 1 ] .
:OfObjects sh:targetObjectsOf :p ; sh:nodeKind sh:BlankNode .
:Named sh:targetNode :a , "a text" , 7 ; sh:nodeKind sh:BlankNode .
:Implied a sh:NodeShape , <http://www.w3.org/2000/01/rdf-schema#Class> ; sh:property [ sh:path :none ; sh:minCount 1 ] .
"""
DATA = """
@prefix : <https://example.org/> .
:Lower <http://www.w3.org/2000/01/rdf-schema#subClassOf> :Upper .
:a a :Lower ; :p :b , "a text" , [ a :Implied ; :p 1.0 ] .
:b a :Lower , :Upper , :Implied ; :p 7 , :a .
:c a :Other .
"""


def _triples(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def _parts(world: World, at_once: int | None) -> list[set[Failure]]:
    """Return what is suspect in each portion of so many focus nodes, or in one if they are all asked about at once."""
    shapes = Shapes(world.shapes)
    with pytest.MonkeyPatch.context() as patch, Statements() as statements:
        statements.add(world.data)
        knowledge = learned(statements, shapes)
        if at_once is not None:
            patch.setattr(portions, "MOST", -1)
            patch.setattr(portions, "NODES", at_once)
        return [
            {(part.shape, node) for part in parts for node in part.nodes}
            for parts in suspects.suspects(shapes, statements, knowledge)
        ]


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_each_kind_of_target_is_found_in_portions(at_once: int) -> None:
    world = World(shapes=_triples(TARGETS), data=_triples(DATA))
    (whole,) = _parts(world, None)
    several = _parts(world, at_once)
    assert set().union(*several) == whole
    assert sum(map(len, several)) == len(whole) > 8


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_portions_make_up_the_whole_of_what_is_suspect(world: World) -> None:
    try:
        (whole,) = _parts(world, None)
    except fast.Undecided:
        assume(False)
    assert {suspect for part in _parts(world, 2) for suspect in part} == whole
