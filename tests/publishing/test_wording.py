"""Pages say things as people do: languages by their names, one thing in the singular, headings with a capital."""

from __future__ import annotations

import re

import pyoxigraph as ox

from lod.graph import Graph
from lod.publishing import Site
from lod.publishing.press import Press
from lod.terms import RDF_TYPE, SCHEMA
from lod.workspace import Workspace
from tests.publishing.reading import text

BASE = "https://news.example.org/"


def _said(name: str, iri: str, term: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(BASE + name), ox.NamedNode(iri), term)


def test_a_language_is_called_by_its_name_and_an_unknown_one_by_its_tag(workspace: Workspace) -> None:
    triples = [
        _said("article/x", RDF_TYPE, ox.NamedNode(f"{SCHEMA}Article")),
        _said("article/x", f"{SCHEMA}inLanguage", ox.Literal("de-AT")),
        _said("article/x", f"{SCHEMA}inLanguage", ox.Literal("nds")),
    ]
    site = Site(workspace.config, Graph(triples), workspace.vocabulary, BASE)
    pages = {artifact.path: artifact.content for artifact in Press(site).thing(ox.NamedNode(f"{BASE}article/x"))}
    assert re.search(r"Sprache (Deutsch nds|nds Deutsch)", text(pages["article/x.html"]))
    assert re.search(r"Language (German nds|nds German)", text(pages["article/x.en.html"]))


def test_one_thing_of_a_kind_is_counted_in_the_singular_in_the_picture_too(workspace: Workspace) -> None:
    kinds = ("Article", "Person", "Place", "ImageObject")
    triples = [_said(f"x/{kind}", RDF_TYPE, ox.NamedNode(SCHEMA + kind)) for kind in kinds]
    triples += [
        _said("x/Article", f"{SCHEMA}mentions", ox.NamedNode(f"{BASE}x/{kind}")) for kind in kinds if kind != "Article"
    ]
    site = Site(workspace.config, Graph(triples), workspace.vocabulary, BASE)
    start = next(artifact.content.decode() for artifact in Press(site).start())
    picture = re.search(r"<svg.*?</svg>", start, re.DOTALL)
    assert picture
    assert "1 Bild<" in picture[0]
    assert "1 Bilder" not in picture[0]


def test_the_names_of_requirements_begin_their_lines_with_a_capital(files: dict[str, bytes]) -> None:
    assert "<h1>Event</h1>" in files["shapes/Event.en.html"].decode()
    headings = re.findall(r"<dt>(?:<a [^>]*>)?([^<])", files["shapes/Event.en.html"].decode())
    assert headings
    assert not [letter for letter in headings if letter.islower()]


def test_requirements_that_others_share_say_what_they_leave_a_choice_of_and_who_demands_them(
    files: dict[str, bytes],
) -> None:
    said = text(files["shapes/Actor.html"])
    assert "Eines davon Person Organisation Rolle Verlangt von Artikel Veranstaltung" in said
    shown, _, shared = text(files["shapes.html"]).partition("Was mehrere davon verlangen")
    assert "Person oder Organisation" in shared
    assert "Person oder Organisation" not in shown
