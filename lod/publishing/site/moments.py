"""When each of many things was changed, in eight bytes."""

from __future__ import annotations

from array import array
from collections.abc import ItemsView, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta

from lod.publishing.site.nodes import Nodes

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_ONE = timedelta(microseconds=1)

#: What is no moment: `datetime` does not go so far.
_NONE = -1 << 63


class Moments(MutableMapping[str, datetime]):
    """Moments in UTC by the IRI of a node, in the order of the nodes; of what is none of them nothing is taken up."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._moments = array("q", (_NONE,)) * len(nodes)

    def __getitem__(self, iri: str) -> datetime:
        place = self._nodes.place(iri)
        if place is None or self._moments[place] == _NONE:
            raise KeyError(iri)
        return _FIRST + self._moments[place] * _ONE

    def __setitem__(self, iri: str, when: datetime) -> None:
        if (place := self._nodes.place(iri)) is not None:
            self._moments[place] = (when - _FIRST) // _ONE

    def __delitem__(self, iri: str) -> None:
        _ = self[iri]
        self._moments[self._nodes.place(iri) or 0] = _NONE

    def __iter__(self) -> Iterator[str]:
        return (iri for iri, _ in self.items())

    def __len__(self) -> int:
        return len(self._moments) - self._moments.count(_NONE)

    def items(self) -> ItemsView[str, datetime]:
        """Return all moments with the IRIs of their nodes, in their order: none has to be looked for."""
        return _Items(self)


class _Items(ItemsView[str, datetime]):
    def __init__(self, moments: Moments) -> None:
        super().__init__(moments)
        self._found = moments

    def __iter__(self) -> Iterator[tuple[str, datetime]]:
        known = zip(self._found._nodes, self._found._moments, strict=True)
        return ((node.value, _FIRST + moment * _ONE) for node, moment in known if moment != _NONE)
