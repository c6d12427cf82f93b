"""What stands around some nodes of a store, fetched for many of them at a time (SPARQL 1.1, section 10.2: VALUES)."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

import pyoxigraph as ox

from lod.errors import StoreError
from lod.graph.remote.connection import BUSY
from lod.graph.remote.endpoint import Endpoint
from lod.graph.remote.refusals import LONG
from lod.graph.store import Graph, Subject, Term
from lod.terms import RDF_TYPE

#: How deep blank nodes that have no IRI are followed: a query must spell out each step.
NESTING = 4

#: What a store may answer to a query that is too long for it; the halves of it may not be.
_TOO_MUCH = (*LONG, 400, 500)


class Around:
    """What has been fetched so far: the triples, and which nodes are `described` and `pointed` (to) in full."""

    def __init__(self, remote: Endpoint) -> None:
        self.triples: dict[ox.Triple, None] = {}
        self.described: set[Subject] = set()
        self.pointed: set[Subject] = set()
        self._remote = remote
        self._links: dict[Subject, set[Subject]] = {}

    def graph(self) -> Graph:
        """Return the triples as an embedded graph."""
        return Graph(self.triples)

    def fresh(self) -> Iterable[ox.Triple]:
        """Return the triples that have come since the last call, and forget them; some may come again."""
        found, self.triples = self.triples, {}
        self._links.clear()
        return found

    def describe(self, nodes: Iterable[Subject], depth: int = 0, *, inverse: bool = False) -> None:
        """Fetch what `RemoteGraph.neighbourhood` promises of some nodes, as far as it has not been fetched."""
        nodes = list(dict.fromkeys(nodes))
        if inverse:
            self.look(nodes, nodes, further=depth > 0)
        while wanted := self._wanted(nodes, depth):
            for further in (True, False):
                self.look([node for node, level in wanted.items() if (level < depth) == further], further=further)

    def look(
        self, nodes: Iterable[Subject], back: Iterable[Subject] = (), *, further: bool, nested: bool = True
    ) -> None:
        """Fetch what is said of some nodes and of their blank nodes, or, going further, of all that they point to.

        Of `back` there is also what points there. Without `nested`, blank nodes are left out that can be asked for.
        """
        ahead = [node for node in nodes if node not in self.described]
        behind = [node for node in back if node not in self.pointed]
        while ahead or behind:
            size = self._remote.page_size
            self._fetch(ahead[:size], behind[:size], further=further, nested=nested)
            ahead, behind = ahead[size:], behind[size:]

    def _wanted(self, nodes: Iterable[Subject], depth: int) -> dict[Subject, int]:
        """Return what is not described and not further than `depth` links away, with this distance."""
        levels: dict[Subject, int] = {}
        queue = deque((node, 0) for node in nodes)
        while queue:
            node, level = queue.popleft()
            if node in levels:
                continue
            levels[node] = level
            for link in self._links.get(node, ()):
                if isinstance(link, ox.BlankNode):
                    queue.appendleft((link, level))
                elif level < depth:
                    queue.append((link, level + 1))
        return {node: level for node, level in levels.items() if node not in self.described}

    def _fetch(self, page: list[Subject], back: list[Subject], *, further: bool, nested: bool) -> None:
        remote = self._remote
        size = max(len(page), len(back))
        again = BUSY if size == 1 else tuple(status for status in BUSY if status not in LONG)
        try:
            rows = remote.collected(self._query(page, back, further=further, nested=nested), again=again)
        except StoreError as error:
            if error.status not in _TOO_MUCH or size == 1:
                raise
            remote.page_size = half = (size + 1) // 2
            self._fetch(page[:half], back[:half], further=further, nested=nested)
            self._fetch(page[half:], back[half:], further=further, nested=nested)
            return
        found = list(self._triples(rows))
        nameless = any(self._nameless(term) for triple in found for term in (triple.subject, triple.object))
        if nameless and not remote.nameless:
            remote.nameless = True
            self._fetch(page, back, further=further, nested=nested)
            return
        self._take(page, found, further=further and not remote.nameless, nested=nested)
        self.pointed.update(back)

    def _take(self, page: Collection[Subject], found: Iterable[ox.Triple], *, further: bool, nested: bool) -> None:
        roots = set(page)
        self.described |= roots
        for triple in found:
            self.triples[triple] = None
            subject, object = triple.subject, triple.object
            for node in (subject, object):
                if self._nameless(node):
                    self.described.add(node)  # type: ignore[arg-type]  # it is a blank node
            if isinstance(object, ox.NamedNode | ox.BlankNode) and isinstance(subject, ox.NamedNode | ox.BlankNode):
                self._links.setdefault(subject, set()).add(object)
                if subject in roots and (further or (nested and isinstance(object, ox.BlankNode))):
                    self.described.add(object)

    def _triples(self, rows: Iterable[tuple[Term | None, ...]]) -> Iterator[ox.Triple]:
        """Yield rows as triples; what a store calls a blank node is that within one answer only."""
        own: dict[Term | None, ox.BlankNode] = {}
        for subject, predicate, object in rows:
            # Few are blank nodes at all.
            if type(subject) is ox.BlankNode and self._nameless(subject):
                subject = own.setdefault(subject, ox.BlankNode())
            if type(object) is ox.BlankNode and self._nameless(object):
                object = own.setdefault(object, ox.BlankNode())
            yield ox.Triple(subject, predicate, object)  # type: ignore[arg-type]  # in a triple of a store each stands where it may

    def _nameless(self, term: object) -> bool:
        return isinstance(term, ox.BlankNode) and self._remote.skolem.iri(term) is None

    def _query(self, page: Iterable[Subject], back: Iterable[Subject], *, further: bool, nested: bool) -> str:
        ours = f"isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(self._remote.skolem.prefix)})"
        parts: list[str] = []
        if nodes := self._values(page):
            parts.append(f"VALUES ?s {nodes} ?s ?p ?o")
            if self._remote.nameless:
                steps = [_chain(count) for count in range(1, NESTING + 1)] + [f"?n ?q ?s FILTER({ours})"]
            elif not nested:
                # Those without a lasting name must come now.
                steps = ["?n ?q ?s FILTER(isBlank(?s))"]
            else:
                steps = [f"?n ?q ?s FILTER({'isIRI(?s) || isBlank(?s)' if further else f'isBlank(?s) || ({ours})'})"]
            parts += [f"{_distinct(nodes, step)} ?s ?p ?o" for step in steps]
        if nodes := self._values(back):
            parts.append(f"VALUES ?o {nodes} ?s ?p ?o")
            parts.append(f"{_distinct(nodes, '?s ?q ?n')} ?s <{RDF_TYPE}> ?o BIND(<{RDF_TYPE}> AS ?p)")
        return f"SELECT ?s ?p ?o WHERE {{ {' UNION '.join(f'{{ {part} }}' for part in parts)} }}"

    def _values(self, nodes: Iterable[Subject]) -> str:
        written = " ".join(self._remote.written(node) for node in nodes)
        return f"{{ {written} }}" if written else ""


def _distinct(values: str, pattern: str) -> str:
    """Return a subquery for the nodes that stand in some relation to the nodes ?n, each once."""
    return f"{{ SELECT DISTINCT ?s WHERE {{ VALUES ?n {values} {pattern} }} }}"


def _chain(steps: int) -> str:
    """Return a pattern for blank nodes ?s so many steps behind ?n, through blank nodes only."""
    nodes = ["?n", *(f"?b{step}" for step in range(1, steps)), "?s"]
    links = [f"{here} ?q{step} {there}" for step, (here, there) in enumerate(pairwise(nodes))]
    return " . ".join(links) + "".join(f" FILTER(isBlank({node}))" for node in nodes[1:])
