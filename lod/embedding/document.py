"""The document of a thing: a JSON-LD 1.1 tree in terms of schema.org, cut by kind and where it would go in circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
import pyoxigraph as ox

from lod.config import Shown
from lod.embedding.foreign import clashes, context
from lod.embedding.kinds import table
from lod.embedding.projection import Projector
from lod.embedding.tree import Met, Tree
from lod.errors import UnknownNode, nearest
from lod.graph import Graph, Resource
from lod.vocabulary import Vocabulary

CONTEXT = "https://schema.org"

#: How many things are remembered: people, places and bodies return in many documents.
REMEMBERED = 131_072

#: So many of them are remembered with all that the graph says of them; many such objects would busy the collector.
PROJECTED = 1_024


@dataclass(frozen=True, slots=True)
class Document:
    """The JSON-LD of one thing in one language, or of several (`node` is the first).

    `data` is its JSON, compact, in UTF-8.
    """

    node: ox.NamedNode
    language: str
    data: bytes

    @property
    def tree(self) -> dict[str, Any]:
        """The JSON as dictionaries and lists; each call gives a copy of its own."""
        tree: dict[str, Any] = orjson.loads(self.data)
        return tree


def document(
    graph: Graph,
    node: ox.NamedNode,
    *,
    vocabulary: Vocabulary,
    language: str,
    base: str,
    prefixes: Mapping[str, str] | None = None,
) -> Document:
    """Return the document of a node, its texts in `language` or else in the next language of the vocabulary.

    `base` is that of the workspace. With `prefixes`, terms of other vocabularies are in it too, as CURIEs, and a
    context that makes them valid. For many documents of one graph make one Embedder. Raises UnknownNode if the graph
    does not describe the node.
    """
    return Embedder(graph, vocabulary, language, base, prefixes=prefixes).document(node)


class Embedder:
    """Makes the documents of one graph in one language, and remembers what they share.

    `shown` says for kinds of things how much of them is shown, where it is not as usual. `prefixes` as for `document`.
    """

    def __init__(
        self,
        graph: Graph,
        vocabulary: Vocabulary,
        language: str,
        base: str,
        *,
        shown: Mapping[str, Shown] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._graph = graph
        self._vocabulary = vocabulary
        self._language = language
        self._base = base
        self._shown = shown or {}
        self._prefixes = prefixes
        self._projector = Projector(graph, vocabulary, language, table(self._shown), prefixes)
        # What is forgotten one by one makes room for the next; to forget all at once would busy the collector.
        self._project = lru_cache(PROJECTED)(self._projector.of)
        self._met: dict[str, Met] = {}

    def document(self, node: ox.NamedNode) -> Document:
        """Return the document of a node. Raises UnknownNode if the graph does not describe it."""
        projection = self._project(node)
        if not projection.known and next(self._graph.triples(node), None) is None:
            known = nearest(node.value, (thing.value for thing in self._graph.things(self._base)))
            remedy = f"Did you mean {known} ?" if known else "Name a thing that the data describes."
            raise UnknownNode(f"the graph says nothing of {node.value}", remedy=remedy)
        projector = self._projector
        tree = Tree(self._project, self._meet, projector.items, projector.incoming).whole(node, projection)
        data = orjson.dumps({"@context": CONTEXT, **tree})
        return Document(node, self._language, data if self._prefixes is None else self._with_context(node, data))

    def documents(self, nodes: Sequence[ox.NamedNode]) -> Document:
        """Return one document of all these nodes: of a single one as `document` does, of several as a graph.

        JSON-LD 1.1, section 4.9. Raises UnknownNode, and ValueError if there is no node.
        """
        return gathered([self.document(node) for node in dict.fromkeys(nodes)])

    def _meet(self, node: Resource) -> Met:
        known = self._met.get(node.value)
        if known is None:
            if len(self._met) >= REMEMBERED:
                self._met.clear()
            known = self._met[node.value] = Met(node, self._project(node))
        return known

    def _with_context(self, node: ox.NamedNode, data: bytes) -> bytes:
        assert self._prefixes is not None, "asked before"  # noqa: S101  # its type cannot say so
        tree = orjson.loads(data)
        if clash := clashes(tree, self._prefixes):
            # An IRI begins with a prefix as its scheme and would be read as a short name.
            others = {name: space for name, space in self._prefixes.items() if name not in clash}
            again = Embedder(
                self._graph, self._vocabulary, self._language, self._base, shown=self._shown, prefixes=others
            )
            return again.document(node).data
        used = context(tree, self._prefixes)
        return orjson.dumps({**tree, "@context": [CONTEXT, used] if used else CONTEXT})


def gathered(documents: Sequence[Document]) -> Document:
    """Return one document in place of several: as it is if there is but one, else with all in its `@graph`."""
    first, *others = documents
    if not others:
        return first
    trees = [document.tree for document in documents]
    contexts: list[Any] = []
    for tree in trees:
        own = tree.pop("@context")
        contexts += [part for part in (own if isinstance(own, list) else [own]) if part not in contexts]
    whole = {"@context": contexts[0] if len(contexts) == 1 else contexts, "@graph": trees}
    return Document(first.node, first.language, orjson.dumps(whole))
