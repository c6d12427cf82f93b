"""The dataset described as data: VoID with counts and partitions, and what portals ask for, in one graph.

https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

import pyoxigraph as ox

from lod.publishing.files import dataset, dumps, portals
from lod.publishing.files.dataset import Figures
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.terms import RDF_TYPE, XSD, namespace

VOID = "http://rdfs.org/ns/void#"

#: The prefixes of the description.
PREFIXES = MappingProxyType({"void": VOID, **portals.PREFIXES})

_FEATURES = {"turtle": "Turtle", "jsonld": "JSON-LD", "nquads": "N-Quads"}


def triples(site: Site, counted: Figures) -> Iterator[ox.Triple]:
    """Yield the description of the dataset, of the catalogue that it is in, and of its distributions."""
    site.reads.note(reads.ALL)
    yield from portals.triples(site, counted)
    node = ox.NamedNode(site.config.base + dataset.STEM)
    for iri, term in _void(site, counted):
        yield ox.Triple(node, ox.NamedNode(iri), term)
    for part, key, unit, uses in (
        ("classPartition", "class", "entities", counted.classes),
        ("propertyPartition", "property", "triples", counted.properties),
    ):
        for iri in sorted(uses):
            inner = ox.BlankNode(f"{key}{reads.number(iri):016x}")
            yield ox.Triple(node, ox.NamedNode(VOID + part), inner)
            yield ox.Triple(inner, ox.NamedNode(VOID + key), ox.NamedNode(iri))
            yield ox.Triple(inner, ox.NamedNode(VOID + unit), _number(uses[iri]))


def _void(site: Site, counted: Figures) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield RDF_TYPE, ox.NamedNode(f"{VOID}Dataset")
    for name in dumps.FORMATS:
        yield f"{VOID}dataDump", ox.NamedNode(site.base_url + dumps.FILES[name])
        yield f"{VOID}feature", ox.NamedNode(f"http://www.w3.org/ns/formats/{_FEATURES[name].replace('-', '_')}")
    yield f"{VOID}uriSpace", ox.Literal(site.config.base)
    degrees = site.ties.degrees
    for things in site.families.values():
        # An example of each kind: what others point to most.
        yield f"{VOID}exampleResource", min(things, key=lambda node: (-degrees.get(node.value, 0), node.value))
    for key, number in (
        ("triples", counted.triples),
        ("entities", counted.entities),
        ("classes", len(counted.classes)),
        ("properties", len(counted.properties)),
        ("distinctSubjects", counted.subjects),
        ("distinctObjects", counted.objects),
    ):
        yield VOID + key, _number(number)
    for space in sorted({namespace(iri) for iri in (*counted.classes, *counted.properties)}):
        yield f"{VOID}vocabulary", ox.NamedNode(space)


def _number(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(f"{XSD}integer"))
