"""How things hang together: what the start page shows of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import pyoxigraph as ox

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
    family = {node.value: name for name, things in families.items() if name is not None for node in things}
    degrees = Counter(survey.degrees) - Counter(there for said, there in survey.links(words.__contains__, str) if said)
    counted = Counter(survey.links(lambda iri: None if iri in words else family.get(iri), family.get))
    joined = {(here, there): n for (here, there), n in counted.items() if here and there and here != there}
    idle = (
        name
        for name, things in families.items()
        if name is not None and all(node.value in words and not degrees[node.value] for node in things)
    )
    return Ties(degrees, joined, frozenset(idle))
