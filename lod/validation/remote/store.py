"""The statements of a store, as much of them as is asked for, under the names that the engines know them by.

Only IRIs can be asked about again: what an answer calls a blank node, no later query can name. So `lod push` writes
IRIs for blank nodes, which are blank nodes again here. Where a store has blank nodes of its own, all statements with
them are fetched at once, by a single query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import cast

import pyoxigraph as ox

from lod.errors import SourceError, StoreError
from lod.graph import Graph, Term
from lod.graph.remote import RemoteGraph
from lod.graph.skolem import Skolem
from lod.terms import RDF_TYPE, RDFS, XSD
from lod.validation.engines.literals import plain

#: So many nodes are asked about in one query, if the store takes them.
PAGE = 400

#: More statements than these are not fetched as a whole.
WHOLE = 250_000

_REFUSED = 400
#: What a store, or a proxy, may answer to a query that is too long for it or that it does not understand.
TOO_MUCH = (_REFUSED, 413, 414, 500, 504)

#: How often an answer that breaks off is asked for.
_TRIES = 3

_SELECT = "SELECT ?s ?p ?o WHERE"
_ALL = "?s ?p ?o"
_ABOVE = f"{RDFS}subClassOf"

Row = tuple[Term, ...]


class Store:
    """What a graph says, in a store or embedded, asked page by page; what was fetched is remembered until `forget`.

    Nodes go by what N-Triples writes for them, in UTF-8; blank nodes that have an IRI in the store go by that.
    """

    def __init__(self, graph: Graph | RemoteGraph, base: str) -> None:
        self.skolem = Skolem(base)
        self._graph = graph
        self._size = PAGE
        self._described: dict[bytes, list[ox.Triple]] = {}
        self._owners: dict[bytes, list[bytes]] = {}
        self._lonely: set[bytes] = set()
        # What is always at hand: statements with blank nodes of the store's own, and the order of classes.
        self._about: dict[bytes, list[ox.Triple]] = {}
        self._to: dict[bytes, list[ox.Triple]] = {}
        self.nameless = list(self._triples(f"{_SELECT} {{ {_ALL} FILTER(isBlank(?s) || isBlank(?o)) }}", own=True))
        self._order = list(self._triples(f"SELECT ?s (<{_ABOVE}> AS ?p) ?o WHERE {{ ?s <{_ABOVE}> ?o }}"))
        self._keep(self.nameless)

    def select(self, query: str) -> Iterator[Row]:
        """Yield the rows of an answer as they come; some of them twice where an answer broke off."""
        for tried in range(1, _TRIES + 1):
            try:
                yield from self._rows(query)
                return
            except StoreError as error:
                if not error.broken or tried == _TRIES:
                    raise

    def place(self, above: Iterable[ox.Triple]) -> None:
        """Take in which classes stand above others, beyond what the store says."""
        above = list(above)
        self._order += above
        self._keep(above)

    def forget(self) -> None:
        """Let go of what was fetched."""
        self._described.clear()
        self._owners.clear()
        self._lonely.clear()

    def iris(self, pattern: str) -> set[str]:
        """Return the IRIs that ?x is in the matches of a pattern."""
        found = self.select(f"SELECT DISTINCT ?x WHERE {{ {pattern} FILTER(isIRI(?x)) }}")
        return {term.value for (term,) in found if isinstance(term, ox.NamedNode)}

    def hierarchy(self) -> list[ox.Triple]:
        """Return which classes stand above others."""
        return self._order

    def __contains__(self, subject: bytes) -> bool:
        """Tell whether something is said of a subject."""
        if not subject.startswith((b"<", b"_:")):
            return False
        self._describe([subject])
        return bool(self._described[subject])

    def __iter__(self) -> Iterator[bytes]:
        """Yield the subjects of which something was fetched."""
        return (subject for subject, triples in self._described.items() if triples)

    def all(self) -> Iterator[ox.Triple]:
        """Yield all triples. Raises SourceError if they are too many for that."""
        ((count,),) = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {_ALL} }}")
        if isinstance(count, ox.Literal) and int(count.value) > WHOLE:
            raise SourceError(
                f"these shapes can be judged only with all {count.value} statements at hand, not in the store",
                remedy="SPARQL constraints and custom components want that. Validate the data as files: lod pull",
            )
        kept = dict.fromkeys((*self.nameless, *self._order))
        self._described.clear()
        for triple in (*self._triples(f"{_SELECT} {{ {_ALL} }}"), *kept):
            self._described.setdefault(self.name(triple.subject), []).append(triple)
            yield triple

    def describing(self, subjects: Iterable[bytes]) -> list[ox.Triple]:
        """Return what is said of subjects."""
        wanted = list(dict.fromkeys(subjects))
        self._describe(wanted)
        return [triple for subject in wanted for triple in self._described[subject]]

    def typing(self, subjects: Iterable[bytes]) -> Iterator[ox.Triple]:
        """Yield the classes of subjects; of those that have none, that something is said of them, by no class."""
        wanted = list(dict.fromkeys(subjects))
        yield from (triple for subject in wanted for triple in self._about.get(subject, ()))
        kinds = f"(IF(?p = <{RDF_TYPE}>, ?p, <{RDFS}member>) AS ?q) (IF(?p = <{RDF_TYPE}>, ?x, <{RDFS}Resource>) AS ?o)"
        yield from self._paged(
            wanted, lambda said: f"SELECT DISTINCT ?s {kinds} WHERE {{ VALUES ?s {{ {said} }} ?s ?p ?x }}"
        )

    def led_to(self, nodes: Iterable[bytes]) -> Iterator[str]:
        """Yield those of some nodes to which something leads, by IRI or name of a blank node."""
        wanted = list(dict.fromkeys(nodes))
        for name in wanted:
            yield from (t.object.value for t in self._to.get(name, ()) if not isinstance(t.object, ox.Triple))
        pattern = f"?s ?p ?o FILTER(?p != <{RDF_TYPE}>)"
        for (node,) in self._pages(
            wanted, lambda said: f"SELECT DISTINCT ?o WHERE {{ VALUES ?o {{ {said} }} {pattern} }}"
        ):
            if isinstance(node, ox.NamedNode | ox.BlankNode):
                yield node.value

    def owners(self, blank: bytes) -> list[bytes]:
        """Return the subjects that lead to a blank node; those of others that were met are fetched with them."""
        if blank not in self._owners and self._is_blank(blank):
            wanted = self._lonely | {blank}
            self._lonely.clear()
            self._owners.update({name: [] for name in wanted})
            for triple in self.leading_anyhow(wanted):
                self._owners[self.name(triple.object)].append(self.name(triple.subject))
        return self._owners.get(blank, [])

    def leading(self, predicates: Iterable[str], nodes: Iterable[bytes]) -> list[ox.Triple]:
        """Return the statements with one of some predicates that lead to nodes."""
        names = [ox.NamedNode(predicate) for predicate in predicates]
        if not names:
            return []
        listed = f"VALUES ?p {{ {' '.join(map(str, names))} }} "
        return [triple for triple in self._leading(nodes, listed) if triple.predicate in names]

    def leading_anyhow(self, nodes: Iterable[bytes]) -> list[ox.Triple]:
        """Return the statements that lead to nodes, but for ill-typed literals if the store takes no such question."""
        nodes = list(nodes)
        try:
            return list(self._leading(nodes, ""))
        except StoreError as error:
            if error.status != _REFUSED or all(map(_sayable, nodes)):
                raise
            return list(self._leading(filter(_sayable, nodes), ""))

    def name(self, term: Term) -> bytes:
        """Return what a term is called here."""
        iri = self.skolem.iri(term) if isinstance(term, ox.BlankNode) else None
        return str(iri or term).encode()

    def is_own(self, term: Term) -> bool:
        """Tell whether a term is a blank node of the store's own."""
        return isinstance(term, ox.BlankNode) and self.skolem.iri(term) is None

    def _is_blank(self, name: bytes) -> bool:
        return name.startswith((b"_:", f"<{self.skolem.prefix}".encode()))

    def _describe(self, subjects: Iterable[bytes]) -> None:
        missing = [subject for subject in subjects if subject not in self._described]
        for subject in missing:
            self._described[subject] = list(self._about.get(subject, ()))
            if self._is_blank(subject):
                self._lonely.add(subject)
        for triple in self._paged(missing, lambda said: f"{_SELECT} {{ VALUES ?s {{ {said} }} {_ALL} }}"):
            self._described[self.name(triple.subject)].append(triple)

    def _leading(self, nodes: Iterable[bytes], listed: str) -> Iterator[ox.Triple]:
        wanted = list(dict.fromkeys(nodes))
        for node in wanted:
            yield from self._to.get(node, ())
        yield from self._paged(wanted, lambda said: f"{_SELECT} {{ {listed}VALUES ?o {{ {said} }} {_ALL} }}")

    def _keep(self, triples: Iterable[ox.Triple]) -> None:
        for triple in triples:
            self._about.setdefault(self.name(triple.subject), []).append(triple)
            self._to.setdefault(self.name(triple.object), []).append(triple)

    def _pages(self, names: Iterable[bytes], query: Callable[[str], str]) -> Iterator[Row]:
        """Yield the answer to a query about names that it can say, as many at a time as the store takes."""
        known = [name.decode() for name in names if not name.startswith(b"_:")]
        size = self._size
        while known:
            page = known[:size]
            try:
                found = list(dict.fromkeys(self.select(query(" ".join(page)))))
            except StoreError as error:
                if error.status not in TOO_MUCH or len(page) == 1:
                    raise
                size = len(page) // 2
                if error.status != _REFUSED:
                    self._size = size
                continue
            yield from found
            known = known[len(page) :]

    def _paged(self, names: Iterable[bytes], query: Callable[[str], str]) -> Iterator[ox.Triple]:
        return self._as_triples(self._pages(names, query))

    def _triples(self, query: str, *, own: bool = False) -> Iterator[ox.Triple]:
        return self._as_triples(dict.fromkeys(self.select(query)), own=own)

    def _as_triples(self, rows: Iterable[Row], *, own: bool = False) -> Iterator[ox.Triple]:
        """Yield rows as triples: those with blank nodes of the store's own only if they are wanted."""
        for subject, predicate, value in rows:
            if own == (self.is_own(subject) or self.is_own(value)):
                yield ox.Triple(subject, predicate, value)  # type: ignore[arg-type]  # in a triple of a store each term stands where it may

    def _rows(self, query: str) -> Iterator[Row]:
        found = self._graph.rows(query) if isinstance(self._graph, RemoteGraph) else self._graph.query(query)
        for row in cast("Iterable[tuple[Term, ...]]", found):
            yield tuple(self.skolem.node(term) or term for term in row)


def _sayable(name: bytes) -> bool:
    """Tell whether every store takes a term in a query: not a literal that is ill-typed, or may be."""
    text, typed, datatype = name.decode().rpartition('"^^<')
    return not typed or plain(text[1:], datatype[:-1]) or not datatype.startswith(XSD)
