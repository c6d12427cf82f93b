"""The facts of the article: complete in themselves, and each led back to its passage."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import lod
from lod.terms import OA, ONTOLOGY, PROV, RDF_TYPE, SCHEMA, SKOS

ROOT = Path(__file__).parents[2]
TEXT = ROOT.parent / "shared" / "article.txt"
ARTICLE = "article/staatssekretaerin-im-ki-kreis-olpe"

#: Pairs of properties of schema.org of which the data states both directions.
INVERSES = (("superEvent", "subEvent"), ("parentOrganization", "subOrganization"), ("isPartOf", "hasPart"))


@pytest.fixture(scope="module")
def workspace() -> lod.Workspace:
    return lod.open(ROOT)


def below(workspace: lod.Workspace) -> list[ox.NamedNode]:
    """The things of the data: all below the base but the terms of the ontology."""
    base = workspace.config.base
    return [thing for thing in workspace.graph.things(base) if not thing.value.startswith(base + ONTOLOGY)]


@pytest.mark.skipif(not TEXT.exists(), reason="the article's text is not part of the repository and not beside it")
def test_every_extract_is_literally_in_the_article_and_short(workspace: lod.Workspace) -> None:
    report = workspace.validate(texts={ARTICLE: TEXT})
    assert [result for result in report.results if result.code.startswith("lod:extract")] == []
    assert not report.fails(lod.Severity.VIOLATION)


@pytest.mark.skipif(not TEXT.exists(), reason="the article's text is not part of the repository and not beside it")
def test_no_text_of_ours_takes_over_more_than_eight_words_of_the_article(workspace: lod.Workspace) -> None:
    words = TEXT.read_text("utf-8").split()
    runs = {" ".join(words[start : start + 9]) for start in range(len(words) - 8)}
    for triple in workspace.graph.triples():
        if isinstance(triple.object, ox.Literal) and triple.predicate.value != f"{SCHEMA}headline":
            mine = triple.object.value.split()
            taken = runs & {" ".join(mine[start : start + 9]) for start in range(len(mine) - 8)}
            assert not taken, triple


def test_every_thing_that_is_referred_to_below_the_base_is_described(workspace: lod.Workspace) -> None:
    described = {thing.value for thing in workspace.graph.things(workspace.config.base)}
    referred = {
        triple.object.value
        for triple in workspace.graph.triples()
        if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(workspace.config.base)
    }
    # The ontology as a whole is the document that its terms name with rdfs:isDefinedBy.
    assert referred - described <= {workspace.config.base + "ontology"}


def test_every_thing_but_the_topics_leads_to_its_evidence(workspace: lod.Workspace) -> None:
    graph = workspace.graph
    for thing in below(workspace):
        kinds = {triple.object for triple in graph.triples(thing, ox.NamedNode(RDF_TYPE))}
        if kinds & {ox.NamedNode(f"{SKOS}Concept"), ox.NamedNode(f"{SKOS}ConceptScheme")}:
            continue
        if thing.value == workspace.config.base + "ontology":
            continue
        sources = [triple.object for triple in graph.triples(thing, ox.NamedNode(f"{PROV}hadPrimarySource"))]
        assert sources, thing
        for source in sources:
            assert isinstance(source, ox.BlankNode)
            assert list(graph.triples(source, ox.NamedNode(f"{OA}hasSelector"))), thing


@pytest.mark.parametrize(("one", "other"), INVERSES)
def test_both_directions_of_a_pair_are_stated(workspace: lod.Workspace, one: str, other: str) -> None:
    graph = workspace.graph
    there = {(t.subject, t.object) for t in graph.triples(None, ox.NamedNode(SCHEMA + one))}
    back = {(t.object, t.subject) for t in graph.triples(None, ox.NamedNode(SCHEMA + other))}
    assert there
    assert there == back


def test_what_the_article_does_not_give_is_not_in_the_data(workspace: lod.Workspace) -> None:
    article = ox.NamedNode(workspace.config.base + ARTICLE)
    stated = {triple.predicate.value.removeprefix(SCHEMA) for triple in workspace.graph.triples(article)}
    assert not stated & {"author", "publisher", "datePublished", "dateCreated", "url", "sameAs"}
    dates = {triple.object for triple in workspace.graph.triples(None, ox.NamedNode(f"{SCHEMA}startDate"))}
    assert {date.value for date in dates if isinstance(date, ox.Literal)} == {"2017"}
