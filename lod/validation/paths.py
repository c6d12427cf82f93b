"""SHACL property paths as text (SHACL, section 2.3.1): for machines as in SPARQL 1.1, section 9.1, and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from lod.terms import shorten
from lod.validation.report import LANGUAGES, ResultPath
from lod.vocabulary import Vocabulary

_REPEATS: Mapping[Node, str] = {SH.zeroOrMorePath: "{}*", SH.oneOrMorePath: "{}+", SH.zeroOrOnePath: "{}?"}


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How to write the parts of a path, and a property forwards and backwards."""

    forward: Callable[[str], str]
    backward: Callable[[str], str]
    sequence: str
    alternative: str
    group: str
    repeats: Mapping[Node, str]
    inverse: str


def read(graph: rdflib.Graph, node: Node, vocabulary: Vocabulary, prefixes: Mapping[str, str]) -> ResultPath:
    """Return the path that stands at a node of a graph of shapes or of a report."""

    def short(iri: str) -> str:
        return shorten(iri, prefixes) or f"<{iri}>"

    sparql = _Spelling(short, lambda iri: f"^{short(iri)}", "/", "|", "({})", _REPEATS, "^{}")
    labels = {language: _spell(graph, node, _words(vocabulary, language)) for language in LANGUAGES}
    return ResultPath(_spell(graph, node, sparql), labels, str(node) if isinstance(node, rdflib.URIRef) else None)


def _words(vocabulary: Vocabulary, language: str) -> _Spelling:
    return _Spelling(
        forward=lambda iri: str(vocabulary.label(iri, language)),
        backward=lambda iri: str(vocabulary.inverse_label(iri, language)),
        sequence=" → ",
        alternative=" / ",
        group="{}",
        repeats=dict.fromkeys(_REPEATS, "{}"),
        inverse="{}",
    )


def _spell(graph: rdflib.Graph, node: Node, spelling: _Spelling) -> str:
    if isinstance(node, rdflib.URIRef):
        return spelling.forward(str(node))
    if (node, rdflib.RDF.first, None) in graph:
        return spelling.sequence.join(_part(graph, part, spelling) for part in Collection(graph, node))
    for predicate, value in graph.predicate_objects(node):
        if predicate == SH.inversePath:
            if isinstance(value, rdflib.URIRef):
                return spelling.backward(str(value))
            return spelling.inverse.format(_part(graph, value, spelling))
        if predicate == SH.alternativePath:
            return spelling.alternative.join(_part(graph, part, spelling) for part in Collection(graph, value))
        if predicate in spelling.repeats:
            return spelling.repeats[predicate].format(_part(graph, value, spelling))
    return "…"


def _part(graph: rdflib.Graph, node: Node, spelling: _Spelling) -> str:
    text = _spell(graph, node, spelling)
    return text if isinstance(node, rdflib.URIRef) else spelling.group.format(text)
