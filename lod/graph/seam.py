"""The seam: what a graph can be asked, wherever its triples are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from lod.graph.store import Graph, Solutions, Subject, Term

if TYPE_CHECKING:
    # Whoever reads files has no use for HTTP.
    from lod.graph.remote.answers import Answered


class Queryable(Protocol):
    """A graph that can be asked by pattern and by SPARQL: `Graph` in memory, or `RemoteGraph` in a store."""

    def __len__(self) -> int: ...

    def __contains__(self, triple: ox.Triple) -> bool: ...

    def triples(
        self, subject: Subject | None = None, predicate: ox.NamedNode | None = None, object: Term | None = None
    ) -> Iterator[ox.Triple]:
        """Yield the triples that match; None matches anything."""

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        """Return what is said of a subject: values by the IRI of the property."""

    def things(self, base: str) -> list[ox.NamedNode]:
        """Return the IRIs below `base` that the graph says something of, sorted."""

    def query(
        self, text: str, *, base: str | None = None, prefixes: Mapping[str, str] | None = None
    ) -> Solutions | Answered:
        """Run a SPARQL 1.1 query and return its answer, which is read once."""

    def neighbourhood(self, nodes: Iterable[Subject], depth: int = 0, *, inverse: bool = False) -> Graph:
        """Return an embedded graph in which is, at least, all that is said around some nodes."""
