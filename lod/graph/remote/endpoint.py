"""One graph in one store, asked by queries that are complete as they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from lod.config import Store
from lod.errors import StoreError
from lod.graph.remote.answers import Answered, Rows, ask
from lod.graph.remote.connection import BUSY, Connection
from lod.graph.remote.standins import meant, named, stand_in
from lod.graph.skolem import Skolem
from lod.graph.store import Term

#: How many nodes are asked for by one request.
PAGE = 800

#: How often a question is asked whose answer ends too early.
TRIES = 3


class Endpoint:
    """Asks the graph that the settings name; what stands there for something of ours comes as what it stands for.

    `base` is that of the workspace. Raises StoreError where the store does not answer.
    """

    def __init__(self, store: Store, base: str, connection: Connection | None = None) -> None:
        self.store = store
        self.skolem = Skolem(base)
        self.connection = connection or Connection()
        #: How many nodes are asked for at once; less where the store, or a proxy, has refused so many.
        self.page_size = PAGE
        #: Whether the store is known to hold blank nodes that have no IRI.
        self.nameless = False
        #: Whether the store is known to hold stand-ins for values that it does not take.
        self.standing_in = False

    def rows(self, text: str, *, again: Collection[int] = BUSY) -> Iterator[tuple[Term | None, ...]]:
        """Yield the rows of a SELECT query that is complete as it stands; `again` as for `Connection.send`.

        Raises StoreError where the store ends the answer before its end, so that nobody takes a part for the whole.
        """
        found = self.ask(text, "SELECT", again)
        if not isinstance(found, Rows):
            remedy = "Is it a SPARQL endpoint?"
            raise StoreError("the store answers without rows", where=self.store.query, remedy=remedy)
        yield from found

    def collected(self, text: str, *, again: Collection[int] = BUSY) -> list[tuple[Term | None, ...]]:
        """Return the rows of such a query, asked again where the answer cannot be read to its end."""
        for _ in range(TRIES - 1):
            try:
                return list(self.rows(text, again=again))
            except StoreError as error:
                if not error.broken:
                    raise
        return list(self.rows(text, again=again))

    def ask(self, text: str, form: str, again: Collection[int] = BUSY) -> Answered:
        """Return the answer to a query of this form (SELECT, ASK, CONSTRUCT, DESCRIBE) as it stands, read once."""
        found = ask(self.connection, self.store.query, text, form, graph=self.store.graph, again=again)
        if isinstance(found, bool):
            return found
        if isinstance(found, Rows):
            return Rows(found.variables, self._whole(found))
        return map(self._ours, found)

    def _whole(self, found: Rows) -> Iterator[tuple[Term | None, ...]]:
        count, node, meant = 0, self.skolem.node, self._meant
        for row in found:
            count += 1
            yield tuple([node(term) or meant(term) or term for term in row])
        if found.cut is not None and count >= found.cut:
            what = f"the store gives no more than {found.cut} rows to a query"
            remedy = "Raise that limit in its settings (Virtuoso: ResultSetMaxRows)."
            raise StoreError(what, where=self.store.query, remedy=remedy, status=413)

    def _ours(self, triple: ox.Triple) -> ox.Triple:
        value = self._meant(triple.object)
        return self.skolem.blank(ox.Triple(triple.subject, triple.predicate, value) if value else triple)

    def _meant(self, term: object) -> ox.Literal | None:
        value = meant(term)
        self.standing_in = self.standing_in or value is not None
        return value

    def written(self, term: Term) -> str:
        """Return a term in SPARQL's words."""
        if isinstance(term, ox.BlankNode):
            iri = self.skolem.iri(term)
            if iri is None:
                what = "a blank node of the store cannot be asked for by its name"
                raise StoreError(
                    what, where=self.store.query, remedy="Bring the data there by lod push: it names them."
                )
            return str(iri)
        if self.standing_in or named(self.connection.server):
            return str(stand_in(term) or term)
        return str(term)

    def lines(self, triples: Iterable[ox.Triple]) -> str:
        """Return triples as N-Triples, a line each, with IRIs for blank nodes of ours."""
        return "".join(f"{self.written(t.subject)} {t.predicate} {self.written(t.object)} .\n" for t in triples)
