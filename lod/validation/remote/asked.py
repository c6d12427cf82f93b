"""A constraint as it is asked about: of which node, of which values, and whether it is kept or broken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, count

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF_TYPE
from lod.validation.engines.shapes import Shapes
from lod.validation.remote.conditions import FALSE, TRUE, Condition, being, both, matching, never, unknown
from lod.validation.remote.values import Values

#: More values than these are not told apart in one query.
COUNTED = 4

TYPE = str(ox.NamedNode(RDF_TYPE))

#: A test of the value of a variable: that it passes, or fails, and surely so or perhaps.
Test = Callable[[str, bool, bool], Condition]


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of the data: `below` has for each class those below it that have instances, itself included.

    `nameless` tells whether a blank node is among them, so that what stands below which is not known in full.
    """

    below: Mapping[str, tuple[str, ...]]
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What all conditions of a graph of shapes share; `properties` are those that the data have."""

    shapes: Shapes
    classes: Classes
    properties: Collection[str]
    values: Values
    _numbers: Iterator[int] = field(default_factory=count)

    def variable(self) -> str:
        """Return a variable that stands nowhere else."""
        return f"?v{next(self._numbers)}"

    def instances(self, node: str, kind: str) -> Condition:
        """Return the condition that a node is an instance of a class, by classes with names (SHACL, section 1.3)."""
        below = [str(ox.NamedNode(name)) for name in self.classes.below.get(kind, ())]
        if len(below) < 2:
            return matching(f"{node} {TYPE} {below[0]} .") if below else FALSE
        kinds = self.variable()
        return matching(f"VALUES {kinds} {{ {' '.join(below)} }} {node} {TYPE} {kinds} .")


@dataclass(frozen=True, slots=True)
class Asked:
    """A value of one of SHACL's parameters at a shape, asked about at the variable `node`.

    The constraint is one on the values to which `path` leads from there, or on the node itself. Asked is whether the
    node `passes`, or fails, and whether it is `sure` to, or only may. `one` is a variable for a value that fails any of
    the shape's constraints, `inner` asks of another shape in the same way.
    """

    scope: Scope
    shape: Term
    name: str
    value: Term
    node: str
    path: str | None
    one: str
    passes: bool
    sure: bool
    inner: Callable[[Term, str, bool, bool], Condition]

    def others(self, name: str) -> list[Term]:
        """Return the values of a parameter at the shape."""
        return self.scope.shapes.values(self.shape, name)

    def link(self, value: str) -> Condition:
        """Return that the path leads from the node to a value."""
        if self.path and self.path.startswith("<") and self.path[1:-1] not in self.scope.properties:
            return FALSE
        return matching(f"{self.node} {self.path} {value} .")

    def whatever(self) -> Condition:
        """Return what comes of a constraint that nothing can break."""
        return TRUE if self.passes else FALSE

    def each(self, test: Test) -> Condition:
        """Return that all values pass a test, or that one of them fails it."""
        if self.path is None:
            return test(self.node, self.passes, self.sure)
        sure = self.sure != self.passes
        failing = both((self.link(self.one), test(self.one, False, sure)), sure=sure)
        return never(failing, sure=self.sure) if self.passes else failing

    def some(self, test: Test) -> Condition:
        """Return that one of the values passes a test, or that none does."""
        if self.path is None:
            return test(self.node, self.passes, self.sure)
        value = self.scope.variable()
        sure = self.sure == self.passes
        passing = both((self.link(value), test(value, True, sure)), sure=sure)
        return passing if self.passes else never(passing, sure=self.sure)

    def told(self, expression: Callable[[str], str | None], *, exact: bool) -> Condition:
        """Return that all values fulfil an expression, or that one does not.

        If it is `exact`, it is true of those that keep the constraint and false of others; else it is true only of
        such as surely keep it. Where it is None there is no saying.
        """

        def test(value: str, passes: bool, sure: bool) -> Condition:
            found = expression(value)
            if found is None or (passes != sure and not exact):
                return unknown(sure=sure)
            return being(found if passes else f"!({found})")

        return self.each(test)

    def counted(self, name: str, limit: int, test: Test) -> Condition:
        """Return that at least, or at most, so many values pass a test: `name` is sh:minCount or one of its like."""
        least = name in ("minCount", "qualifiedMinCount")
        enough = self.passes == least
        wanted = limit if least else limit + 1
        if wanted == 0:
            return TRUE if enough else FALSE
        if wanted > COUNTED:
            # That there are a few does not make them surely enough, nor surely too few.
            if enough == self.sure:
                return unknown(sure=self.sure)
            wanted = COUNTED
        sure = self.sure if enough else not self.sure
        values = [self.scope.variable() for _ in range(wanted)]
        tests = [test(value, True, sure) for value in values]
        if wanted > 1 and any(len(condition) > 1 for condition in tests):
            if sure:
                return unknown(sure=self.sure)
            values, tests = values[:1], tests[:1]
        apart = (being(_apart(one, other, sure)) for one, other in combinations(values, 2))
        found = both((*map(self.link, values), *apart, *tests), sure=sure)
        return found if enough else never(found, sure=self.sure)


def _apart(one: str, other: str, sure: bool) -> str:
    return f"STR({one}) != STR({other})" if sure else f"!sameTerm({one}, {other})"
