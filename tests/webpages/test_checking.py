"""What pages carry beside what the graph says, fact by fact."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from lod.errors import UsageError
from lod.graph import Graph
from lod.graph.resource import NIL
from lod.terms import RDF, RDF_TYPE, SCHEMA
from lod.validation import FORMATS, Report, View
from lod.webpages import Checker
from tests.embedding.graphs import VOCABULARY, embedder, node
from tests.webpages.pages import CONFIG, GRAPH, MAKERS, PAGE, put


def _check(path: Path, **options: Any) -> Report:
    return Checker(GRAPH, VOCABULARY, replace(CONFIG, **options)).check([str(path)])


def _page(folder: Path, document: object) -> Path:
    path = folder / "page.html"
    block = f'<script type="application/ld+json">{json.dumps(document)}</script>'
    path.write_text(PAGE.replace("</head>", f"{block}</head>"), "utf-8")
    return path


def _found(report: Report) -> set[tuple[str, str, str]]:
    return {(r.code, r.path.text if r.path else "", getattr(r.value, "value", "")) for r in report.results}


def test_a_page_with_its_block_shows_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    put(path)
    assert _check(path).conforms


def test_each_fact_that_differs_is_named_with_the_line_of_its_block(tmp_path: Path) -> None:
    tree = MAKERS["de"].document(node("event/concert")).tree
    tree["name"] = "Konzert?"
    del tree["startDate"]
    tree["keywords"] = "neu"
    report = _check(_page(tmp_path, tree))
    assert _found(report) == {
        ("lod:page-differs", "schema:name", "Konzert?"),
        ("lod:page-lacks", "schema:startDate", ""),
        ("lod:page-adds", "schema:keywords", "neu"),
    }
    assert {result.origin.line for result in report.results if result.origin} == {6}
    assert report.fails()


def test_what_is_only_written_otherwise_is_no_difference(tmp_path: Path) -> None:
    tree = MAKERS["de"].document(node("event/concert")).tree
    tree["@context"] = "http://schema.org/"
    tree["eventStatus"] = "http://schema.org/EventScheduled"
    tree["offers"][0]["price"] = "12.5"
    tree["offers"].reverse()
    assert _check(_page(tmp_path, {"@context": tree.pop("@context"), "@graph": [tree]})).conforms


def test_of_a_list_that_differs_both_versions_are_told_in_their_order(tmp_path: Path) -> None:
    """However long it is: the last two of forty are exchanged here."""
    event, acts = node("event/concert"), [node(f"person/p{number}") for number in range(40)]
    parts = [ox.BlankNode() for _ in acts]
    graph = Graph(
        [
            ox.Triple(event, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{SCHEMA}Event")),
            ox.Triple(event, ox.NamedNode(f"{SCHEMA}performer"), parts[0]),
            *(ox.Triple(part, ox.NamedNode(f"{RDF}first"), act) for part, act in zip(parts, acts, strict=True)),
            *(ox.Triple(part, ox.NamedNode(f"{RDF}rest"), rest) for part, rest in pairwise(parts)),
            ox.Triple(parts[-1], ox.NamedNode(f"{RDF}rest"), NIL),
        ]
    )
    tree = embedder(graph).document(event).tree
    checker = Checker(graph, VOCABULARY, CONFIG)
    assert checker.check([str(_page(tmp_path, tree))]).conforms
    tree["performer"]["@list"][-2:] = reversed(tree["performer"]["@list"][-2:])
    (result,) = checker.check([str(_page(tmp_path, tree))]).results
    assert result.code == "lod:page-differs"
    assert getattr(result.value, "value", "").endswith(f"{acts[-1].value}, {acts[-2].value})")


def test_things_without_iris_are_known_by_kind_and_name(tmp_path: Path) -> None:
    checker = Checker(GRAPH, VOCABULARY, CONFIG)
    tree = MAKERS["de"].document(node("person/one")).tree
    del tree["@id"]
    del tree["memberOf"]["@id"]
    assert checker.check([str(_page(tmp_path, tree))], node=node("person/one")).conforms
    tree["memberOf"]["roleName"] = "Gast"
    report = checker.check([str(_page(tmp_path, tree))], node=node("person/one"))
    assert _found(report) == {("lod:page-differs", "schema:roleName", "Gast")}


def test_what_a_page_says_of_others_things_is_not_our_affair(tmp_path: Path) -> None:
    tree = MAKERS["de"].document(node("event/concert")).tree
    other = {"@context": "https://schema.org", "@type": "WebSite", "name": "Zeitung", "url": "https://zeitung.example/"}
    assert _check(_page(tmp_path, [tree, other])).conforms


def test_what_the_graph_says_too_though_the_document_does_not_is_no_difference(tmp_path: Path) -> None:
    tree = MAKERS["de"].document(node("event/concert")).tree
    tree["attendee"][0]["description"] = "Leads the choir."
    assert _check(_page(tmp_path, tree)).conforms


def test_pages_that_cannot_be_judged_say_why(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    assert [result.code for result in _check(path).results] == ["lod:page-bare"]
    path.write_text(PAGE.replace("</head>", '<script type="application/ld+json">{</script></head>'), "utf-8")
    assert [result.code for result in _check(path).results] == ["lod:page-block", "lod:page-bare"]
    report = _check(tmp_path / "none.html")
    assert [result.code for result in report.results] == ["lod:page-unreadable"]
    assert report.unreadable


def test_a_context_that_is_not_known_is_not_fetched_but_can_be_configured(tmp_path: Path) -> None:
    url = "https://contexts.example/a"
    tree = {**MAKERS["de"].document(node("event/concert")).tree, "@context": ["https://schema.org", url]}
    report = _check(_page(tmp_path, tree))
    assert url in report.results[0].message("en")
    own = tmp_path / "a.jsonld"
    own.write_text('{"@context": {"x": "https://x.example/"}}', "utf-8")
    assert _check(_page(tmp_path, tree), contexts={url: own}).conforms


def test_a_profile_judges_what_the_page_carries(tmp_path: Path) -> None:
    folder = tmp_path / "shapes" / "profiles"
    folder.mkdir(parents=True)
    (folder / "offers.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .\n"
        "<shapes/E> a sh:NodeShape ; sh:targetClass schema:Event ; sh:property "
        "[ sh:path schema:organizer ; sh:minCount 1 ; sh:severity sh:Warning ] .",
        "utf-8",
    )
    path = _page(tmp_path, MAKERS["de"].document(node("event/concert")).tree)
    config = replace(CONFIG, shapes=(tmp_path / "shapes",))
    report = Checker(GRAPH, VOCABULARY, config, profile="offers").check([str(path)])
    assert {result.code for result in report.results} == {"sh:MinCount"}
    assert {(r.origin.path, r.origin.line) for r in report.results if r.origin} == {(str(path), 6)}
    assert not report.fails()
    with pytest.raises(UsageError, match="Did you mean offers"):
        Checker(GRAPH, VOCABULARY, config, profile="offer")


def test_of_a_folder_the_pages_that_are_about_our_things_are_checked(tmp_path: Path) -> None:
    _page(tmp_path, MAKERS["de"].document(node("event/concert")).tree)
    (tmp_path / "other.html").write_text("<!doctype html><title>x</title>", "utf-8")
    (tmp_path / "empty.html").write_text(PAGE, "utf-8")
    report = _check(tmp_path)
    assert [(result.code, result.origin and result.origin.path) for result in report.results] == [
        ("lod:page-bare", str(tmp_path / "empty.html"))
    ]
    assert not report.unreadable


def test_a_page_that_is_refused_comes_with_what_to_do(tmp_path: Path) -> None:
    report = Checker(GRAPH, VOCABULARY, CONFIG).check(["http://127.0.0.1:1/", "file:///etc/hostname"])
    assert [result.code for result in report.results] == ["lod:page-unreadable"] * 2
    (tmp_path / "other.html").write_text("<!doctype html><title>x</title>", "utf-8")
    (result,) = _check(tmp_path / "other.html").results
    assert result.remedies["en"] == "Name it: lod embed NODE --check PAGE"


def test_a_thing_of_which_schema_org_can_say_nothing_needs_no_block(tmp_path: Path) -> None:
    bare = Graph([ox.Triple(node("ontology"), ox.NamedNode("urn:p"), ox.Literal("x"))])
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    checker = Checker(bare, VOCABULARY, CONFIG)
    assert checker.check([str(tmp_path / "page.html")], node=node("ontology")).conforms


@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github", "html"])
def test_reports_are_written_in_all_formats(tmp_path: Path, format: str) -> None:
    tree = MAKERS["de"].document(node("event/concert")).tree
    tree["name"] = "Konzert?"
    report = _check(_page(tmp_path, tree))
    assert "Konzert?" in FORMATS[format](report, View("en"))
