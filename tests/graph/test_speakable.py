"""RDF/XML that any XML parser reads, whatever the statements are; what it cannot say is counted."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from lod.graph import serialise

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SUBJECT = ox.NamedNode("https://x.example/s")


def said(property: str, text: str) -> tuple[list[tuple[str, str]], bytes]:
    """Return what rdflib reads of one statement in RDF/XML, and the RDF/XML."""
    data = serialise(
        [ox.Triple(SUBJECT, ox.NamedNode(property), ox.Literal(text))], "rdfxml", {"x": "https://x.example/"}
    )
    found = rdflib.Graph().parse(data=data, format="xml")
    return [(str(predicate), str(object)) for _, predicate, object in found], data


@pytest.mark.parametrize("name", ["name", "has-1", "a.b", "1a", "-a", "ä", "a%41b", "a:b", "x#y"])
def test_a_property_that_ends_with_a_name_is_said(name: str) -> None:
    assert said(f"https://x.example/{name}", "a\r\nb\rc\t")[0] == [(f"https://x.example/{name}", "a\r\nb\rc\t")]


@pytest.mark.parametrize(
    "property", ["https://x.example/1", "https://x.example/a/", "https://x.example/٣a", f"{RDF}li"]
)
def test_a_property_that_is_no_name_in_xml_is_left_out_and_counted(property: str) -> None:
    found, data = said(property, "x")
    assert found == []
    assert b"1 of the statements cannot be said" in data


def test_control_characters_are_left_out_and_counted() -> None:
    found, data = said("https://x.example/name", "a\x0bb")
    assert found == []
    assert b"1 of the statements cannot be said" in data


@pytest.mark.parametrize("kind", ["1", "a/", "٣a"])
def test_a_class_that_is_no_name_in_xml_is_said_beside_anything_else(kind: str) -> None:
    type_of, strange = ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"https://x.example/{kind}")
    other = ox.Triple(SUBJECT, ox.NamedNode("https://x.example/name"), ox.Literal("x"))
    data = serialise([ox.Triple(SUBJECT, type_of, strange), other], "rdfxml", {})
    assert len(rdflib.Graph().parse(data=data, format="xml")) == 2
    alone = serialise([ox.Triple(SUBJECT, type_of, strange)], "rdfxml", {})
    assert b"1 of the statements cannot be said" in alone
    assert len(rdflib.Graph().parse(data=alone, format="xml")) == 0


# Marks from U+E0000 on may not stand in an IRI (RFC 3987, section 2.2: ucschar).
LETTERS = st.characters(categories=("L", "N", "M"), max_codepoint=0xDFFFF) | st.sampled_from("-._~:/?@!$&'()*+,;=")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.text(LETTERS), TEXTS)
def test_whatever_is_written_can_be_read_and_is_what_was_said(name: str, text: str) -> None:
    property = f"https://x.example/{name}"
    found, data = said(property, text)
    assert found == [(property, text)] or (found == [] and b"1 of the statements cannot" in data)
    if re.fullmatch("[a-z]+", name) and text.isprintable():
        assert found
