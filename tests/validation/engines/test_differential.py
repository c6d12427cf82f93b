"""The fast way to a report and pyshacl alone give the same report."""

from __future__ import annotations

import warnings

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings

from lod.errors import LodError
from lod.validation.engines import judging
from lod.validation.engines.shapes import Shapes
from lod.validation.engines.statements import Statements
from tests.validation.engines.worlds import World, worlds


def report(world: World, engine: str) -> frozenset[str]:
    """Return the report as canonical lines, or what was raised instead."""
    with Statements() as statements, judging.quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        statements.add(world.data)
        try:
            (judgement,) = judging.judge(statements, Shapes(world.shapes), {}, engine)
        except LodError as error:
            return frozenset({f"raised {type(error).__name__}"})
        except Exception as error:
            return frozenset({f"raised {type(error).__name__}"})
    if judgement.evidence is None:
        return frozenset()
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in judgement.triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad) for quad in dataset)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_report_is_the_same_with_each_engine(world: World) -> None:
    """Whatever the shapes and the data, the fast engine saves work and changes nothing."""
    assert report(world, "auto") == report(world, "pyshacl")
