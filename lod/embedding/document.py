"""The document of a thing: a JSON-LD 1.1 tree in terms of schema.org, cut by kind and where it would go in circles."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

import orjson
import pyoxigraph as ox

from lod.embedding.projection import Projection, Projector, Statement
from lod.embedding.values import Scalar
from lod.errors import UnknownNode, nearest
from lod.graph import Graph, Resource
from lod.graph.resource import DEPTH
from lod.vocabulary import Vocabulary

CONTEXT = "https://schema.org"

Json = Scalar | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Document:
    """The JSON-LD of one thing in one language."""

    node: ox.NamedNode
    language: str
    tree: dict[str, Json]


def document(graph: Graph, node: ox.NamedNode, *, vocabulary: Vocabulary, language: str, base: str) -> Document:
    """Return the document of a node, its texts in `language` or else in the next language of the vocabulary.

    `base` is that of the workspace. For many documents of one graph make one Embedder. Raises UnknownNode if the graph
    does not describe the node.
    """
    return Embedder(graph, vocabulary, language, base).document(node)


class Embedder:
    """Makes the documents of one graph in one language, and remembers what they share."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary, language: str, base: str) -> None:
        self._graph = graph
        self._projector = Projector(graph, vocabulary, language)
        self._language = language
        self._base = base

    def document(self, node: ox.NamedNode) -> Document:
        """Return the document of a node. Raises UnknownNode if the graph does not describe it."""
        projection = self._projector.of(node)
        if not projection and next(self._graph.triples(node), None) is None:
            known = nearest(node.value, (thing.value for thing in self._graph.things(self._base)))
            remedy = f"Did you mean {known} ?" if known else "Name a thing that the data describes."
            raise UnknownNode(f"the graph says nothing of {node.value}", remedy=remedy)
        tree = _Tree(self._projector).thing(node, projection, projection.kind.own)
        return Document(node, self._language, {"@context": CONTEXT, **tree})


class _Tree:
    """The building of one document: what has been shown so far, and the way down to where it is now."""

    def __init__(self, projector: Projector) -> None:
        self._of = projector.of
        self._path: dict[Resource, None] = {}
        self._shown: dict[Resource, int] = {}
        self._labels: dict[Resource, str] = {}

    def thing(self, node: Resource, projection: Projection, level: int) -> dict[str, Json]:
        """Return a thing with `level` more levels of links, or as a card if there are none."""
        self._shown[node] = level
        self._path[node] = None
        tree = self._head(node, projection)
        kind = projection.kind
        whole = level > 0 or kind.whole or isinstance(node, ox.BlankNode)
        below = level if kind.whole else level - 1
        for statement in projection.statements:
            if whole or statement is projection.name or statement.key in kind.card:
                values: list[Json] = [*statement.values]
                if statement.links:
                    values += self._links(statement, below)
                if values:
                    tree[statement.key] = _one_or_list(values)
        del self._path[node]
        return tree

    def _head(self, node: Resource, projection: Projection) -> dict[str, Json]:
        tree: dict[str, Json] = {}
        if projection.types:
            tree["@type"] = _one_or_list([*projection.types])
        if isinstance(node, ox.NamedNode):
            tree["@id"] = node.value
        elif projection.shared:
            tree["@id"] = self._labels.setdefault(node, f"_:b{len(self._labels)}")
        return tree

    def _links(self, statement: Statement, level: int) -> list[Json]:
        found: list[tuple[float, bytes, Json]] = []
        several = len(statement.links) > 1
        for link in statement.links:
            projection = self._of(link)
            value = self._link(link, projection, level, statement.bare)
            if value is not None:
                # Things stand in their own order, else by IRI; blank nodes, which have no lasting name, by content.
                content = orjson.dumps(value) if several and isinstance(link, ox.BlankNode) else b""
                found.append((projection.position, content, value))
        if several:
            found.sort(key=itemgetter(0, 1))
        return [value for _, _, value in found]

    def _link(self, node: Resource, projection: Projection, level: int, bare: bool) -> Json | None:
        blank = isinstance(node, ox.BlankNode)
        if not projection:
            return None if blank else node.value if bare else {"@id": node.value}
        if node in self._path:
            return {"@id": self._labels[node] if blank else node.value}
        level = min(projection.kind.linked, level)
        shown = self._shown.get(node, level - 1) >= level
        nested = level >= 0 or projection.kind.whole or blank
        if shown or not nested or len(self._path) >= DEPTH:
            return self._mention(node, projection) or None
        return self.thing(node, projection, level) or None

    def _mention(self, node: Resource, projection: Projection) -> dict[str, Json]:
        tree = self._head(node, projection)
        if projection.name is not None:
            tree[projection.name.key] = _one_or_list([*projection.name.values])
        return tree


def _one_or_list(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values
