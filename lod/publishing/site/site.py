"""What is published: the data, its words, and where each thing has its page. Read-only."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod import source
from lod.config import Config
from lod.graph import Graph, Names, describe
from lod.publishing.site import strings
from lod.publishing.site.catalogue import AtHand, Catalogue, Tabled
from lod.publishing.site.dating import committed, stated
from lod.publishing.site.kinds import FAMILIES, Kinds
from lod.publishing.site.paths import Paths, quoted
from lod.publishing.site.reads import ALL, FEW, KEPT, Kept, Reads, Watched, WatchedNames
from lod.publishing.site.reads import FAMILIES as FAMILIES_READ
from lod.publishing.site.standing import Standing
from lod.publishing.site.strings import Strings
from lod.publishing.site.survey import Survey, survey
from lod.publishing.site.ties import Ties, ties
from lod.terms import ONTOLOGY, OWL, RDF_TYPE, SCHEMA, SH, shorten
from lod.vocabulary import Vocabulary, facts

if TYPE_CHECKING:
    from lod.validation import Report

SHAPES = "shapes"

_INVERSE_OF = tuple(ox.NamedNode(iri) for iri in (f"{OWL}inverseOf", f"{SCHEMA}inverseOf"))


@dataclass(frozen=True)
class Site:
    """A site to be: the settings, the graph of data and ontology, the vocabulary, and where the site will stand.

    The graph becomes a watched one. `base_url` stands in the place of the base in the addresses of pages; the IRIs of
    the data stay as they are. `searched` says whether the pages will have a search; `report` is what a validation
    found, if there was one. `standing` is what somebody has found out of things before.
    """

    config: Config
    graph: Graph
    vocabulary: Vocabulary
    base_url: str
    searched: bool = False
    report: Report | None = None
    standing: Standing = field(default_factory=Standing)

    def __post_init__(self) -> None:
        if not isinstance(self.graph, Watched):
            object.__setattr__(self, "graph", Watched(self.graph, Reads(KEPT if self.graph.at_hand else FEW)))

    @property
    def things(self) -> Sequence[ox.NamedNode]:
        """The things under the base that have a page as data, sorted: all but the terms of the ontology."""
        return self._catalogue.things

    @cached_property
    def _catalogue(self) -> Catalogue:
        base, terms = self.config.base, self.vocabulary.terms
        if "survey" not in vars(self):
            return AtHand([node for node in self.graph.things(base) if node.value not in terms], None)
        # A build has gone through all statements already.
        said = self.survey.said.numbered()
        found = ((number, iri) for number, iri, _ in said if iri.startswith(base) and iri not in terms)
        if self.plain.at_hand:
            return AtHand([ox.NamedNode(iri) for _, iri in found], self.survey)
        return Tabled(self.survey, array("I", (number for number, _ in found)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The IRIs of the words that the data is said in, which are no part of it."""
        base, terms = self.config.base, self.vocabulary.terms
        described = {t.subject.value for t in self.vocabulary.graph.triples() if isinstance(t.subject, ox.NamedNode)}
        return terms | {iri for iri in described if not iri.startswith(base)}

    @cached_property
    def terms(self) -> list[ox.NamedNode]:
        """The own terms under the base, sorted, without the ontology itself."""
        header = self.config.base + ONTOLOGY.rstrip("/")
        base = self.config.base
        return [ox.NamedNode(iri) for iri in sorted(self.vocabulary.terms) if iri.startswith(base) and iri != header]

    @cached_property
    def shapes(self) -> Graph:
        """The graph of the shapes, without those of profiles. Raises SourceError where a file cannot be read."""
        from lod.validation.profiles import holds  # here, since only a whole site needs it

        files = [file for file in source.find(self.config.shapes) if not holds(file, self.config.shapes)]
        return Graph.load(files, self.config.base)

    @cached_property
    def node_shapes(self) -> list[ox.NamedNode]:
        """The node shapes that have an IRI under the base, sorted."""
        found = self.shapes.triples(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{SH}NodeShape"))
        nodes = {t.subject for t in found if isinstance(t.subject, ox.NamedNode)}
        return sorted((n for n in nodes if n.value.startswith(self.config.base)), key=lambda node: node.value)

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The path of each page, without suffix, by the IRI of what it shows."""
        base, others = self.config.base, (*self.terms, *self.node_shapes)
        own = (base + ONTOLOGY.rstrip("/"), base + SHAPES)
        return self._catalogue.paths([node.value for node in others], base, own)

    @property
    def reads(self) -> Reads:
        """What has been read of the graph."""
        return self._watched.reads

    @property
    def _watched(self) -> Watched:
        assert isinstance(self.graph, Watched), "seen to at the beginning"  # noqa: S101  # its type cannot say so
        return self.graph

    @property
    def plain(self) -> Graph:
        """The graph itself: what is asked of it is not noted."""
        return self._watched.plain

    @cached_property
    def survey(self) -> Survey:
        """What the graph is made of."""
        return survey(self.graph, self.words)

    @cached_property
    def names(self) -> Names:
        return WatchedNames(self._watched, self.config.languages)

    @cached_property
    def kinds(self) -> Kinds:
        return Kinds(self.plain, self.vocabulary, self.reads, self.standing.types)

    @cached_property
    def strings(self) -> dict[str, Strings]:
        """What pages say, by language."""
        return {tag: strings.load(tag, self.config.templates) for tag in self.config.languages}

    @property
    def families(self) -> dict[str | None, Sequence[ox.NamedNode]]:
        """The things by the class under which they are listed: families in their order, then the larger ones first.

        Only which classes there are counts as read; who goes through the things of one notes `reads.members`.
        """
        self.reads.note(FAMILIES_READ)
        return self._families

    @cached_property
    def _families(self) -> dict[str | None, Sequence[ox.NamedNode]]:
        found = self._catalogue.families(self.kinds)
        places = {iri: place for place, (iri, _) in enumerate(FAMILIES)}
        keys = sorted(found, key=lambda iri: (places.get(iri or "", len(places)), -len(found[iri]), iri or ""))
        return {iri: found[iri] for iri in keys}

    @property
    def lists(self) -> dict[str | None, str]:
        """The path of the list of each family, below `index/`: after the class's prefixed name where it has one."""
        self.reads.note(FAMILIES_READ)
        return self._lists

    @cached_property
    def _lists(self) -> dict[str | None, str]:
        short = {iri: (shorten(iri or "", self.config.prefixes) or "").replace(":", "-") for iri in self.families}
        count = Counter(short.values())
        # With a blank in it, what stands for the base is the beginning of no IRI.
        keys = {
            iri: f"list of {name}" if name and count[name] == 1 else iri or "list of " for iri, name in short.items()
        }
        paths = Paths(keys.values(), "list of ")
        return {iri: f"index/{paths[key]}" for iri, key in keys.items()}

    @property
    def ties(self) -> Ties:
        """How the things hang together."""
        self.reads.note(ALL)
        return self._ties

    @cached_property
    def _ties(self) -> Ties:
        words = {t.subject.value for t in self.vocabulary.graph.triples() if isinstance(t.subject, ox.NamedNode)}
        return ties(self.survey, self._families, words)

    @cached_property
    def commits(self) -> Mapping[str, datetime]:
        """When the files that hold things were last committed, by the IRI of the thing."""
        return committed(self.config.root, self.config.data, self.config.base)

    def date(self, node: ox.NamedNode) -> datetime | None:
        """Return when a thing was changed or published, else when its file was last committed, else None."""
        iri = node.value
        self.reads.note(iri)
        if "_all_dates" in vars(self) and iri in self.paths and iri not in self.vocabulary.terms:
            return self._all_dates.get(iri)
        if iri not in self._dates:
            self._dates[iri] = stated(self.plain, node) or self.commits.get(iri)
        return self._dates[iri]

    @property
    def dates(self) -> Mapping[str, datetime]:
        """When each of the things was changed, by IRI, as far as it is known: found out at once."""
        self.reads.note(ALL)
        return self._all_dates

    @cached_property
    def _all_dates(self) -> Mapping[str, datetime]:
        return self._catalogue.dates(self.plain, self.commits)

    @property
    def newest(self) -> datetime | None:
        """Return when the newest thing was changed, None if none is dated."""
        self.reads.note(ALL)
        return self._newest

    @cached_property
    def _newest(self) -> datetime | None:
        return max((when for _, when in self._all_dates.items()), default=None)

    @cached_property
    def _dates(self) -> dict[str, datetime | None]:
        return {}

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

    @cached_property
    def branches(self) -> Kept[tuple[str, tuple[str, ...]], tuple[ox.NamedNode, ...]]:
        """What stands next to things in one direction of a tree, by IRI and properties: kept by `tree`."""
        return Kept(self.reads)

    @cached_property
    def ways(self) -> Kept[tuple[str, str | None], tuple[tuple[str, str], ...]]:
        """The way from the start page to the list of a family, by language and family: kept by `embedded`."""
        return Kept(self.reads)

    @cached_property
    def outgoing(self) -> Kept[str, frozenset[str]]:
        """What things point to: kept by `around`."""
        return Kept(self.reads)

    @cached_property
    def constraints(self) -> dict[str, list[ox.NamedNode]]:
        """The node shapes that say something of the things of a class or of the values of a property, by its IRI."""
        shapes, found = self.shapes, defaultdict[str, set[ox.NamedNode]](set)
        for node in self.node_shapes:
            stated = [t.object for t in shapes.triples(node, ox.NamedNode(f"{SH}targetClass"))]
            for triple in shapes.triples(node, ox.NamedNode(f"{SH}property")):
                if not isinstance(triple.object, ox.Literal | ox.Triple):
                    stated += [t.object for t in shapes.triples(triple.object, ox.NamedNode(f"{SH}path"))]
            for term in stated:
                if isinstance(term, ox.NamedNode):
                    found[term.value].add(node)
        return {iri: sorted(nodes, key=lambda node: node.value) for iri, nodes in found.items()}

    def address(self, path: str, language: str) -> str:
        """Return the address of the page at a path in a language, where the site will stand."""
        return f"{self.base_url}{quoted(path)}{self.suffix(language)}"

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
