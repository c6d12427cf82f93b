"""A SPARQL 1.1 store as a graph: the same questions as to the embedded one, answered over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from lod.errors import StoreError
from lod.graph.remote.answers import Answered
from lod.graph.remote.around import Around
from lod.graph.remote.endpoint import Endpoint
from lod.graph.remote.near import Near
from lod.graph.remote.translation import translated
from lod.graph.store import Graph, Subject, Term

if TYPE_CHECKING:
    import rdflib

T = TypeVar("T")

_COMMENT = r"#[^\n]*(?:\n|$)"
_FORM = re.compile(
    rf"(?:\s|{_COMMENT}|BASE\s*<[^>]*>|PREFIX\s*[^\s:<]*:\s*<[^>]*>)*(SELECT|ASK|CONSTRUCT|DESCRIBE)", re.IGNORECASE
)
_PREFIXED = re.compile(r"([^\W\d_][\w.-]*)?:")


class RemoteGraph(Endpoint):
    """A graph in a store, read over HTTP and never as a whole unless that is asked for.

    `base` is that of the workspace: blank nodes are in the store as IRIs below it, and come out as blank nodes. Answers
    stream; literals are as the store keeps them. All questions are asked of the graph that the settings name. Raises
    StoreError where the store does not answer.
    """

    @property
    def round_trips(self) -> int:
        """How many requests have been sent so far."""
        return self.connection.trips

    def __len__(self) -> int:
        for (count,) in self.collected("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"):
            if isinstance(count, ox.Literal):
                return int(count.value)
        raise StoreError("the store does not count", where=self.store.query, remedy="It must know SPARQL 1.1.")

    def __contains__(self, triple: ox.Triple) -> bool:
        pattern = " ".join(self.written(term) for term in (triple.subject, triple.predicate, triple.object))
        return self.ask(f"ASK {{ {pattern} }}", "ASK") is True

    def triples(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
    ) -> Iterator[ox.Triple]:
        """Yield the triples that match; None matches anything. The order is the store's."""
        if subject is not None and predicate is not None and object is not None:
            if (triple := ox.Triple(subject, predicate, object)) in self:
                yield triple
            return
        terms: list[Term | None] = [subject, predicate, object]
        pattern = [self.written(term) if term else f"?{name}" for term, name in zip(terms, "spo", strict=True)]
        free = [place for place, term in enumerate(terms) if term is None]
        wanted = " ".join(pattern[place] for place in free)
        for row in self.rows(f"SELECT {wanted} WHERE {{ {' '.join(pattern)} }}"):
            for place, term in zip(free, row, strict=True):
                terms[place] = term
            yield ox.Triple(*terms)  # type: ignore[arg-type]  # in a triple of a store each term stands where it may

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        """Return what is said of a subject: values by the IRI of the property, in the order of the store."""
        stated: dict[str, list[Term]] = {}
        for triple in self.triples(subject):
            stated.setdefault(triple.predicate.value, []).append(triple.object)
        return stated

    def things(self, base: str) -> list[ox.NamedNode]:
        """Return the IRIs below `base` that the graph says something of, sorted."""
        return sorted((iri for page in self.pages(base) for iri in page), key=lambda iri: iri.value)

    def pages(self, base: str, size: int = 500) -> Iterator[list[ox.NamedNode]]:
        """Yield the IRIs below `base` that the graph says something of, `size` at a time, in the order of the store."""
        text = f"SELECT DISTINCT ?s WHERE {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(base)})) }}"
        page: list[ox.NamedNode] = []
        for (subject,) in self.rows(text):
            # What stands for a blank node comes as one.
            if isinstance(subject, ox.NamedNode):
                page.append(subject)
            if len(page) == size:
                yield page
                page = []
        if page:
            yield page

    def query(
        self,
        text: str,
        *,
        base: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Answered:
        """Run a SPARQL 1.1 query in the store and return its answer, which is read once.

        Of `prefixes` those are sent that may be meant; isBlank and isIRI of a variable are said of what stands for a
        blank node. Raises SyntaxError with the engine's words, before anything is sent, for text that is no query.
        """
        if "SERVICE" not in text.upper():
            # On nothing the engine answers at once, and complains of the text as it does before the embedded graph;
            # functions that it does not know are for the store to judge.
            with suppress(RuntimeError, ValueError):
                ox.Store().query(text, base_iri=base, prefixes=dict(prefixes or {}))
        sent = prologue(text, base, prefixes or {}) + translated(text, self.skolem.prefix)
        return self.ask(sent, _form(text))

    def neighbourhood(self, nodes: Iterable[Subject], depth: int = 0, *, inverse: bool = False) -> Graph:
        """Return an embedded graph of all that the store says of some nodes, with their blank nodes.

        With a `depth`, what they point to is described too, so many links away; blank nodes are no link of their own.
        With `inverse` there are also the statements that point to the nodes, and the types of those that make them.
        The nodes are asked for by hundreds at a time: for a page of them one request, and one more for each level of
        nesting beyond the first.
        """
        around = Around(self)
        around.describe(nodes, depth, inverse=inverse)
        return around.graph()

    def near(
        self, work: Callable[[Near], T], nodes: Iterable[Subject] = (), *, further: bool = True, back: bool = True
    ) -> T:
        """Do work that reads an embedded graph, on as much of this one as it looks at, and return its result.

        The work is done again with more of the graph whenever it has looked at nodes that had not been fetched; so it
        must not change anything. `nodes` are those that it begins with, `further` and `back` as for
        `Near`.
        """
        return Near(self, further=further).do(work, nodes, back=back)

    def to_rdflib(self) -> rdflib.Graph:
        """Return all triples as an rdflib graph, which must fit into memory."""
        from lod.graph.ecosystem import to_rdflib

        return to_rdflib(self.triples())


def prologue(text: str, base: str | None, prefixes: Mapping[str, str]) -> str:
    """Return, on one line, declarations of the base and of all prefixes that stand in a query, or seem to."""
    used = dict.fromkeys(match[1] or "" for match in _PREFIXED.finditer(text))
    lines = [f"BASE <{base}>"] if base else []
    lines += [f"PREFIX {name}: <{prefixes[name]}>" for name in used if name in prefixes]
    return "".join(f"{line} " for line in lines)


def _form(text: str) -> str:
    match = _FORM.match(text)
    return match[1].upper() if match else "SELECT"
