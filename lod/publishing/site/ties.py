"""How things hang together: one pass over all statements for what the start page shows of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.graph import Graph


@dataclass(frozen=True, slots=True)
class Ties:
    """How many statements point to each node, by IRI, and how many from a thing of one family to one of another."""

    degrees: Counter[str]
    joined: Counter[tuple[str, str]]


def ties(graph: Graph, families: Mapping[str | None, Iterable[ox.NamedNode]]) -> Ties:
    """Return how the things of a graph hang together; `families` are the things by family."""
    family = {node.value: name for name, things in families.items() if name is not None for node in things}
    degrees: Counter[str] = Counter()
    joined: Counter[tuple[str, str]] = Counter()
    for triple in graph.triples():
        object = triple.object
        if type(object) is not ox.NamedNode:
            continue
        iri = object.value
        degrees[iri] += 1
        there = family.get(iri)
        if there is None:
            continue
        subject = triple.subject
        here = family.get(subject.value) if type(subject) is ox.NamedNode else None
        if here is not None and here != there:
            joined[here, there] += 1
    return Ties(degrees, joined)
