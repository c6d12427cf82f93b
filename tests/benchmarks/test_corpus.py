"""The made-up corpora that the measurements run on."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from lod import source
from lod.config import load
from lod.graph import Graph
from tests.benchmarks.corpus import BASE, FAULTS, Corpus


def test_the_same_seed_gives_the_same_corpus_in_both_layouts(tmp_path: Path) -> None:
    corpus = Corpus(30)
    files = corpus.write(tmp_path / "a")
    again = corpus.write(tmp_path / "b")
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    one = corpus.write(tmp_path / "c", one_file=True)
    assert one[0].read_bytes() == corpus.write(tmp_path / "d", one_file=True)[0].read_bytes()
    assert len(Graph.load(files, BASE)) == len(Graph.load(one, BASE))


def test_a_corpus_is_a_workspace_with_about_66_triples_and_9_things_an_article(tmp_path: Path) -> None:
    Corpus(200).write(tmp_path)
    config = load(tmp_path)
    files = source.find(config.data)
    graph = Graph.load(files, config.base)
    assert len(files) == 201
    assert 62 <= len(graph) / 200 <= 70
    assert 8 <= len(graph.things(config.base)) / 200 <= 10


def test_all_that_a_clean_corpus_speaks_of_is_described(tmp_path: Path) -> None:
    graph = Graph.load(Corpus(50).write(tmp_path), BASE)
    things = {thing.value for thing in graph.things(BASE)}
    for triple in graph.triples():
        if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(BASE):
            assert triple.object.value in things or triple.object.value.startswith(f"{BASE}ontology/")


def test_each_fault_can_befall_each_article() -> None:
    for number in range(20):
        text = Corpus(20).turtle(number)
        for right, wrong in FAULTS:
            assert right.format(number) in text
            assert wrong.format(number) not in text


def test_as_many_articles_are_faulty_as_was_asked_for() -> None:
    clean, faulty = Corpus(1000), Corpus(1000, faults=0.02)
    differ = sum(clean.turtle(number) != faulty.turtle(number) for number in range(1000))
    assert 10 <= differ <= 30
