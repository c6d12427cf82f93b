"""What is published: the data, its words, and where each thing has its page. Read-only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from lod import source
from lod.config import Config
from lod.graph import Graph, Names, describe
from lod.publishing import strings
from lod.publishing.kinds import FAMILIES, Kinds
from lod.publishing.paths import Paths
from lod.publishing.strings import Strings
from lod.terms import ONTOLOGY, OWL, RDF_TYPE, SCHEMA, SH, shorten
from lod.vocabulary import Vocabulary, facts

SHAPES = "shapes"

_INVERSE_OF = tuple(ox.NamedNode(iri) for iri in (f"{OWL}inverseOf", f"{SCHEMA}inverseOf"))


@dataclass(frozen=True)
class Site:
    """A site to be: the settings, the graph of data and ontology, the vocabulary, and where the site will stand.

    `base_url` stands in the place of the base in the addresses of pages; the IRIs of the data stay as they are.
    """

    config: Config
    graph: Graph
    vocabulary: Vocabulary
    base_url: str

    @cached_property
    def things(self) -> list[ox.NamedNode]:
        """The things under the base that have a page as data, sorted: all but the terms of the ontology."""
        terms = self.vocabulary.terms
        return [node for node in self.graph.things(self.config.base) if node.value not in terms]

    @cached_property
    def terms(self) -> list[ox.NamedNode]:
        """The own terms under the base, sorted, without the ontology itself."""
        header = self.config.base + ONTOLOGY.rstrip("/")
        base = self.config.base
        return [ox.NamedNode(iri) for iri in sorted(self.vocabulary.terms) if iri.startswith(base) and iri != header]

    @cached_property
    def shapes(self) -> Graph:
        """The graph of the shapes. Raises SourceError where a file cannot be read."""
        return Graph.load(source.find(self.config.shapes), self.config.base)

    @cached_property
    def node_shapes(self) -> list[ox.NamedNode]:
        """The node shapes that have an IRI under the base, sorted."""
        found = self.shapes.triples(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{SH}NodeShape"))
        nodes = {t.subject for t in found if isinstance(t.subject, ox.NamedNode)}
        return sorted((n for n in nodes if n.value.startswith(self.config.base)), key=lambda node: node.value)

    @cached_property
    def paths(self) -> Paths:
        """The path of each page, without suffix, by the IRI of what it shows."""
        base = self.config.base
        pages = (*self.things, *self.terms, *self.node_shapes)
        return Paths((node.value for node in pages), base, own=(base + ONTOLOGY.rstrip("/"), base + SHAPES))

    @cached_property
    def names(self) -> Names:
        return Names(self.graph, self.config.languages)

    @cached_property
    def kinds(self) -> Kinds:
        return Kinds(self.graph, self.vocabulary)

    @cached_property
    def strings(self) -> dict[str, Strings]:
        """What pages say, by language."""
        return {tag: strings.load(tag, self.config.templates) for tag in self.config.languages}

    @cached_property
    def families(self) -> dict[str | None, list[ox.NamedNode]]:
        """The things by the class under which they are listed: families in their order, then the larger ones first."""
        found: dict[str | None, list[ox.NamedNode]] = {}
        for node in self.things:
            found.setdefault(self.kinds.family(node), []).append(node)
        places = {iri: place for place, (iri, _) in enumerate(FAMILIES)}
        keys = sorted(found, key=lambda iri: (places.get(iri or "", len(places)), -len(found[iri]), iri or ""))
        return {iri: found[iri] for iri in keys}

    @cached_property
    def lists(self) -> dict[str | None, str]:
        """The path of the list of each family, below `index/`: after the class's prefixed name where it has one."""
        short = {iri: (shorten(iri or "", self.config.prefixes) or "").replace(":", "-") for iri in self.families}
        count = Counter(short.values())
        # With a blank in it, what stands for the base is the beginning of no IRI.
        keys = {
            iri: f"list of {name}" if name and count[name] == 1 else iri or "list of " for iri, name in short.items()
        }
        paths = Paths(keys.values(), "list of ")
        return {iri: f"index/{paths[key]}" for iri, key in keys.items()}

    @cached_property
    def degrees(self) -> Counter[str]:
        """How many statements point to each thing."""
        return Counter(t.object.value for t in self.graph.triples() if isinstance(t.object, ox.NamedNode))

    def inverses(self, iri: str) -> tuple[str, ...]:
        """Return the properties that say the same in the other direction, by schema.org or by the ontology."""
        if iri not in self._inverses:
            node, graph = ox.NamedNode(iri), self.vocabulary.graph
            known = facts().get(iri)
            found: set[object] = {ox.NamedNode(known.inverse)} if known and known.inverse else set()
            for predicate in _INVERSE_OF:
                found.update(t.object for t in graph.triples(node, predicate))
                found.update(t.subject for t in graph.triples(None, predicate, node))
            self._inverses[iri] = tuple(sorted(term.value for term in found if isinstance(term, ox.NamedNode)))
        return self._inverses[iri]

    @cached_property
    def _inverses(self) -> dict[str, tuple[str, ...]]:
        return {}

    def suffix(self, language: str) -> str:
        """Return what stands behind the path of a page in this language; the default language has the short one."""
        return ".html" if language == self.config.language else f".{language.lower()}.html"

    def data(self) -> Iterator[ox.Triple]:
        """Yield the triples of the dataset: all but what the ontology says of terms."""
        base, terms = self.config.base, self.vocabulary.terms
        described = {t.subject for t in self.vocabulary.graph.triples() if isinstance(t.subject, ox.NamedNode)}
        words = [node for node in described if node.value in terms or not node.value.startswith(base)]
        excluded = {node for word in words for node in (word, *describe(self.graph, word).nested)}
        return (triple for triple in self.graph.triples() if triple.subject not in excluded)
