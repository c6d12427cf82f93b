"""Reports of both ways on one graph: by the embedded engine, and by questions."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import pyoxigraph as ox

from lod.errors import LodError
from lod.graph import Graph
from lod.graph.remote import RemoteGraph
from lod.graph.skolem import Skolem
from lod.terms import SH
from lod.validation.engines import Shapes, Statements, judging, quiet
from lod.validation.remote.judging import judge
from lod.validation.remote.store import Store
from tests.validation.engines.worlds import World

BASE = "http://ex.org/"


def embedded(shapes: Iterable[ox.Triple], data: Iterable[ox.Triple]) -> frozenset[str] | None:
    """Return the report of the embedded engine as canonical lines, or None if it refuses the shapes."""
    with Statements() as statements, quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        statements.add(list(data))
        try:
            (judgement,) = judging.judge(statements, Shapes(shapes), {}, "pyshacl")
        except Exception:
            return None
    return lines(judgement.triples) if judgement.evidence else frozenset()


def remote(shapes: Iterable[ox.Triple], graph: Graph | RemoteGraph, base: str = BASE) -> frozenset[str] | None:
    """Return the report on a graph that is only asked, page by page of a few nodes."""
    found: list[ox.Triple] = []
    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for part in judge(Store(graph, base), Shapes(shapes), {}, lambda _kinds: ()):
                found += part.triples
        except LodError:
            return None
    return lines(found)


def lines(triples: Iterable[ox.Triple]) -> frozenset[str]:
    """Return a report as canonical lines, whatever its blank nodes are called and however many graphs it came in."""
    triples = list(triples)
    tops = {t.subject for t in triples if t.object == ox.NamedNode(f"{SH}ValidationReport")}
    top = ox.BlankNode("top")
    dataset = ox.Dataset(ox.Quad(top if t.subject in tops else t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def skolemised(world: World) -> Graph:
    """Return the data of a world as `lod push` puts them into a store: IRIs stand for blank nodes."""
    return Graph(Skolem(BASE).named(world.data))
