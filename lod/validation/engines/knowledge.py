"""Learn of the data what the fast engine cannot be left to find out: which of its classes stand below which, quickly,
and where the engines differ over a literal of unusual form. There it is not relied upon."""

from __future__ import annotations

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import SH
from lod.validation.engines import fast
from lod.validation.engines.shapes import Shapes
from lod.validation.engines.statements import Statements
from lod.validation.engines.trust import COMPARING, Knowledge


def learned(statements: Statements, shapes: Shapes) -> Knowledge:
    """Return what there is to know of the data before shapes are written for the fast engine.

    Raises `fast.Undecided` if the fast engine breaks down.
    """
    literals = statements.literals
    asked_of = {value for node in shapes.subjects("class") for value in shapes.values(node, "class")}
    classes = below(statements, asked_of)
    comparing = any(True for name in COMPARING for _ in shapes.subjects(name))
    asked = {value for node in shapes.subjects("datatype") for value in shapes.values(node, "datatype")}
    odd = [
        literal
        for datatype, found in sorted(literals.odd.items())
        if comparing or ox.NamedNode(datatype) in asked
        for literal in map(fast.literal, sorted(found))
    ]
    if not odd:
        return Knowledge(literals.datatypes, below=classes)
    refused, wrong = _refused(odd)
    return Knowledge(
        literals.datatypes,
        below=classes,
        odd={literal.datatype.value for literal in set(odd) - (refused & wrong)},
        missed={literal.datatype.value for literal in wrong - refused},
        overdone={literal.datatype.value for literal in refused - wrong},
    )


def below(statements: Statements, wanted: set[Term]) -> dict[str, list[str]]:
    """Return the classes that have instances below each of some classes, which count as below themselves."""
    above: dict[str, set[str]] = {}
    for lower, upper in statements.subclasses():
        above.setdefault(lower, set()).add(upper)
    found_below: dict[str, list[str]] = {term.value: [] for term in wanted if isinstance(term, ox.NamedNode)}
    for kind in sorted(statements.classes):
        found, level = {kind}, {kind}
        while level := {upper for lower in level for upper in above.get(lower, ())} - found:
            found |= level
        for upper in found & found_below.keys():
            found_below[upper].append(kind)
    return found_below


def _refused(literals: list[ox.Literal]) -> tuple[set[ox.Literal], set[ox.Literal]]:
    """Return the literals that the fast engine takes for ill-typed, and those that pyshacl does."""
    # Here, since rdflib and pyshacl take half a second to import.
    import rdflib

    from lod.validation.engines import reference

    by_shape = {ox.NamedNode(f"urn:lod:literal:{number}"): literal for number, literal in enumerate(literals)}
    questions = [
        ox.Triple(shape, ox.NamedNode(SH + name), value)
        for shape, literal in by_shape.items()
        for name, value in (("targetNode", literal), ("datatype", literal.datatype))
    ]
    refused = {by_shape[shape] for shape, _ in fast.failing(questions, None) if isinstance(shape, ox.NamedNode)}
    report = reference.judge(rdflib.Graph(), questions, {})
    wrong = {by_shape[ox.NamedNode(str(shape))] for shape in report.objects(None, rdflib.SH.sourceShape)}
    return refused, wrong
