"""Each constraint of SHACL's core as the fast engine gets it, with the trust in its verdict (SHACL, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF, RDF_TYPE, RDFS, SH
from lod.validation.engines.patterns import translated
from lod.validation.engines.shapes import Node, Shapes, boolean, number, text
from lod.validation.engines.trust import Knowledge, Trust
from lod.validation.engines.writing import Writer

#: Datatypes that pyshacl treats in ways of its own.
SPECIAL = frozenset(
    {f"{RDFS}Literal", f"{RDFS}Datatype", f"{RDF}HTML", f"{RDF}XMLLiteral", f"{RDF}JSON", f"{RDF}dirLangString"}
)


_NOTHING = ox.NamedNode("urn:lod:nothing")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A value of one of SHACL's parameters at a shape, to be written at `target`.

    `inner` writes a shape that it leads to and returns the trust in it.
    """

    shapes: Shapes
    knowledge: Knowledge
    writer: Writer
    shape: Node
    target: Node
    name: str
    value: Term
    inner: Callable[[Term], Trust]

    def write(self, trust: Trust = Trust.EXACT) -> Trust:
        """Write it as it is; return the trust."""
        self.writer.write(self.target, self.name, self.value)
        return trust

    def others(self, name: str) -> list[Term]:
        """Return the values of a parameter at the shape."""
        return self.shapes.values(self.shape, name)


def _iri(c: Constraint) -> Trust:
    return c.write() if isinstance(c.value, ox.NamedNode) else Trust.NONE


def _class(c: Constraint) -> Trust:
    if not isinstance(c.value, ox.NamedNode):
        return Trust.NONE
    # The engine goes through all instances of a class for each value: to name those that will do is not quadratic.
    kind, instance, types = c.writer.fresh(), c.writer.fresh(), ox.NamedNode(f"urn:lod:types:{len(c.writer.triples)}")
    classes = [ox.NamedNode(name) for name in c.knowledge.below[c.value.value]]
    c.writer.write_list(kind, "in", classes or [_NOTHING])
    c.writer.write(types, "path", ox.NamedNode(RDF_TYPE))
    c.writer.write(types, "qualifiedValueShape", kind)
    c.writer.write(types, "qualifiedMinCount", ox.Literal(1))
    # Inside sh:node, so that a result is told of the shape that has the constraint.
    c.writer.write(instance, "property", types)
    c.writer.write(c.target, "node", instance)
    return Trust.EXACT


def _datatype(c: Constraint) -> Trust:
    if not isinstance(c.value, ox.NamedNode):
        return Trust.NONE
    special = c.value.value in SPECIAL
    return Trust.WALKS if special else c.write(c.knowledge.datatype(c.value.value))


def _node_kind(c: Constraint) -> Trust:
    kind = c.value.value.removeprefix(SH) if isinstance(c.value, ox.NamedNode) else ""
    if kind == "BlankNode":
        c.writer.only_blank(c.target)
    elif kind == "BlankNodeOrLiteral":
        literal, blank = c.writer.fresh(), c.writer.fresh()
        c.writer.write(literal, "nodeKind", ox.NamedNode(f"{SH}Literal"))
        c.writer.only_blank(blank)
        c.writer.write_list(c.target, "or", (literal, blank))
    elif kind in ("IRI", "BlankNodeOrIRI", "Literal", "IRIOrLiteral"):
        c.writer.write(c.target, c.name, ox.NamedNode(SH + kind.removeprefix("BlankNodeOr")))
        if kind in ("IRI", "IRIOrLiteral"):
            c.writer.no_blank(c.target)
    else:
        return Trust.NONE
    return Trust.EXACT


def _count(c: Constraint) -> Trust:
    return c.write() if number(c.value) is not None else Trust.NONE


def _length(c: Constraint) -> Trust:
    length = number(c.value)
    if length is None:
        return Trust.NONE
    if c.name == "maxLength" or length > 0:
        c.writer.no_blank(c.target)
    return c.write()


def _range(c: Constraint) -> Trust:
    if len(c.others(c.name)) > 1:
        return Trust.WALKS
    trust = c.knowledge.range(c.value)
    return c.write(trust) if Trust.FINDS in trust else trust


def _pattern(c: Constraint) -> Trust:
    pattern = text(c.value)
    expression = None if pattern is None or c.others("flags") or len(c.others(c.name)) > 1 else translated(pattern)
    if expression is None:
        return Trust.WALKS
    c.writer.no_blank(c.target)
    c.writer.write(c.target, "pattern", ox.Literal(expression))
    return Trust.EXACT


