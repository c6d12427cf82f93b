"""The judge of documents: PyLD expands them, and every statement is looked for in the graph.

It shares no code with what it judges: it asks for one triple of the graph that each statement follows from.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pyoxigraph as ox
from pyld import jsonld

from lod.graph import Graph, Resource, Term
from lod.terms import RDF, RDF_TYPE, RDFS, SCHEMA, SCHEMA_HTTP, SKOS
from lod.vocabulary import Vocabulary, facts

CONTEXT = "https://schema.org"

_SAME = {
    f"{SKOS}Concept": f"{SCHEMA}DefinedTerm",
    f"{SKOS}prefLabel": f"{SCHEMA}name",
    f"{SKOS}definition": f"{SCHEMA}description",
    f"{RDFS}label": f"{SCHEMA}name",
}


@cache
def context() -> dict[str, Any]:
    """Return a stand-in for schema.org's context: its vocabulary, and links for what takes addresses and no text.

    As in schema.org's own, what takes other things only is no link (`"subEvent": {"@id": "schema:subEvent"}`): its text
    stays text. Members of enumerations are links here, since all who read them take them so.
    """
    links = {f"{SCHEMA}URL", f"{SCHEMA}Enumeration"}
    below = {iri for iri, fact in facts().items() if fact.kind == "class" and f"{SCHEMA}Enumeration" in _up(iri)}
    return {"@vocab": SCHEMA} | {
        iri.removeprefix(SCHEMA): {"@id": iri, "@type": "@id"}
        for iri, fact in facts().items()
        if fact.kind == "property" and f"{SCHEMA}Text" not in fact.ranges and (links | below).intersection(fact.ranges)
    }


def _up(iri: str) -> set[str]:
    above = facts()[iri].above if iri in facts() else ()
    return {*above, *(up for each in above for up in _up(each))}


def _load(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    if url != CONTEXT:
        raise AssertionError(f"a document may name no other context: {url}")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": context()},
    }


def expand(tree: dict[str, Any]) -> dict[str, Any]:
    """Return the one node object that a document expands to."""
    # Without a base, a text where schema.org takes links only stays what it is.
    (top,) = jsonld.expand(tree, {"documentLoader": _load, "expandContext": {"@base": None}})
    assert isinstance(top, dict)
    return top


def unfounded(graph: Graph, vocabulary: Vocabulary, top: dict[str, Any]) -> list[str]:
    """Return the statements of an expanded document that do not follow from the graph."""
    return list(_Judge(graph, vocabulary).faults(top, ox.NamedNode(top["@id"])))


class _Judge:
    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        self._graph = graph
        self._vocabulary = vocabulary

    def faults(self, thing: dict[str, Any], node: Resource) -> list[str]:
        stated = [(triple.predicate.value, triple.object) for triple in self._graph.triples(node)]
        found = []
        for key, values in thing.items():
            if key == "@id":
                if isinstance(node, ox.NamedNode) and values != node.value:
                    found.append(f"{node} is not {values}")
                continue
            predicate, wanted = (RDF_TYPE, values) if key == "@type" else (key, values)
            for value in wanted:
                stands = any(self._follows(predicate, value, iri, term) for iri, term in stated)
                if not stands and not self._follows_inversely(predicate, value, node):
                    found.append(f"{node} {key} {value}")
        return found

    def _follows(self, predicate: str, value: Any, iri: str, term: Term) -> bool:
        if predicate == RDF_TYPE:
            return iri == RDF_TYPE and isinstance(term, ox.NamedNode) and value in self._implied(term.value)
        if predicate == f"{SCHEMA}inLanguage" and isinstance(term, ox.Literal) and term.language == value.get("@value"):
            return True
        return predicate in self._implied(iri) and self._same(value, term)

    def _follows_inversely(self, predicate: str, value: Any, node: Resource) -> bool:
        fact = facts().get(predicate)
        if fact is None or fact.inverse is None or "@id" not in value or value["@id"].startswith("_:"):
            return False
        other = ox.NamedNode(value["@id"])
        said = any(fact.inverse in self._implied(t.predicate.value) for t in self._graph.triples(other, None, node))
        return said and not (len(value) > 1 and self.faults(value, other))

    def _implied(self, iri: str) -> set[str]:
        iri = iri.replace(SCHEMA_HTTP, SCHEMA)
        return {iri, *self._vocabulary.above(iri), *([_SAME[iri]] if iri in _SAME else [])}

    def _same(self, value: Any, term: Term) -> bool:
        if "@list" in value:
            return self._lists(value["@list"], term)
        if "@value" in value:
            return isinstance(term, ox.Literal | ox.NamedNode) and _equal(value["@value"], term.value)
        if isinstance(term, ox.Literal):
            # A text where schema.org takes links only: the context makes it one.
            return bool(value.get("@id") == term.value)
        if isinstance(term, ox.NamedNode):
            same = value.get("@id", "") == term.value.replace(SCHEMA_HTTP, SCHEMA) or value.get("@id") == term.value
            return same and not (len(value) > 1 and self.faults(value, term))
        return (
            isinstance(term, ox.BlankNode) and value.get("@id", "_:").startswith("_:") and not self.faults(value, term)
        )

    def _lists(self, items: list[Any], head: Term) -> bool:
        if not items:
            return head == ox.NamedNode(f"{RDF}nil")
        said = (
            {t.predicate.value: t.object for t in self._graph.triples(head)} if isinstance(head, ox.BlankNode) else {}
        )
        first, rest = said.get(f"{RDF}first"), said.get(f"{RDF}rest")
        return first is not None and rest is not None and self._same(items[0], first) and self._lists(items[1:], rest)


def _equal(value: Any, text: str) -> bool:
    if isinstance(value, bool):
        return text in (("true", "1") if value else ("false", "0"))
    if isinstance(value, int | float):
        return float(text) == value
    return bool(value == text or value == text.replace(SCHEMA_HTTP, SCHEMA))
