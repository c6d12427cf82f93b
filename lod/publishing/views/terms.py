"""The pages of the ontology: all terms, and one for each, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from heapq import nsmallest
from typing import Any

import pyoxigraph as ox

from lod.graph import describe
from lod.publishing.site.site import Site
from lod.publishing.views import requirements
from lod.publishing.views.mentions import in_order
from lod.publishing.views.perspective import Entry, Fact, Perspective, Value
from lod.terms import OWL, RDF, RDF_TYPE, RDFS, SCHEMA, shorten

_CLASSES = {ox.NamedNode(f"{RDFS}Class"), ox.NamedNode(f"{OWL}Class")}
_TYPE = ox.NamedNode(RDF_TYPE)
_EXAMPLES = 5

# So many things are compared at once to find the first.
_LOOKED_AT = 1000


def overview(here: Perspective) -> dict[str, Any]:
    """Return what the page of the whole ontology shows: classes and properties with what they mean."""
    classes = {term for term in here.site.terms if _is_class(here.site, term)}
    say = here.strings.say
    groups = [
        (say["classes"], _entries(here, classes)),
        (say["properties"], _entries(here, set(here.site.terms) - classes)),
    ]
    return {
        "name": Value(say["terms"]),
        "paragraphs": [Value(say["terms_text"])],
        "groups": [(label, entries) for label, entries in groups if entries],
    }


def view(here: Perspective, term: ox.NamedNode) -> dict[str, Any]:
    """Return what the page of a term shows: meaning, what stands above and below it, where it belongs, examples."""
    site, say = here.site, here.strings.say
    vocabulary = site.vocabulary
    meaning = vocabulary.definition(term.value, here.language)
    domains, ranges = _said(site, term, "domainIncludes"), _said(site, term, "rangeIncludes")
    below = {t.subject.value for t in vocabulary.graph.triples(None, None, term) if isinstance(t.subject, ox.NamedNode)}
    below = {iri for iri in below if vocabulary.above(iri)[:1] and term.value in vocabulary.above(iri)}
    rows = [
        (say["above"], [iri for iri in vocabulary.above(term.value) if _worth_telling(iri)]),
        (say["below"], sorted(below)),
        (say["domain"], sorted(domains)),
        (say["range"], sorted(ranges)),
    ]
    facts = [Fact(label, [here.term(iri) for iri in iris]) for label, iris in rows if iris]
    if demanding := site.constraints.get(term.value):
        facts.append(Fact(say["shapes"], [requirements.link(here, shape) for shape in demanding]))
    uses, examples = _uses(here, term)
    if uses:
        facts.append(Fact(say["used"], [Value(here.strings.count("times", uses))]))
        facts.append(Fact(say["examples"], examples))
    return {
        "name": here.term(term.value),
        "code": shorten(term.value, site.config.prefixes) or "",
        "kind": Value(say["class"] if _is_class(site, term) else say["property"]),
        "paragraphs": [Value(meaning.text, here.foreign(meaning.language))] if meaning else [],
        "facts": facts,
    }


def triples(site: Site, terms: Iterable[ox.NamedNode]) -> list[ox.Triple]:
    """Return what the ontology says of these terms."""
    return [triple for term in terms for triple in describe(site.vocabulary.graph, term).triples()]


def _entries(here: Perspective, terms: Iterable[ox.NamedNode]) -> list[Entry]:
    entries = (_entry(here, term) for term in sorted(terms, key=str))
    return sorted(entries, key=lambda entry: entry.name.text.casefold())


def _entry(here: Perspective, term: ox.NamedNode) -> Entry:
    vocabulary = here.site.vocabulary
    meaning = vocabulary.definition(term.value, here.language)
    above = [here.term(iri) for iri in vocabulary.above(term.value)[:1] if _worth_telling(iri)]
    text = Value(meaning.text, here.foreign(meaning.language)) if meaning else None
    return Entry(here.term(term.value), text, above)


def _is_class(site: Site, term: ox.NamedNode) -> bool:
    types = site.vocabulary.graph.triples(term, _TYPE)
    return any(t.object in _CLASSES for t in types)


def _worth_telling(iri: str) -> bool:
    return iri not in (f"{SCHEMA}Thing", f"{OWL}Thing", f"{RDF}Property")


def _said(site: Site, term: ox.NamedNode, name: str) -> set[str]:
    stated = site.vocabulary.graph.triples(term, ox.NamedNode(f"{SCHEMA}{name}"))
    return {t.object.value for t in stated if isinstance(t.object, ox.NamedNode)}


def _uses(here: Perspective, term: ox.NamedNode) -> tuple[int, list[Value]]:
    graph, things = here.site.graph, set[ox.NamedNode]()
    found = graph.triples(None, _TYPE, term) if _is_class(here.site, term) else graph.triples(None, term)
    uses = 0
    for triple in found:
        uses += 1
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value in here.site.paths:
            things.add(triple.subject)
            if len(things) > _LOOKED_AT:
                things = set(nsmallest(_EXAMPLES, things, key=lambda node: node.value))
    first = sorted(things, key=lambda node: node.value)[:_EXAMPLES]
    if _is_class(here.site, term):
        return uses, in_order(here, first)
    return uses, [_example(here, node, term) for node in first]


def _example(here: Perspective, node: ox.NamedNode, term: ox.NamedNode) -> Value:
    """Return a thing with a value that it has by a property: its name in words, or a text."""
    value = min(here.site.graph.triples(node, term), key=lambda triple: str(triple.object)).object
    if isinstance(value, ox.NamedNode):
        return replace(here.link(node), beside=(here.link(value),))
    return replace(here.link(node), detail=here.literal(value).text if isinstance(value, ox.Literal) else "")
