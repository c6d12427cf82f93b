"""How things hang together: what the start page shows of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.publishing.site.survey import Survey


@dataclass(frozen=True, slots=True)
class Ties:
    """How many statements point to each node, by IRI, and how many from a thing of one family to one of another."""

    degrees: Mapping[str, int]
    joined: Mapping[tuple[str, str], int]


def ties(survey: Survey, families: Mapping[str | None, Iterable[ox.NamedNode]]) -> Ties:
    """Return how the things of a graph hang together; `families` are the things by family."""
    family = {node.value: name for name, things in families.items() if name is not None for node in things}
    counted = Counter(survey.links(family))
    joined = {(here, there): n for (here, there), n in counted.items() if here and there and here != there}
    return Ties(survey.degrees, joined)
