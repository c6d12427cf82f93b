"""The embedded graph: triples in memory, found by pattern and asked by SPARQL 1.1 (pyoxigraph)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from lod import source

if TYPE_CHECKING:
    import rdflib

Subject = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Solutions = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_DEFAULT = ox.DefaultGraph()


class Graph:
    """A set of triples in memory.

    Like any store it may write a literal in another way than its file (`007` becomes `7`): what files say to the
    letter is read with `lod.source`.
    """

    #: Whether all of it is in memory, so that things may be kept there too.
    at_hand: bool = True

    def __init__(self, triples: Iterable[ox.Triple] = ()) -> None:
        self._store = ox.Store()
        self._store.extend(ox.Quad(*triple) for triple in triples)

    @classmethod
    def load(cls, files: Iterable[Path], base: str) -> Graph:
        """Load files into one graph; relative IRIs are resolved against `base`.

        Named graphs are merged into the one, since a union of named graphs would count a triple once for each.
        Raises SourceError with file, line and column; then nothing is returned.
        """
        graph = cls()
        graph.add_files(files, base)
        return graph

    def add_files(self, files: Iterable[Path], base: str) -> None:
        """Load further files, as `load` does; blank nodes of one file are never those of another."""
        for path in files:
            with source.translate(path):
                format = source.format_of(path)
                if format.supports_datasets:
                    quads = ox.parse(path=str(path), format=format, base_iri=base, rename_blank_nodes=True)
                    self._store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
                else:
                    self._store.load(path=str(path), format=format, base_iri=base)

    def add_ntriples(self, text: bytes) -> None:
        """Take in N-Triples; blank nodes get other names."""
        self._store.load(text, format=ox.RdfFormat.N_TRIPLES)

    @classmethod
    def from_rdflib(cls, graph: rdflib.Graph) -> Graph:
        """Take over the triples of an rdflib graph."""
        from lod.graph.ecosystem import from_rdflib

        return cls(from_rdflib(graph))

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples as an rdflib graph, for notebooks and other tools."""
        from lod.graph.ecosystem import to_rdflib

        return to_rdflib(self.triples())

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, triple: ox.Triple) -> bool:
        return ox.Quad(triple.subject, triple.predicate, triple.object) in self._store

    def triples(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
    ) -> Iterator[ox.Triple]:
        """Yield the triples that match; None matches anything. The order is the store's."""
        # There is but the default graph; to name it takes up to seven times as long.
        for quad in self._store.quads_for_pattern(subject, predicate, object):
            yield quad.triple

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        """Return what is said of a subject: values by the IRI of the property, in the order of the store."""
        stated: dict[str, list[Term]] = {}
        for quad in self._store.quads_for_pattern(subject, None, None):
            predicate = quad.predicate.value
            if predicate in stated:
                stated[predicate].append(quad.object)
            else:
                stated[predicate] = [quad.object]
        return stated

    def lines(self, take: Callable[[Iterable[bytes]], None]) -> None:
        """Hand out all statements as lines of N-Triples without their ends, some at a time, in the order of the store.

        What goes through all of them does it three times faster in this way than by `triples`.
        """
        self._store.dump(cast(IO[bytes], _Lines(take)), format=ox.RdfFormat.N_TRIPLES, from_graph=_DEFAULT)

    def things(self, base: str) -> list[ox.NamedNode]:
        """Return the IRIs below `base` that the graph says something of, sorted."""
        seen: dict[str, ox.NamedNode] = {}
        last: object = None
        for quad in self._store.quads_for_pattern(None, None, None):
            subject = quad.subject
            if subject != last and isinstance(subject, ox.NamedNode) and subject.value.startswith(base):
                seen[subject.value] = subject
            last = subject
        return [seen[iri] for iri in sorted(seen)]

    def query(
        self,
        text: str,
        *,
        base: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Solutions:
        """Run a SPARQL 1.1 query and return the engine's lazy answer.

        Raises SyntaxError with the engine's words; `lod.query` is what turns them into a message for people, gives
        variables their values, and refuses what must not run.
        """
        return self._store.query(text, base_iri=base, prefixes=dict(prefixes or {}))

    def neighbourhood(self, nodes: Iterable[Subject], depth: int = 0, *, inverse: bool = False) -> Graph:  # noqa: ARG002  # all is near here
        """Return this graph: an embedded graph in which is all that is said around some nodes."""
        return self


class _Lines:
    """A file that hands out the lines that are written to it."""

    def __init__(self, take: Callable[[Iterable[bytes]], None]) -> None:
        self._take = take
        self._rest: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._rest.append(content)
        # A long line comes in many pieces, which are put together once.
        if b"\n" in content:
            *whole, rest = b"".join(self._rest).split(b"\n")
            self._rest = [rest]
            self._take(whole)
        return len(content)

    def flush(self) -> None:
        """Do nothing: what is left is not a whole line yet."""
