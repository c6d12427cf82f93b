"""Shapes compiled to conditions of SPARQL: which nodes may fail, and which surely do not (SHACL, sections 2 to 4).

A condition is asked for in one of two kinds. What *may* hold of a node holds of no fewer than those of which pyshacl
says so, what *surely* holds of no more: the one is made of the other where a shape says not, or only, or how many.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import SH
from lod.validation.engines.shapes import Root, Shapes, boolean
from lod.validation.engines.translation import SILENT
from lod.validation.remote import paths
from lod.validation.remote.asked import Asked, Classes, Scope
from lod.validation.remote.conditions import FALSE, TRUE, Condition, Group, both, either, matching, unknown
from lod.validation.remote.rules import RULES
from lod.validation.remote.values import Values

FOCUS = "?this"

#: So many groups are asked in one query: some stores do not take long ones.
TOGETHER = 8

_APART = SILENT - {f"{SH}property"}


class Compiler:
    """Compiles the shapes of a graph, for data with some classes and properties.

    `parameters` are those of custom constraint components (SHACL, section 6.2), of which nothing is known; `skolem`
    begins the IRIs that stand for blank nodes.
    """

    def __init__(
        self,
        shapes: Shapes,
        classes: Classes,
        properties: Collection[str],
        parameters: Collection[str],
        skolem: str,
    ) -> None:
        self.scope = Scope(shapes, classes, properties, Values(skolem))
        self._parameters = parameters

    def queries(self, root: Root) -> list[str]:
        """Return queries for the focus nodes that may fail a root, as ?this; its single target nodes are not asked of.

        Each of them may answer with nodes that others answer with too. An empty list: there is no such node.
        """
        failing = self.failing(root.shape)
        found = list[str]()
        for target in self._targets(root):
            groups = [group & other for group in target for other in failing]
            found += (_asking(groups[at : at + TOGETHER]) for at in range(0, len(groups), TOGETHER))
        return found

    def aims(self, root: Root) -> list[str]:
        """Return queries for all focus nodes of a root, but for its single target nodes."""
        return [_asking(target) for target in self._targets(root) if target]

    def _targets(self, root: Root) -> list[Condition]:
        return [self.target(name, value) for name, value in root.targets]

    def failing(self, shape: Term) -> Condition:
        """Return the condition that the focus node may fail a shape."""
        return self._shape(shape, FOCUS, (), passes=False, sure=False)

    def target(self, name: str, value: Term) -> Condition:
        """Return the condition that the focus node is one of a target (SHACL, section 2.1.3)."""
        if name == "targetClass" and isinstance(value, ox.NamedNode):
            return self.scope.instances(FOCUS, value.value)
        if name == "targetSubjectsOf":
            return matching(f"{FOCUS} {value} {self.scope.variable()} .")
        return matching(f"{self.scope.variable()} {value} {FOCUS} .") if name == "targetObjectsOf" else FALSE

    def _shape(self, shape: Term, node: str, around: tuple[Term, ...], *, passes: bool, sure: bool) -> Condition:
        shapes = self.scope.shapes
        if shape in around or shape not in shapes.members:
            return unknown(sure=sure)
        if any(map(boolean, shapes.values(shape, "deactivated"))):
            return TRUE if passes else FALSE
        path = None
        if shapes.is_property(shape):
            path = paths.written(shapes, shapes.values(shape, "path")[0])
            if path is None:
                return unknown(sure=sure)

        def inner(other: Term, at: str, passing: bool, surely: bool) -> Condition:
            return self._shape(other, at, (*around, shape), passes=passing, sure=surely)

        one, parts = self.scope.variable(), list[Condition]()
        for predicate, values in shapes.at(shape).items():
            if predicate in self._parameters:
                parts.append(unknown(sure=sure))
            elif predicate.startswith(SH) and predicate not in _APART:
                name, rule = predicate.removeprefix(SH), RULES.get(predicate)
                asked = (Asked(self.scope, shape, name, v, node, path, one, passes, sure, inner) for v in values)
                parts += [rule(one) if rule else unknown(sure=sure) for one in asked]
        return both(parts, sure=sure) if passes else either(parts)


def _asking(groups: Sequence[Group]) -> str:
    union = " UNION ".join(f"{{ {group} }}" for group in groups)
    return f"SELECT DISTINCT {FOCUS} WHERE {{ {union} }}"