def _language_in(c: Constraint) -> Trust:
    tags = [text(item) for item in c.shapes.items(c.value) or ()]
    # pyshacl looks at a whole tag or at its first part only.
    if not tags or not all(tag is not None and tag.isalpha() for tag in tags):
        return Trust.WALKS
    c.writer.write_list(c.target, c.name, map(ox.Literal, filter(None, tags)))
    return Trust.EXACT


def _unique_language(c: Constraint) -> Trust:
    return Trust.NONE if boolean(c.value) is None else c.write()


def _order(c: Constraint) -> Trust:
    if not isinstance(c.value, ox.NamedNode):
        return Trust.NONE
    # pyshacl fails at a blank node: it shall get to see it.
    c.writer.no_blank(c.target)
    return c.write(c.knowledge.order())


def _has_value(c: Constraint) -> Trust:
    return Trust.WALKS if isinstance(c.value, ox.BlankNode) else c.write()


def _in(c: Constraint) -> Trust:
    items = c.shapes.items(c.value)
    if items is None:
        return Trust.NONE
    if not items or any(isinstance(item, ox.BlankNode) for item in items):
        return Trust.WALKS
    c.writer.write_list(c.target, c.name, items)
    return Trust.EXACT


def _closed(c: Constraint) -> Trust:
    shapes = c.shapes
    ignored = [shapes.items(node) for node in c.others("ignoredProperties")]
    properties = c.others("property")
    closed = boolean(c.value)
    if closed is None or None in ignored or not all(shapes.is_property(node) for node in properties):
        return Trust.NONE
    if not closed:
        return Trust.EXACT
    allowed = [item for items in ignored for item in items or ()]
    allowed += [path for node in properties for path in shapes.values(node, "path")]
    c.write()
    names = dict.fromkeys(item for item in allowed if isinstance(item, ox.NamedNode))
    c.writer.write_list(c.target, "ignoredProperties", names)
    # pyshacl never minds the class rdfs:Resource.
    return Trust.EXACT if ox.NamedNode(RDF_TYPE) in names else Trust.FINDS | Trust.WALKS


def _not(c: Constraint) -> Trust:
    c.write()
    return c.inner(c.value).swapped()


def _node(c: Constraint) -> Trust:
    c.write()
    return Trust.NONE if c.shapes.is_property(c.value) else c.inner(c.value)


def _logic(c: Constraint) -> Trust:
    members = c.shapes.items(c.value)
    if not members:
        return Trust.NONE
    c.writer.write_list(c.target, c.name, members)
    trust = Trust.EXACT
    for member in members:
        trust &= c.inner(member)
    return trust.counted() if c.name == "xone" else trust


def _qualified(c: Constraint) -> Trust:
    limits = {name: c.others(name) for name in ("qualifiedMinCount", "qualifiedMaxCount") if c.others(name)}
    disjoint = c.others("qualifiedValueShapesDisjoint")
    if not limits or any(number(values[0]) is None for values in limits.values()):
        return Trust.NONE
    trust = c.inner(c.value)
    if disjoint:
        # Its siblings are those of a shape around it, which is not written as it is.
        return trust & Trust.WALKS if boolean(disjoint[0]) is not None else Trust.NONE
    c.write()
    for name, values in limits.items():
        c.writer.write(c.target, name, values[0])
    if len(limits) > 1:
        return trust.counted()
    return trust if "qualifiedMinCount" in limits else trust.swapped()


#: How each constraint is written. What is not here (SHACL-SPARQL above all) only pyshacl judges.
RULES: Mapping[str, Callable[[Constraint], Trust]] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minCount": _count,
    "maxCount": _count,
    "minExclusive": _range,
    "minInclusive": _range,
    "maxExclusive": _range,
    "maxInclusive": _range,
    "minLength": _length,
    "maxLength": _length,
    "pattern": _pattern,
    "languageIn": _language_in,
    "uniqueLang": _unique_language,
    "equals": _iri,
    "disjoint": _iri,
    "lessThan": _order,
    "lessThanOrEquals": _order,
    "not": _not,
    "and": _logic,
    "or": _logic,
    "xone": _logic,
    "node": _node,
    "qualifiedValueShape": _qualified,
    "closed": _closed,
    "hasValue": _has_value,
    "in": _in,
}
