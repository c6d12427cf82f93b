"""How things hang together: what the start page shows of the whole."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import pyoxigraph as ox

from lod.publishing.columns.numbers import Numbers
from lod.publishing.columns.table import Column
from lod.publishing.site.nodes import Nodes
from lod.publishing.site.survey import Survey


@dataclass(frozen=True, slots=True)
class Ties:
    """How many statements point to each node, by IRI, and how many from a thing of one family to one of another.

    What the ontology says does not count. `idle` are the families of which it speaks alone.
    """

    degrees: Mapping[str, int]
    joined: Mapping[tuple[str, str], int]
    idle: frozenset[str]


def ties(survey: Survey, families: Mapping[str | None, Sequence[ox.NamedNode]], words: Set[str]) -> Ties:
    """Return how the things of a graph hang together; `families` are the things by family.

    `words` are the IRIs of what the ontology describes: its terms, but also topics and the like, which are there
    whether or not the data is about them.
    """
    iris, degrees = survey.iris, array("I", survey.degrees.values_by_number)
    said = {number for word in words if (number := iris.number(word)) is not None}
    # Of each IRI the place of its family among all, counted from one.
    kinds, names = array("I", bytes(4 * len(iris))), list(families)
    for kind, things in enumerate(families.values(), start=1):
        for number in things.places if isinstance(things, Nodes) else map(iris.number, (node.value for node in things)):
            if number is not None:
                kinds[number] = kind if names[kind - 1] else 0
    pairs = Counter[tuple[int, int]]()
    for here, there in survey.links():
        if here in said:
            degrees[there] -= 1
        elif (one := kinds[here]) and (other := kinds[there]) and one != other:
            pairs[one, other] += 1
    joined = {(names[one - 1] or "", names[other - 1] or ""): count for (one, other), count in pairs.items()}
    counted = Column(iris, Numbers("I", degrees), bytes(map(bool, degrees)))
    idle = (
        name
        for name, things in families.items()
        if name is not None and all(node.value in words and node.value not in counted for node in things)
    )
    return Ties(counted, joined, frozenset(idle))
