"""As much of a store as some work looks at: the graph is fetched behind it, many nodes at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pyoxigraph as ox

from lod.errors import StoreError
from lod.graph.remote.around import Around
from lod.graph.remote.endpoint import Endpoint
from lod.graph.skolem import Skolem
from lod.graph.store import Graph, Subject, Term

T = TypeVar("T")

#: Of more pages of nodes than these, blank nodes are fetched when they are looked at.
MANY = 4

#: Work that looks further than this, one link after the other, is ended.
ROUNDS = 64


class Near(Graph):
    """An embedded graph that notes which nodes it was asked about and does not have.

    What is missing is fetched one link `further`, since whoever looks at a node looks at what it points to, mostly; not
    so for those who know the ways to what they look at.
    """

    def __init__(self, remote: Endpoint, *, further: bool = True) -> None:
        super().__init__()
        #: How often it was asked for what it does not have.
        self.misses = 0
        self._remote = remote
        self._further = further
        self._around = Around(remote)
        self._missing: dict[Subject, None] = {}
        self._pointed: dict[Subject, None] = {}

    @property
    def missed(self) -> list[Subject]:
        """The nodes that were asked about in vain since the last fetching: what is said of them."""
        return list(self._missing)

    @property
    def pointed_in_vain(self) -> list[Subject]:
        """The nodes that were asked about in vain since the last fetching: what points to them."""
        return list(self._pointed)

    def do(self, work: Callable[[Near], T], nodes: Iterable[Subject] = (), *, back: bool = True) -> T:
        """Do the work until it has seen all that it looks at. Raises what the work raises then.

        It begins with some nodes, and with what points `back` to them.
        """
        self._missing = dict.fromkeys(nodes)
        self._pointed = dict(self._missing) if back else {}
        for _ in range(ROUNDS):
            self._fetch()
            try:
                result = work(self)
            except StoreError:
                # A store that does not answer is no sign of something that has yet to be fetched.
                raise
            except Exception:
                # Whatever it is: it may have failed for what was not there yet.
                if not self._missing and not self._pointed:
                    raise
                continue
            if not self._missing and not self._pointed:
                return result
        where = self._remote.store.query
        raise StoreError(f"more than {ROUNDS} links were followed", where=where, remedy="Is the data one long chain?")

    def _fetch(self) -> None:
        missing, pointed = list(self._missing), list(self._pointed)
        self._missing, self._pointed = {}, {}
        size = self._remote.page_size
        # Of very many nodes hardly anybody looks at all that they consist of.
        nested = len(missing) <= MANY * size
        for start in range(0, max(len(missing), len(pointed)), size):
            some = slice(start, start + size)
            self._around.look(missing[some], pointed[some], further=self._further and nested, nested=nested)
            # Now, while it is little: as objects it takes more room than in the store.
            self._store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in self._around.fresh())

    def triples(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
    ) -> Iterator[ox.Triple]:
        """Yield the triples that match, as far as they have been fetched; a subject or an object must be given."""
        if subject is not None:
            self._look(subject)
        elif isinstance(object, ox.NamedNode | ox.BlankNode):
            self._look_back(object)
        else:
            raise TypeError("what is near cannot be asked for a property only")
        return super().triples(subject, predicate, object)

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        """Return what is said of a subject, as far as it has been fetched."""
        self._look(subject)
        return super().statements(subject)

    def _look(self, node: Subject) -> None:
        if node not in self._around.described:
            self._missing[node] = None
            self.misses += 1

    def _look_back(self, node: Subject) -> None:
        if node not in self._around.pointed and not (Skolem.alone(node) and self._is_led_to(node)):
            self._pointed[node] = None
            self.misses += 1

    def _is_led_to(self, node: Subject) -> bool:
        """Tell whether a statement is there that leads to a node; whoever comes from behind has not met it."""
        return next(self._store.quads_for_pattern(None, None, node), None) is not None
