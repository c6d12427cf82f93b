"""The building of a document: which things are shown whole, which as a card, which by name only.

A card is the same in every document, so it is written once and remembered as JSON. What depends on the way to a thing -
a circle, a blank node with a label, a thing that returns - is built anew wherever it stands.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import itemgetter
from typing import Any

import orjson
import pyoxigraph as ox

from lod.embedding.kinds import WHOLE
from lod.embedding.projection import Projection
from lod.embedding.stated import Links, one_or_list
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

    It does not hold its projection: of many thousands of these, each is small. `key` is its IRI, or the name of a blank
    node, which is never one.
    """

    __slots__ = ("blank", "card", "key", "known", "linked", "mention", "node", "position", "whole")

    def __init__(self, node: Resource, projection: Projection) -> None:
        self.node = node
        self.key = node.value
        self.known = projection.known
        self.linked = projection.kind.linked
        self.whole = projection.kind.linked == WHOLE
        self.position = projection.position
        self.blank = isinstance(node, ox.BlankNode)
        # What a blank node leads to belongs to it; it is built where it stands.
        self.card: Json = _BOUND if self.blank else None
        self.mention: Json = self.card


class Tree:
    """The building of one document, or of one card: what has been shown so far, and the way down to where it is now."""

    def __init__(
        self,
        project: Callable[[Resource], Projection],
        meet: Callable[[Resource], Met],
        items: Callable[[Resource], list[Resource] | None],
        incoming: Callable[[ox.NamedNode, Projection], list[Links]] | None = None,
    ) -> None:
        self._project = project
        self._meet = meet
        self._items = items
        self._incoming = incoming
        self._path: dict[str, None] = {}
        self._shown: dict[str, int] = {}
        self._labels: dict[str, str] = {}
        #: Whether something in it depends on where it stands.
        self.bound = False

    def whole(self, node: ox.NamedNode, projection: Projection) -> dict[str, Json]:
        """Return the thing that the document is about."""
        return self._thing(self._meet(node), projection, projection.kind.own, both=True)

    def _thing(self, met: Met, projection: Projection, level: int, both: bool) -> dict[str, Json]:
        """Return a thing with `level` more levels of links, or as a card if there are none.

        With `both`, what others say of it is there too.
        """
        self._shown[met.key] = level
        self._path[met.key] = None
        plain = self._labelled(met, projection) if projection.shared else projection.plain
        if level > 0 or met.whole or met.blank:
            tree = plain.copy()
        else:
            card, name = projection.kind.card, projection.name
            tree = {key: plain[key] for key in plain if key in card or key == name or key in _HEAD}
        below = level if met.whole else level - 1
        # What was reached from the other side need not lead back.
        reached = both and len(self._path) > 1
        for links in projection.links:
            key = links.key
            if key in tree:
                value = self._links(links, below, reached)
                if value is None:
                    del tree[key]
                else:
                    tree[key] = value
        if both and self._incoming is not None and isinstance(met.node, ox.NamedNode):
            for links in self._incoming(met.node, projection):
                values = [*_listed(tree.get(links.key)), *_listed(self._links(links, -1, True))]
                if values:
                    tree[links.key] = one_or_list(values)
        del self._path[met.key]
        return tree

    def _labelled(self, met: Met, projection: Projection) -> dict[str, Json]:
        self.bound = True
        label = self._labels.setdefault(met.key, f"_:b{len(self._labels)}")
        tree = {"@type": projection.plain.get("@type"), "@id": label, **projection.plain}
        if tree["@type"] is None:
            del tree["@type"]
        return tree

    def _links(self, links: Links, level: int, both: bool) -> Json | None:
        """Return the value of a key: one value, a list of them, or None if there is none."""
        values, things, bare = links.values, links.things, links.bare
        if len(things) == 1:
            value = self._link(self._meet(things[0]), level, bare, both)
            if not values:
                return value
            return one_or_list([*values, value] if value is not None else [*values])
        found: list[tuple[float, bytes, Json]] = []
        placed = False
        for thing in things:
            met = self._meet(thing)
            value = self._link(met, level, bare, both)
            if value is not None:
                # Things stand in their own order, else by IRI; blank nodes, which have no lasting name, by content.
                placed = placed or met.blank or met.position < math.inf
                found.append((met.position, orjson.dumps(value) if met.blank else b"", value))
        if placed:
            found.sort(key=itemgetter(0, 1))
        ordered = [*values, *[value for _, _, value in found]]
        return one_or_list(ordered) if ordered else None

    def _link(self, met: Met, level: int, bare: bool, both: bool) -> Json | None:
        if not met.known:
            return self._list(met, level, bare) if met.blank else met.key if bare else {"@id": met.key}
        if met.key in self._path:
            self.bound = True
            return None if both else {"@id": self._labels[met.key] if met.blank else met.key}
        if met.linked < level:
            level = met.linked
        if level < 0 and not met.whole and not met.blank:
            if met.mention is None:
                met.mention = _kept(self._mention(met, self._project(met.node)))
            return met.mention
        # A role is shown from both sides wherever the document's own thing leads to it.
        both = both or (met.whole and len(self._path) == 1 and self._incoming is not None)
        if level > 0 or (met.whole and both) or self._incoming is None:
            return self._here(met, level, both)
        if level == 0:
            if met.card is None:
                met.card = self._remembered(met, 0)
            card = met.card
        else:
            if met.mention is None:
                met.mention = self._remembered(met, -1)
            card = met.mention
        return self._here(met, level, both) if card is _BOUND else card

    def _list(self, met: Met, level: int, bare: bool) -> Json | None:
        """Return a list of things as a list object (JSON-LD 1.1, section 4.3), None if it is none.

        With each of its things: without one it would be another list.
        """
        if met.key in self._path or len(self._path) >= DEPTH:
            self.bound = True
            return None
        things = self._items(met.node)
        if things is None:
            return None
        self._path[met.key] = None
        found = [self._link(self._meet(thing), level, bare, both=False) for thing in things]
        del self._path[met.key]
        return None if None in found else {"@list": found}

    def _here(self, met: Met, level: int, both: bool) -> Json | None:
        """Return a thing built for this place: nested if it may be and was not before, else by name."""
        projection = self._project(met.node)
        nested = level >= 0 or met.whole or met.blank
        again = self._shown.get(met.key, level - 1) >= level
        if nested and again:
            self.bound = True
        if again or not nested or len(self._path) >= DEPTH:
            return self._mention(met, projection) or None
        if len(self._path) > HEIGHT:
            self.bound = True
        return self._thing(met, projection, level, both and met.whole) or None

    def _remembered(self, met: Met, level: int) -> Json:
        tree = Tree(self._project, self._meet, self._items)
        made = tree._here(met, level, both=False)
        return _BOUND if tree.bound else _kept(made)

    def _mention(self, met: Met, projection: Projection) -> dict[str, Json]:
        plain, name = projection.plain, projection.name
        if projection.shared:
            plain = self._labelled(met, projection)
        tree = {}
        for key in _HEAD:
            if key in plain:
                tree[key] = plain[key]
        if name is not None:
            tree[name] = plain[name]
        return tree


def _kept(value: Json) -> orjson.Fragment:
    # A copy: orjson leaves kilobytes of room behind what it writes, and this is kept.
    return orjson.Fragment(bytes(memoryview(orjson.dumps(value))))


def _listed(value: Json | None) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]
