"""The things that have pages, with what is known of all of them: where they stand, under which class, and since when.

Of a graph at hand that is in plain lists and dictionaries; of a store, in numbers of the table of all IRIs.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import pyoxigraph as ox

from lod.graph import Graph
from lod.publishing.site.dating import all_stated
from lod.publishing.site.kinds import Kinds
from lod.publishing.site.moments import Moments
from lod.publishing.site.nodes import Nodes
from lod.publishing.site.paths import Paths, Stems
from lod.publishing.site.survey import Survey


class Catalogue(Protocol):
    """What is known of the things of a site."""

    @property
    def things(self) -> Sequence[ox.NamedNode]:
        """All of them, sorted."""

    def paths(self, others: Iterable[str], base: str, own: Iterable[str]) -> Mapping[str, str]:
        """Return the stems of the files of things and others, as `Paths` has them."""

    def families(self, kinds: Kinds) -> Mapping[str | None, Sequence[ox.NamedNode]]:
        """Return things by the class under which they are listed."""

    def dates(self, graph: Graph, commits: Mapping[str, datetime]) -> Mapping[str, datetime]:
        """Return by the IRI of a thing when it was changed, else when its file was committed, as far as it is known."""


class AtHand:
    """The things of a graph in memory; the survey is asked for their classes, where there is one."""

    def __init__(self, things: Sequence[ox.NamedNode], survey: Survey | None) -> None:
        self.things = things
        self._survey = survey

    def paths(self, others: Iterable[str], base: str, own: Iterable[str]) -> Mapping[str, str]:
        return Paths((*(node.value for node in self.things), *others), base, own)

    def families(self, kinds: Kinds) -> Mapping[str | None, Sequence[ox.NamedNode]]:
        found: dict[str | None, list[ox.NamedNode]] = {}
        kinds.learn(self._survey.types() if self._survey else None)
        for node in self.things:
            found.setdefault(kinds.family(node), []).append(node)
        return found

    def dates(self, graph: Graph, commits: Mapping[str, datetime]) -> Mapping[str, datetime]:
        found = all_stated(graph, dict[str, datetime])
        dates = ((node.value, found.get(node.value) or commits.get(node.value)) for node in self.things)
        return {iri: when for iri, when in dates if when is not None}


class Tabled:
    """The things of a store, by their numbers in the table of a survey."""

    def __init__(self, survey: Survey, numbers: array[int]) -> None:
        self.things = Nodes(survey.iris, numbers)
        self._survey = survey

    def paths(self, others: Iterable[str], base: str, own: Iterable[str]) -> Mapping[str, str]:
        return Stems(self.things, others, base, own)

    def families(self, kinds: Kinds) -> Mapping[str | None, Sequence[ox.NamedNode]]:
        found: dict[str | None, array[int]] = {}
        classes = self._survey.classes()
        known = next(classes, None)
        for number in self.things.places:
            while known is not None and known[0] < number:
                known = next(classes, None)
            row = kinds.row(known[1]) if known is not None and known[0] == number else ()
            found.setdefault(kinds.family_of(row), array("I")).append(number)
        return {family: Nodes(self.things.iris, numbers) for family, numbers in found.items()}

    def dates(self, graph: Graph, commits: Mapping[str, datetime]) -> Mapping[str, datetime]:
        found = all_stated(graph, lambda: Moments(self.things))
        for iri, when in commits.items():
            found.setdefault(iri, when)
        return found
