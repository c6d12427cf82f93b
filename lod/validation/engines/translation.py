"""The shapes as the fast engine gets them, with how far its verdicts can be relied upon, constraint by constraint."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import SH
from lod.validation.engines import paths
from lod.validation.engines.rules import RULES, Constraint
from lod.validation.engines.shapes import Node, Shapes, boolean
from lod.validation.engines.trust import Knowledge, Trust
from lod.validation.engines.writing import Writer

#: pyshacl gives up on deeper nested shapes.
DEPTH = 10

#: Of these SHACL allows one, and pyshacl fails at more.
_SINGLE = frozenset(
    f"{SH}{name}"
    for name in (
        "datatype", "nodeKind", "minCount", "maxCount", "minLength", "maxLength", "languageIn", "uniqueLang", "in",
        "closed", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint",
        "path", "deactivated", "ignoredProperties",
    )
)  # fmt: skip

#: What no engine judges by, at least not without features that nobody has asked for.
SILENT = frozenset(
    f"{SH}{name}"
    for name in (
        "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target", "message", "severity", "name",
        "description", "order", "group", "defaultValue", "path", "deactivated", "ignoredProperties", "property",
        "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "rule", "editor", "viewer",
        "flags", "expression", "js", "entailment", "shapesGraph", "suggestedShapesGraph",
    )
)  # fmt: skip

#: What pyshacl fails without.
_NEEDED = {
    f"{SH}ignoredProperties": f"{SH}closed",
    f"{SH}qualifiedMinCount": f"{SH}qualifiedValueShape",
    f"{SH}qualifiedMaxCount": f"{SH}qualifiedValueShape",
    f"{SH}qualifiedValueShapesDisjoint": f"{SH}qualifiedValueShape",
}

_ON_PROPERTIES = frozenset(
    f"{SH}{name}"
    for name in ("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape")
)


class Translator:
    """Writes shapes anew: what judges nothing is left out, blank nodes of the data are known by their IRIs.

    `parameters` are those of custom constraint components (SHACL, section 6.2), which only pyshacl knows.
    """

    def __init__(self, shapes: Shapes, knowledge: Knowledge, writer: Writer, parameters: Collection[str] = ()) -> None:
        self.shapes = shapes
        self.knowledge = knowledge
        self.writer = writer
        self.parameters = parameters
        self._known: dict[Term, tuple[Trust, int]] = {}
        self._paths: set[Term] = set()

    def shape(self, node: Term, around: tuple[Term, ...] = ()) -> Trust:
        """Write a shape under its name, with those that it leads to; return the trust in its verdict."""
        if node in around or not isinstance(node, ox.NamedNode | ox.BlankNode) or node not in self.shapes.members:
            return Trust.NONE
        if node not in self._known:
            mark = len(self.writer.triples)
            trust = self._shape(node, (*around, node))
            heights = (self._known[inner][1] for inner in self.shapes.inner(node) if inner in self._known)
            height = 1 + max(heights, default=0)
            if height > DEPTH:
                trust = Trust.NONE
            if not trust & (Trust.FINDS | Trust.CLEARS):
                self.writer.drop(node, mark)
            self._known[node] = trust, height
        return self._known[node][0]

    def _shape(self, node: Node, around: tuple[Term, ...]) -> Trust:
        idle = self.idle(node)
        if idle is None:
            return Trust.NONE
        if self.shapes.is_property(node):
            path = self.shapes.values(node, "path")[0]
            if not paths.understood(self.shapes, path):
                return Trust.NONE
            self.writer.write(node, "path", path)
            self._path(path)
        else:
            self.writer.node_shape(node)
        if idle:
            return Trust.EXACT
        trust = self.constraints(node, node, around)
        for inner in self.shapes.values(node, "property"):
            trust &= self.shape(inner, around) if self.shapes.is_property(inner) else Trust.NONE
            self.writer.write(node, "property", inner)
        return trust

    def idle(self, node: Node) -> bool | None:
        """Tell whether a shape is deactivated, or None if that is not plain to see."""
        found = self.shapes.values(node, "deactivated")
        return boolean(found[0]) if found else False

    def constraints(self, node: Node, target: Node, around: tuple[Term, ...]) -> Trust:
        """Write the constraints of a shape, but for its property shapes, at `target`; return the trust in them."""
        trust, stated = Trust.EXACT, self.shapes.at(node)
        if any(name in stated and needed not in stated for name, needed in _NEEDED.items()):
            return Trust.NONE
        for predicate, values in stated.items():
            if predicate in self.parameters or (predicate in _SINGLE and len(values) > 1):
                return Trust.NONE
            if predicate in SILENT or not predicate.startswith(SH):
                continue
            name = predicate.removeprefix(SH)
            rule = RULES.get(name)
            if rule is None or (predicate in _ON_PROPERTIES and not self.shapes.is_property(node)):
                return Trust.NONE
            for value in values:
                inner = partial(self.shape, around=around)
                trust &= rule(Constraint(self.shapes, self.knowledge, self.writer, node, target, name, value, inner))
        return trust

    def _path(self, path: Term) -> None:
        """Write what a path is made of."""
        if isinstance(path, ox.BlankNode) and path not in self._paths:
            self._paths.add(path)
            for predicate, values in self.shapes.at(path).items():
                for value in values:
                    self.writer.triples.append(ox.Triple(path, ox.NamedNode(predicate), value))
                    self._path(value)
