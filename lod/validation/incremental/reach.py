"""How far shapes look: which statements on other things than the focus node have a part in what is found on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF, RDF_TYPE, RDFS, SH
from lod.validation.engines.paths import understood
from lod.validation.engines.rules import RULES
from lod.validation.engines.shapes import Shapes, boolean

#: What stands at a shape and judges nothing by itself (SHACL, sections 2.1 to 2.3), beside the constraints of RULES.
_SILENT = frozenset(
    f"{SH}{name}"
    for name in (
        "targetClass", "targetSubjectsOf", "message", "severity", "name", "description", "order", "group",
        "defaultValue", "path", "deactivated", "ignoredProperties", "property", "flags", "qualifiedMinCount",
        "qualifiedMaxCount", "qualifiedValueShapesDisjoint",
    )
)  # fmt: skip

#: Whose parameter is a property that is read too.
_COMPARING = ("equals", "disjoint", "lessThan", "lessThanOrEquals")

_SUBCLASS = f"{RDFS}subClassOf"


@dataclass(slots=True)
class Reach:
    """What shapes read on things other than the one that they judge.

    `visible` are the properties of those things, and with `everything` all; `onward` are those that lead further on,
    `back` those that are followed from the value to the subject, and `back_onward` those of `back` that are followed
    from other things than the focus node.
    """

    visible: set[str] = field(default_factory=lambda: {RDF_TYPE})
    onward: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)
    back_onward: set[str] = field(default_factory=set)
    everything: bool = False


class _Unknown(Exception):
    """It cannot be told how far a shape looks."""


def reach(shapes: Shapes) -> Reach | None:
    """Return how far shapes look, or None where that cannot be told: then any change may change any finding.

    That is so for SPARQL, custom components and recursion; for targets other than classes and subjects, since their
    focus nodes may stand in no file; and for property shapes within property shapes, which find things on the values.
    """
    reader = _Reader(shapes)
    try:
        if any(t.object == ox.NamedNode(f"{SH}ConstraintComponent") for t in shapes.triples):
            return None
        for root in shapes.roots():
            if any(name not in ("targetClass", "targetSubjectsOf") for name, _ in root.targets):
                return None
            reader.read(root.shape, elsewhere=False, reports=True, around=())
    except _Unknown:
        return None
    found = reader.found
    return None if _SUBCLASS in found.visible | found.back else found


class _Reader:
    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.found = Reach()

    def read(self, shape: Term, *, elsewhere: bool, reports: bool, around: tuple[Term, ...]) -> None:
        """Take in a shape that judges the focus node, or, `elsewhere`, other nodes; `reports`: its results are told."""
        shapes, found = self.shapes, self.found
        at = shapes.at(shape)
        known = all(name in _SILENT or name.removeprefix(SH) in RULES for name in at if name.startswith(SH))
        deactivated = shapes.values(shape, "deactivated")
        if shape in around or not known or len(deactivated) > 1 or None in map(boolean, deactivated):
            raise _Unknown
        if any(map(boolean, deactivated)):
            return
        if any(value == ox.NamedNode(_SUBCLASS) for value in shapes.values(shape, "targetSubjectsOf")):
            raise _Unknown
        on_values = shapes.is_property(shape)
        if on_values:
            self._path(shapes.values(shape, "path"), elsewhere)
            if reports and shapes.values(shape, "property"):
                raise _Unknown
        if elsewhere:
            found.visible.update(value.value for name in _COMPARING for value in _iris(shapes.values(shape, name)))
        inside = elsewhere or on_values
        found.everything |= inside and bool(shapes.values(shape, "closed"))
        for inner in shapes.inner(shape):
            told = reports and inner in shapes.values(shape, "property")
            self.read(inner, elsewhere=inside, reports=told, around=(*around, shape))

    def _path(self, paths: list[Term], elsewhere: bool) -> None:
        if len(paths) != 1 or not understood(self.shapes, paths[0]):
            raise _Unknown
        path, found = paths[0], self.found
        if isinstance(path, ox.NamedNode):
            if elsewhere:
                found.visible.add(path.value)
                found.onward.add(path.value)
            return
        forwards, backwards = set(_steps(self.shapes, path)), set(_inverses(self.shapes, path))
        single = not forwards and len(self.shapes.at(path)) == 1 and bool(self.shapes.values(path, "inversePath"))
        found.visible |= forwards
        found.onward |= forwards
        found.back |= backwards
        if elsewhere or not single:
            found.back_onward |= backwards


def _steps(shapes: Shapes, path: Term) -> Iterator[str]:
    """Yield the properties that a path follows forwards."""
    if isinstance(path, ox.NamedNode):
        yield path.value
        return
    for name, values in shapes.at(path).items():
        if name != f"{SH}inversePath" and name.startswith((SH, RDF)) and name != RDF_TYPE:
            for value in values:
                if value != ox.NamedNode(f"{RDF}nil"):
                    yield from _steps(shapes, value)


def _inverses(shapes: Shapes, path: Term) -> Iterator[str]:
    """Yield the properties that a path follows from the value to the subject."""
    for name, values in shapes.at(path).items():
        for value in values:
            if name == f"{SH}inversePath":
                yield from (iri.value for iri in _iris([value]))
            elif isinstance(value, ox.BlankNode):
                yield from _inverses(shapes, value)


def _iris(terms: list[Term]) -> Iterator[ox.NamedNode]:
    return (term for term in terms if isinstance(term, ox.NamedNode))
