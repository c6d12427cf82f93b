"""Triples as bytes in any RDF format of the table, always the same for the same triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from lod.graph.speakable import rdfxml
from lod.graph.turtle import turtle
from lod.source.reading import OXIGRAPH


def serialise(triples: Iterable[ox.Triple], format: str, prefixes: Mapping[str, str]) -> bytes:
    """Return triples in the format of this name: turtle, ntriples, nquads, trig, rdfxml or jsonld.

    What RDF/XML cannot say is left out there, and counted in a comment.
    """
    if format == "turtle":
        return turtle(triples, prefixes).encode()
    quads = [ox.Quad(t.subject, t.predicate, t.object) for t in triples]
    if any(isinstance(term, ox.BlankNode) for q in quads for term in (q.subject, q.object)):
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads = list(dataset)
    quads.sort(key=str)
    used = {name: space for name, space in prefixes.items() if name}
    if format == "rdfxml":
        return rdfxml(quads, used)
    data = ox.serialize(quads, format=OXIGRAPH[format], prefixes=used)
    assert data is not None, "without an output the engine returns bytes"  # noqa: S101  # its type cannot say so
    return data


def nquads(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as canonical N-Quads (RDFC-1.0, section 4.4.3): sorted lines, blank nodes c14n0, c14n1, ..."""
    return serialise(triples, "nquads", {})
