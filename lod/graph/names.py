"""What a thing is called, in a language: names for people, in place of IRIs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import pyoxigraph as ox

from lod.graph.seam import Queryable
from lod.graph.store import Subject, Term
from lod.terms import DCTERMS, RDFS, SCHEMA, SCHEMA_HTTP, SKOS, local_name

#: The properties that carry a name, the most fitting first.
NAMING = tuple(
    ox.NamedNode(iri)
    for iri in (
        f"{SCHEMA}name",
        f"{SKOS}prefLabel",
        f"{RDFS}label",
        f"{SCHEMA}headline",
        f"{SCHEMA_HTTP}name",
        f"{DCTERMS}title",
        "http://xmlns.com/foaf/0.1/name",
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the language it is in: a tag, or None where the data gives none (as for people)."""

    text: str
    language: str | None = None

    def __str__(self) -> str:
        return self.text


def choose(literals: Iterable[ox.Literal], languages: Sequence[str]) -> ox.Literal | None:
    """Return the literal whose language comes first in `languages`.

    A tag matches its own and more special ones (`de` matches `de-AT`; RFC 4647, section 3.3.1). Text without a tag
    comes before text in a language that was not asked for; ties are broken by language and text.
    """

    def rank(literal: ox.Literal) -> tuple[int, str, str]:
        language = (literal.language or "").lower()
        for position, wanted in enumerate(languages):
            if language == wanted.lower() or language.startswith(wanted.lower() + "-"):
                # The first language wins over text without a tag, which wins over the fallbacks.
                return (position if position == 0 else position + 1), language, literal.value
        return (1 if not language else len(languages) + 1), language, literal.value

    return min(literals, key=rank, default=None)


class Names:
    """The names of things in one graph, each looked up once for each language."""

    def __init__(self, graph: Queryable, languages: Sequence[str]) -> None:
        self._graph = graph
        self._languages = tuple(languages)
        self._known: dict[tuple[str, str], Name | None] = {}
        self._orders = {language: (language, *(x for x in languages if x != language)) for language in languages}

    def prepare(self, nodes: Iterable[Subject], language: str) -> None:
        """Look up many nodes at once: in a store, by hundreds."""
        unknown = [node for node in dict.fromkeys(nodes) if (node.value, language) not in self._known]
        near = self._graph.neighbourhood(unknown)
        for node in unknown:
            self._known[node.value, language] = self._look(near, node, language)

    def find(self, node: Term, language: str) -> Name | None:
        """Return the name of a node in `language`, else in the next best one; None if it has no name."""
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return Name(str(node)) if isinstance(node, ox.Triple) else Name(node.value, node.language)
        key = (node.value, language)
        if key not in self._known:
            self.prepare([node], language)
        return self._known[key]

    def of(self, node: Term, language: str) -> Name:
        """Return the name of a node; where it has none, its IRI's last part in words."""
        found = self.find(node, language)
        if found is not None:
            return found
        if isinstance(node, ox.NamedNode):
            return Name(unquote(local_name(node.value)).replace("-", " ").replace("_", " "))
        return Name("…")

    def _look(self, graph: Queryable, node: Subject, language: str) -> Name | None:
        stated = graph.statements(node)
        order = self._orders.get(language) or (language, *self._languages)
        for naming in NAMING:
            literals = [term for term in stated.get(naming.value, ()) if isinstance(term, ox.Literal)]
            if (best := choose(literals, order)) is not None and best.value.strip():
                return Name(best.value, best.language)
        return None
