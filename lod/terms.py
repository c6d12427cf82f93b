"""Namespaces, prefixes, and the way from an IRI to a short name and back (CURIE Syntax 1.0, section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

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
    namespaces, lengths = _namespaces(tuple(prefixes.items()))
    for length in lengths:
        prefix = namespaces.get(iri[:length])
        if prefix is not None and _LOCAL.fullmatch(iri, length):
            return f"{prefix}:{iri[length:]}"
    return None


@lru_cache(maxsize=16)
def _namespaces(prefixes: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], list[int]]:
    """Return the first prefix of each namespace, and the lengths of the namespaces, the longest first."""
    found = {namespace: prefix for prefix, namespace in reversed(prefixes)}
    return found, sorted({len(namespace) for namespace in found}, reverse=True)


def expand(text: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI that a CURIE stands for, or None if `text` is no CURIE with a known prefix."""
    match = _CURIE.fullmatch(text)
    if not match:
        return None
    namespace = prefixes.get(match[1] or "")
    return namespace + match[2] if namespace is not None else None


def namespace(iri: str) -> str:
    """Return an IRI up to and with its last `#` or `/`, or the IRI if there is none."""
    return re.sub(r"[^#/]*\Z", "", iri) or iri


def local_name(iri: str) -> str:
    """Return what stands behind the last `#`, `/` or `:` of an IRI, or the IRI if that is empty."""
    return re.split(r"[#/:]", iri.rstrip("/#"))[-1] or iri
