"""The building of a document: which things are shown whole, which as a card, which by name only.

A card is the same in every document, so it is written once and remembered as JSON. What depends on the way to a thing -
a circle, a blank node with a label, a thing that returns - is built anew wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import orjson
import pyoxigraph as ox

from lod.embedding.projection import Links, Projection, one_or_list
from lod.graph import Resource
from lod.graph.resource import DEPTH

#: A JSON value; what is remembered of it stands in it as orjson.Fragment.
Json = Any

_HEAD = ("@type", "@id")

#: A card that nests deeper than this is not remembered.
HEIGHT = 4

#: What stands for a card that cannot be remembered.
_BOUND = object()


class Met:
    """A thing that documents have met: what decides how it is shown, and its card and mention once they are written.

    It does not hold its projection: of many thousands of these, each is small.
    """

    __slots__ = ("card", "known", "linked", "mention", "position", "whole")

    def __init__(self, node: Resource, projection: Projection) -> None:
        self.known = projection.known
        self.linked = projection.kind.linked
        self.whole = projection.kind.whole
        self.position = projection.position
        # What a blank node leads to belongs to it; it is built where it stands.
        self.card: Json = _BOUND if isinstance(node, ox.BlankNode) else None
        self.mention: Json = self.card


class Tree:
    """The building of one document, or of one card: what has been shown so far, and the way down to where it is now."""

    def __init__(
        self,
        project: Callable[[Resource], Projection],
        meet: Callable[[Resource], Met],
        incoming: Callable[[ox.NamedNode, Projection], list[Links]] | None = None,
    ) -> None:
        self._project = project
        self._meet = meet
        self._incoming = incoming
        self._path: dict[Resource, None] = {}
        self._shown: dict[Resource, int] = {}
        self._labels: dict[Resource, str] = {}
        #: Whether something in it depends on where it stands.
        self.bound = False

    def whole(self, node: ox.NamedNode, projection: Projection) -> dict[str, Json]:
        """Return the thing that the document is about."""
        return self._thing(node, projection, projection.kind.own, both=True)

    def _thing(self, node: Resource, projection: Projection, level: int, *, both: bool = False) -> dict[str, Json]:
        """Return a thing with `level` more levels of links, or as a card if there are none.

        With `both`, what others say of it is there too.
        """
        self._shown[node] = level
        self._path[node] = None
        kind = projection.kind
        below = level if kind.whole else level - 1
        if level > 0 or kind.whole or isinstance(node, ox.BlankNode):
            tree = self._labelled(node, projection) if projection.shared else projection.plain.copy()
        else:
            card = kind.card
            tree = {k: v for k, v in projection.plain.items() if k in card or k == projection.name or k in _HEAD}
        # What was reached from the other side need not lead back.
        reached = both and len(self._path) > 1
        for links in projection.links:
            if links.key in tree:
                values = [*links.values, *self._links(links, below, both=reached)]
                if values:
                    tree[links.key] = values[0] if len(values) == 1 else values
                else:
                    del tree[links.key]
        if both and self._incoming is not None and isinstance(node, ox.NamedNode):
            for links in self._incoming(node, projection):
                values = self._links(links, -1, both=True)
                if values:
                    old = tree.get(links.key, [])
                    tree[links.key] = one_or_list([*(old if isinstance(old, list) else [old]), *values])
        del self._path[node]
        return tree

    def _labelled(self, node: Resource, projection: Projection) -> dict[str, Json]:
        self.bound = True
        head = {"@type": projection.plain.get("@type"), "@id": self._labels.setdefault(node, f"_:b{len(self._labels)}")}
        tree = {**head, **projection.plain}
        if tree["@type"] is None:
            del tree["@type"]
        return tree

    def _links(self, links: Links, level: int, *, both: bool = False) -> list[Json]:
        if len(links.things) == 1:
            link = links.things[0]
            value = self._link(link, self._meet(link), level, links.bare, both)
            return [] if value is None else [value]
        found: list[tuple[float, bytes, Json]] = []
        for link in links.things:
            met = self._meet(link)
            value = self._link(link, met, level, links.bare, both)
            if value is not None:
                # Things stand in their own order, else by IRI; blank nodes, which have no lasting name, by content.
                content = orjson.dumps(value) if isinstance(link, ox.BlankNode) else b""
                found.append((met.position, content, value))
        found.sort(key=itemgetter(0, 1))
        return [value for _, _, value in found]

    def _link(self, node: Resource, met: Met, level: int, bare: bool, both: bool) -> Json | None:
        blank = isinstance(node, ox.BlankNode)
        if not met.known:
            return None if blank else node.value if bare else {"@id": node.value}
        if node in self._path:
            self.bound = True
            return None if both else {"@id": self._labels[node] if blank else node.value}
        # A role is shown from both sides wherever the document's own thing leads to it.
        both = both or (met.whole and len(self._path) == 1 and self._incoming is not None)
        level = min(met.linked, level)
        if level > 0 or (met.whole and both) or self._incoming is None:
            return self._here(node, level, both)
        if level == 0:
            if met.card is None:
                met.card = self._remembered(node, 0)
            card = met.card
        else:
            if met.mention is None:
                met.mention = self._remembered(node, -1)
            card = met.mention
        return self._here(node, level, both) if card is _BOUND else card

    def _here(self, node: Resource, level: int, both: bool) -> Json | None:
        """Return a thing built for this place: nested if it may be and was not before, else by name."""
        projection = self._project(node)
        nested = level >= 0 or projection.kind.whole or isinstance(node, ox.BlankNode)
        again = self._shown.get(node, level - 1) >= level
        if nested and again:
            self.bound = True
        if again or not nested or len(self._path) >= DEPTH:
            return self._mention(node, projection) or None
        if len(self._path) > HEIGHT:
            self.bound = True
        return self._thing(node, projection, level, both=both and projection.kind.whole) or None

    def _remembered(self, node: Resource, level: int) -> Json:
        tree = Tree(self._project, self._meet)
        made = tree._here(node, level, both=False)
        if tree.bound:
            return _BOUND
        # A copy: orjson leaves kilobytes of room behind what it writes, and this is kept.
        return orjson.Fragment(bytes(memoryview(orjson.dumps(made))))

    def _mention(self, node: Resource, projection: Projection) -> dict[str, Json]:
        plain = self._labelled(node, projection) if projection.shared else projection.plain
        tree = {key: plain[key] for key in _HEAD if key in plain}
        if projection.name is not None:
            tree[projection.name] = plain[projection.name]
        return tree
