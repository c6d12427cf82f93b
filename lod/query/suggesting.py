"""What may stand at the cursor of a query that is being written: for editors and prompts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.config import Config
from lod.graph import Graph
from lod.query.catalogue import NamedQuery
from lod.query.faults import KEYWORDS
from lod.query.tokens import Kind, tokens
from lod.terms import RDF_TYPE
from lod.vocabulary import facts

#: Suggestions at most: more of them nobody reads.
MOST = 200

_WORD = re.compile(r"(?:[?$][\w·]*|[\w-]*:[\w./-]*|[\w./-]+)$")
_ASSIGNMENT = re.compile(r"\s*([\w.-]+)(?:\s+\S+)*\s+(\w+)=(\S*)$")
_NAMED = re.compile(r"\s*([\w.-]+)(?:\s+\S+=\S*)*\s+(\w*)$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that may stand at the cursor in place of the last `replaces` characters before it."""

    text: str
    replaces: int


class Suggestions:
    """What can be suggested for the queries of one graph; what it says of itself is looked up once."""

    def __init__(self, graph: Graph, config: Config, queries: Mapping[str, NamedQuery]) -> None:
        self._config = config
        self._queries = queries
        self._terms = _terms(graph)
        self._things = [iri.value for iri in graph.things(config.base)]

    def at(self, before: str) -> list[Suggestion]:
        """Return what may stand behind the text `before`: names of queries, their values, SPARQL's words, terms."""
        if (match := _ASSIGNMENT.fullmatch(before)) and match[1] in self._queries:
            return self._suggested(self._values(match[1], match[2]), match[3])
        if (match := _NAMED.fullmatch(before)) and match[1] in self._queries:
            names = [f"{parameter.name}=" for parameter in self._queries[match[1]].parameters]
            return self._suggested(names, match[2])
        found = _WORD.search(before)
        word = found[0] if found else ""
        if word[:1] in ("?", "$"):
            variables = {t.text for t in tokens(before[: len(before) - len(word)]) if t.kind is Kind.VARIABLE}
            return self._suggested(sorted(variables), word)
        if ":" in word:
            return self._suggested(self._names(word.partition(":")[0]), word)
        if not word:
            return []
        # A question begins with the name of a query or a word of SPARQL, never with a term.
        first = before.strip() == word
        others = self._queries if first else [f"{prefix}:" for prefix in sorted(self._config.prefixes)]
        return self._suggested((*others, *sorted(KEYWORDS)), word, fold=True)

    def _values(self, query: str, name: str) -> Iterable[str]:
        parameter = next((p for p in self._queries[query].parameters if p.name == name), None)
        if parameter is None:
            return ()
        if parameter.type == "language":
            return self._config.languages
        return (iri.removeprefix(self._config.base) for iri in self._things) if parameter.type == "node" else ()

    def _names(self, prefix: str) -> Iterable[str]:
        namespace = self._config.prefixes.get(prefix)
        if namespace is None:
            return ()
        # What the data uses comes before what the vocabulary knows besides.
        known = dict.fromkeys((*self._terms, *self._things, *facts()))
        return (f"{prefix}:{iri.removeprefix(namespace)}" for iri in known if iri.startswith(namespace))

    @staticmethod
    def _suggested(texts: Iterable[str], word: str, *, fold: bool = False) -> list[Suggestion]:
        wanted = word.casefold() if fold else word
        fitting = (text for text in texts if (text.casefold() if fold else text).startswith(wanted))
        return [Suggestion(text, len(word)) for text, _ in zip(fitting, range(MOST), strict=False) if text != word]


def _terms(graph: Graph) -> list[str]:
    """Return the properties and classes that the data uses, sorted."""
    found = {t.predicate.value for t in graph.triples()}
    kinds = graph.triples(predicate=ox.NamedNode(RDF_TYPE))
    return sorted(found | {t.object.value for t in kinds if isinstance(t.object, ox.NamedNode)})
