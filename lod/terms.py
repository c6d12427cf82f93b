"""Namespaces, prefixes, and the way from an IRI to a short name and back (CURIE Syntax 1.0, section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

SCHEMA = "https://schema.org/"
SCHEMA_HTTP = "http://schema.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"
EDTF = "http://id.loc.gov/datatypes/edtf/"

RDF_TYPE = f"{RDF}type"

#: Below the base, the place of a workspace's own terms.
ONTOLOGY = "ontology/"

#: Known in every workspace without being declared.
PREFIXES: Mapping[str, str] = {
    "schema": SCHEMA,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "oa": OA,
    "sh": SH,
    "dcterms": DCTERMS,
    "edtf": EDTF,
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}

# The part of PN_LOCAL (SPARQL 1.1, section 19.8) that needs no escape in Turtle and SPARQL.
_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)?:(?!//)(\S*)")


def shorten(iri: str, prefixes: Mapping[str, str]) -> str | None:
    """Return `iri` as a CURIE that is valid in Turtle and SPARQL as it stands, or None if no prefix fits.

    Of several prefixes that fit, the one with the longest namespace wins.
    """
    best: tuple[int, str] | None = None
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            candidate = (len(namespace), f"{prefix}:{iri[len(namespace) :]}")
            if best is None or candidate[0] > best[0]:
                best = candidate
    return best[1] if best else None


def expand(text: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI that a CURIE stands for, or None if `text` is no CURIE with a known prefix."""
    match = _CURIE.fullmatch(text)
    if not match:
        return None
    namespace = prefixes.get(match[1] or "")
    return namespace + match[2] if namespace is not None else None


def local_name(iri: str) -> str:
    """Return what stands behind the last `#`, `/` or `:` of an IRI, or the IRI if that is empty."""
    return re.split(r"[#/:]", iri.rstrip("/#"))[-1] or iri
