"""How things hang together: one pass over all statements for what the start page shows of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import pyoxigraph as ox

from lod.graph import Graph


@dataclass(frozen=True, slots=True)
class Ties:
    """How many statements point to each node, by IRI, and how many from a thing of one family to one of another.

    What the ontology says does not count. `idle` are the families of which it speaks alone.
    """

    degrees: Counter[str]
    joined: Counter[tuple[str, str]]
    idle: frozenset[str]


def ties(graph: Graph, families: Mapping[str | None, Sequence[ox.NamedNode]], words: Set[str]) -> Ties:
    """Return how the things of a graph hang together; `families` are the things by family.

    `words` are the IRIs of what the ontology describes: its terms, but also topics and the like, which are there
    whether or not the data is about them.
    """
    family = {node.value: name for name, things in families.items() if name is not None for node in things}
    degrees: Counter[str] = Counter()
    joined: Counter[tuple[str, str]] = Counter()
    for triple in graph.triples():
        object = triple.object
        if type(object) is not ox.NamedNode:
            continue
        subject = triple.subject
        if type(subject) is ox.NamedNode and subject.value in words:
            continue
        iri = object.value
        degrees[iri] += 1
        there = family.get(iri)
        if there is None:
            continue
        here = family.get(subject.value) if type(subject) is ox.NamedNode else None
        if here is not None and here != there:
            joined[here, there] += 1
    idle = (
        name
        for name, things in families.items()
        if name is not None and all(node.value in words and not degrees[node.value] for node in things)
    )
    return Ties(degrees, joined, frozenset(idle))
