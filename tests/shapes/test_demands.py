"""Profiles ask for what the documentation lists, and for nothing else: tests/cases/profiles/demands.tsv says where."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

from lod.terms import RDF_TYPE, SCHEMA
from lod.validation import paths
from tests.shapes.test_profiles import CASES, report, vocabulary

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": SCHEMA,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
}

#: What the documentation recommends under a condition that data cannot show (a dataset with a place) is a note.
SEVERITIES = {"required": "Violation", "recommended": "Warning", "conditional": "Info"}

Demands = dict[tuple[str, str], set[tuple[str, str]]]


def documented() -> Demands:
    """Return what the documentation asks for: profile and class -> property path and severity."""
    found: Demands = defaultdict(set)
    for line in (CASES / "demands.tsv").read_text("utf-8").splitlines()[1:]:
        profile, name, path, level, _ = line.split("\t")
        found[profile, name].add((path, SEVERITIES[level]))
    return found


@pytest.mark.parametrize(("profile", "name"), documented())
def test_of_a_thing_with_no_properties_a_profile_asks_just_what_is_documented(profile: str, name: str) -> None:
    """One list made from the documentation is the judge of the shapes, for each of the classes."""
    prefix, _, local = name.partition(":")
    thing = ox.NamedNode("https://lod.example.org/x")
    graph = report([ox.Triple(thing, ox.NamedNode(RDF_TYPE), ox.NamedNode(PREFIXES[prefix] + local))], profile)
    asked = {
        (path(graph, graph.value(result, SH.resultPath)), str(graph.value(result, SH.resultSeverity)).partition("#")[2])
        for result in graph.objects(None, SH.result)
    }
    assert asked == documented()[profile, name]


def path(graph: rdflib.Graph, node: object) -> str:
    assert isinstance(node, rdflib.term.Node)
    return paths.read(graph, node, vocabulary(), PREFIXES).text
