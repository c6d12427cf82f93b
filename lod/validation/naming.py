"""What the terms in findings are called in each language: names of the data, words of the vocabulary, short IRIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import rdflib
from rdflib.term import Node

from lod.config import Config
from lod.graph import Graph, Names
from lod.graph.ecosystem import from_node, from_rdflib
from lod.graph.names import NAMING
from lod.graph.nodes import short
from lod.validation.messages import WORDS, said
from lod.validation.report import LANGUAGES
from lod.vocabulary import Vocabulary

#: Longer values are cut in messages.
LENGTH = 80


class Naming:
    """Names for the terms of findings; only what these terms need is taken out of the data."""

    def __init__(self, data: rdflib.Graph, vocabulary: Vocabulary, config: Config, terms: Iterable[Node]) -> None:
        self._data = data
        self._vocabulary = vocabulary
        self._config = config
        wanted = {node for term in terms for node in (term, self._owner(term)[0])}
        named = rdflib.Graph(bind_namespaces="none")
        for node in wanted:
            for iri in NAMING:
                for name in self._data.objects(node, rdflib.URIRef(iri.value)):
                    named.add((node, rdflib.URIRef(iri.value), name))
        self._names = Names(Graph(from_rdflib(named)), tuple(dict.fromkeys((*vocabulary.languages, *LANGUAGES))))

    def names(self, node: Node) -> Mapping[str, str]:
        """Return what a focus node is called, by language; a blank node goes by the thing that leads to it."""
        return {language: self._name(node, language) for language in LANGUAGES}

    def word(self, node: Node, language: str) -> str:
        """Return a value as a word in a message."""
        return self._known(node, language) or _cut(self._name(node, language))

    def constant(self, node: Node, language: str) -> str:
        """Return a constraint's parameter as a word in a message: what the data call it is not looked up."""
        text = str(node) if isinstance(node, rdflib.Literal) else short(str(node), self._config)
        return self._known(node, language) or _cut(text)

    def _known(self, node: Node, language: str) -> str | None:
        iri = str(node)
        if iri in WORDS and not isinstance(node, rdflib.Literal):
            return said(WORDS[iri], language)
        if isinstance(node, rdflib.URIRef) and self._vocabulary.has_label(iri, language):
            return str(self._vocabulary.label(iri, language))
        return "[ … ]" if isinstance(node, rdflib.BNode) else None

    def _name(self, node: Node, language: str) -> str:
        owner, properties = self._owner(node)
        # Names.find gives a literal as its own text.
        found = self._names.find(from_node(owner), language)
        name = str(found) if found else "[ … ]" if isinstance(owner, rdflib.BNode) else short(str(owner), self._config)
        return " → ".join((name, *(str(self._vocabulary.label(iri, language)) for iri in properties)))

    def _owner(self, node: Node) -> tuple[Node, tuple[str, ...]]:
        """Return the thing with an IRI that leads to a blank node, and the properties on the way."""
        properties: list[str] = []
        seen: set[Node] = set()
        while isinstance(node, rdflib.BNode) and node not in seen:
            seen.add(node)
            link = leading(self._data, node)
            if link is None:
                break
            node = link[0]
            properties.insert(0, str(link[1]))
        return node, tuple(properties)


def _cut(text: str) -> str:
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"


def leading(graph: rdflib.Graph, node: Node) -> tuple[Node, Node] | None:
    """Return the first (subject, predicate) that leads to a node, subjects with an IRI before blank nodes."""
    links = graph.subject_predicates(node)
    return min(links, key=lambda link: (isinstance(link[0], rdflib.BNode), *map(str, link)), default=None)
