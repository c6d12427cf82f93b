"""Open the package's closed shapes to the properties that a workspace declares in its own ontology (SHACL, 4.8.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from lod.terms import OWL, RDF, RDF_TYPE, RDFS, SH

_KINDS = {
    f"{RDF}Property",
    *(f"{OWL}{kind}Property" for kind in ("Object", "Datatype", "Annotation", "Functional", "InverseFunctional")),
}
_OF_PROPERTIES = {f"{RDFS}{name}" for name in ("subPropertyOf", "domain", "range")}
_CLOSED, _IGNORED = ox.NamedNode(f"{SH}closed"), ox.NamedNode(f"{SH}ignoredProperties")
_FIRST, _REST, _NIL = (ox.NamedNode(f"{RDF}{name}") for name in ("first", "rest", "nil"))
_TRUE = ox.Literal(True)


def declared(triples: Iterable[ox.Triple]) -> Iterator[ox.NamedNode]:
    """Yield the properties that an ontology file declares, or says something of that holds for properties only."""
    for triple in triples:
        kind = triple.object.value if isinstance(triple.object, ox.NamedNode) else None
        typed = triple.predicate.value == RDF_TYPE and kind in _KINDS
        if (typed or triple.predicate.value in _OF_PROPERTIES) and isinstance(triple.subject, ox.NamedNode):
            yield triple.subject


def opened(shapes: Iterable[ox.Triple], properties: Iterable[ox.NamedNode]) -> list[ox.Triple]:
    """Return shapes of which the closed ones ignore some properties too."""
    triples = list(shapes)
    closed = {t.subject for t in triples if t.predicate == _CLOSED and t.object == _TRUE}
    lists = {t.subject: t.object for t in triples if t.predicate == _IGNORED}
    kept = [t for t in triples if not (t.predicate == _IGNORED and t.subject in closed)]
    names = sorted(properties, key=lambda name: name.value)
    for shape in sorted(closed, key=str):
        head: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple = lists.get(shape, _NIL)
        for name in names:
            cell = ox.BlankNode()
            kept += (ox.Triple(cell, _FIRST, name), ox.Triple(cell, _REST, head))
            head = cell
        kept.append(ox.Triple(shape, _IGNORED, head))
    return kept
