"""The one call for content systems: a graph and a node in, a document out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.config import DEFAULT_BASE, Shown, builtin
from lod.embedding.document import Document, Embedder
from lod.embedding.foreign import usable
from lod.graph import Graph
from lod.terms import ONTOLOGY, PREFIXES
from lod.vocabulary import Vocabulary

if TYPE_CHECKING:
    import rdflib


def embed(
    graph: Graph | rdflib.Graph,
    node: str | Sequence[str],
    *,
    language: str = "de",
    languages: Sequence[str] = ("de", "en"),
    base: str = DEFAULT_BASE,
    ontology: Sequence[Path] = (),
    shown: Mapping[str, Shown] | None = None,
    all_terms: bool = False,
) -> Document:
    """Return the schema.org document of a node, or one of several nodes, for a web page.

    `graph` is a graph of ours or rdflib's, `node` an IRI; texts are in `language`, else in the first of `languages`
    that there is. Own terms are understood from the RDF files of `ontology` besides the built-in ones below `base`.
    `shown` says how much of which kind is shown, by names of schema.org's classes. With `all_terms`, terms of other
    vocabularies are there too. For many documents of one graph make one Embedder. Raises UnknownNode if the graph does
    not describe a node.
    """
    known = graph if isinstance(graph, Graph) else Graph.from_rdflib(graph)
    vocabulary = _vocabulary((builtin("ontology"), *ontology), base, tuple(languages))
    prefixes = usable({**PREFIXES, "onto": base + ONTOLOGY}) if all_terms else None
    embedder = Embedder(known, vocabulary, language, base, shown=shown, prefixes=prefixes)
    return embedder.documents([ox.NamedNode(iri) for iri in ([node] if isinstance(node, str) else node)])


@lru_cache(4)
def _vocabulary(ontology: tuple[Path, ...], base: str, languages: tuple[str, ...]) -> Vocabulary:
    return Vocabulary.load(ontology, base, languages)
