"""A report as the W3C validation report in Turtle (SHACL, section 3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from lod.graph import turtle as write
from lod.terms import RDF_TYPE, RDFS, SH, XSD
from lod.validation.formats.view import View
from lod.validation.report import Report, Result


def turtle(report: Report, _view: View) -> str:
    """Return a report as Turtle: pyshacl's own report, to which the project's other findings (`lod:...`) are added.

    These have the code as the IRI of their constraint component, and where nothing of the data is concerned the file's
    IRI as their focus node. If there are more findings than are kept, an rdfs:comment says how many of which code.
    """
    return write(_triples(report), report.prefixes)


def _triples(report: Report) -> Iterator[ox.Triple]:
    others = [result for result in report.results if result.code.startswith("lod:")]
    top = next(t.subject for t in report.shacl if t.predicate.value == RDF_TYPE and t.object == _sh("ValidationReport"))
    conforms = _sh("conforms")
    yield from (t for t in report.shacl if not (others and t.predicate == conforms))
    if others:
        yield ox.Triple(top, conforms, ox.Literal("false", datatype=ox.NamedNode(f"{XSD}boolean")))
    for code, number in sorted(report.omitted.items()):
        comment = f"{number} more results of {code} are not listed."
        yield ox.Triple(top, ox.NamedNode(f"{RDFS}comment"), ox.Literal(comment, language="en"))
    for result in others:
        node = ox.BlankNode()
        yield ox.Triple(top, _sh("result"), node)
        yield from _result(node, result)


def _result(node: ox.BlankNode, result: Result) -> Iterator[ox.Triple]:
    yield ox.Triple(node, ox.NamedNode(RDF_TYPE), _sh("ValidationResult"))
    yield ox.Triple(node, _sh("resultSeverity"), ox.NamedNode(result.severity.iri))
    yield ox.Triple(node, _sh("sourceConstraintComponent"), ox.NamedNode(result.code))
    for language, text in result.messages.items():
        yield ox.Triple(node, _sh("resultMessage"), ox.Literal(text, language=language or None))
    if result.focus is not None:
        yield ox.Triple(node, _sh("focusNode"), result.focus)
    elif result.origin:
        yield ox.Triple(node, _sh("focusNode"), ox.NamedNode(Path(result.origin.path).absolute().as_uri()))
    if result.path and result.path.iri:
        yield ox.Triple(node, _sh("resultPath"), ox.NamedNode(result.path.iri))
    if result.value is not None:
        yield ox.Triple(node, _sh("value"), result.value)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)
