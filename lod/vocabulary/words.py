"""The words and the order of the terms that the data uses, from the ontology files and schema.org's facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod import source
from lod.graph import Graph, Name
from lod.graph.names import choose
from lod.terms import ONTOLOGY, RDF_TYPE, RDFS, SCHEMA, SCHEMA_HTTP, SKOS, local_name
from lod.vocabulary.facts import facts

LABEL = f"{RDFS}label"
DEFINITION = f"{SKOS}definition"
SUBCLASS = f"{RDFS}subClassOf"
SUBPROPERTY = f"{RDFS}subPropertyOf"

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Vocabulary:
    """The terms of a workspace: those of its ontology files, and schema.org's."""

    def __init__(self, graph: Graph, base: str, languages: Sequence[str]) -> None:
        self.graph = graph
        self.base = base
        self.languages = tuple(languages)
        self._labels: dict[tuple[str, str, str], Name | None] = {}
        self._above: dict[str, tuple[str, ...]] = {}

    @classmethod
    def load(cls, paths: Iterable[Path], base: str, languages: Sequence[str]) -> Vocabulary:
        """Read the ontology files below `paths`. Raises SourceError as `Graph.load` does."""
        return cls(Graph.load(source.find(paths), base), base, languages)

    def label(self, iri: str, language: str) -> Name:
        """Return what a class or property is called on a page; without a label, its local name in words."""
        return self._text(iri, LABEL, language) or self._words(iri)

    def inverse_label(self, iri: str, language: str) -> Name:
        """Return what heads the things that point to another by this property."""
        return self._text(iri, f"{self.base}{ONTOLOGY}inverseLabel", language) or self.label(iri, language)

    def plural_label(self, iri: str, language: str) -> Name:
        """Return what heads a list of things of this class."""
        return self._text(iri, f"{self.base}{ONTOLOGY}pluralLabel", language) or self.label(iri, language)

    def definition(self, iri: str, language: str) -> Name | None:
        """Return the definition of a term of the ontology, if it has one."""
        return self._text(iri, DEFINITION, language)

    def has_label(self, iri: str, language: str) -> bool:
        """Tell whether a term is labelled in exactly this language."""
        found = self._text(iri, LABEL, language)
        return found is not None and found.language == language

    def above(self, iri: str) -> tuple[str, ...]:
        """Return all superclasses or superproperties of a term, the nearest first, without itself."""
        if iri not in self._above:
            found: dict[str, None] = {}
            level = [iri]
            while level:
                level = [up for term in level for up in self._directly_above(term) if up not in found and up != iri]
                found.update(dict.fromkeys(level))
            self._above[iri] = tuple(found)
        return self._above[iri]

    def is_a(self, types: Iterable[str], wanted: str) -> bool:
        """Tell whether one of the classes `types` is `wanted` or stands below it."""
        return any(iri == wanted or wanted in self.above(iri) for iri in types)

    def most_specific(self, types: Iterable[str]) -> str | None:
        """Return the class of `types` that stands lowest: the deepest, own terms before others; None without types."""
        known = set(types)
        lowest = [iri for iri in known if not any(iri in self.above(other) for other in known if other != iri)]
        return min(lowest, key=lambda iri: (not iri.startswith(self.base), -len(self.above(iri)), iri), default=None)

    def hierarchy(self, classes: Iterable[str]) -> Iterator[ox.Triple]:
        """Yield the rdfs:subClassOf triples that lead upwards from these classes, as SHACL's sh:class needs them."""
        subclass = ox.NamedNode(SUBCLASS)
        wanted = {up for iri in classes for up in (iri, *self.above(iri))}
        for iri in sorted(wanted):
            for up in self._directly_above(iri):
                yield ox.Triple(ox.NamedNode(iri), subclass, ox.NamedNode(up))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The IRIs of what the ontology files define as terms, not as things such as topics."""
        kinds = {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology", "Property"}
        return frozenset(
            t.subject.value
            for t in self.graph.triples(None, ox.NamedNode(RDF_TYPE))
            if isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
            and local_name(t.object.value) in kinds
        )

    def _directly_above(self, iri: str) -> list[str]:
        node = ox.NamedNode(iri)
        stated = [
            t.object.value
            for predicate in (SUBCLASS, SUBPROPERTY)
            for t in self.graph.triples(node, ox.NamedNode(predicate))
            if isinstance(t.object, ox.NamedNode)
        ]
        known = facts().get(iri)
        return sorted({*stated, *(known.above if known and known.kind in ("class", "property") else ())})

    def _text(self, iri: str, predicate: str, language: str) -> Name | None:
        key = (iri, predicate, language)
        if key not in self._labels:
            iri = SCHEMA + iri.removeprefix(SCHEMA_HTTP) if iri.startswith(SCHEMA_HTTP) else iri
            found = [
                t.object
                for t in self.graph.triples(ox.NamedNode(iri), ox.NamedNode(predicate))
                if isinstance(t.object, ox.Literal)
            ]
            best = choose(found, (language, *self.languages))
            self._labels[key] = Name(best.value, best.language) if best else None
        return self._labels[key]

    @staticmethod
    def _words(iri: str) -> Name:
        words = _CAMEL.sub(" ", local_name(iri)).replace("_", " ").replace("-", " ").lower()
        return Name(words[:1].upper() + words[1:], "en" if iri.startswith((SCHEMA, SCHEMA_HTTP)) else None)
