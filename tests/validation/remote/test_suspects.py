"""Who is suspect: nobody who need not be, or a clean store would travel as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from lod import source
from lod.config import load
from lod.graph import Graph, Solutions
from lod.graph.skolem import Skolem
from lod.validation.engines import Shapes
from lod.validation.profiles import holds
from lod.validation.remote.judging import judge
from lod.validation.remote.store import Store
from lod.vocabulary import Vocabulary
from tests.benchmarks.corpus import Corpus


def test_clean_articles_are_judged_by_questions_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shapes of the package suspect none of them, and so many questions are asked whatever their number is."""
    asked = []

    class Counting(Graph):
        def query(self, text: str, *, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> Solutions:
            asked.append(text)
            return super().query(text, base=base, prefixes=prefixes)

    monkeypatch.setattr("lod.validation.engines.reference.judge", None)
    counts = []
    for number in (2, 20):
        folder = tmp_path / str(number)
        folder.mkdir()
        Corpus(number, complete=True).write(folder)
        config = load(folder)
        vocabulary = Vocabulary.load(config.ontology, config.base, config.languages)
        files = (file for file in source.find(config.shapes) if not holds(file, config.shapes))
        shapes = Shapes(triple for file in files for triple in source.read(file, config.base))
        triples = (triple for file in source.find(config.data) for triple in source.read(file, config.base))
        graph = Counting(Skolem(config.base).named(triples))
        asked.clear()
        assert list(judge(Store(graph, config.base), shapes, config.prefixes, vocabulary.hierarchy)) == []
        counts.append(len(asked))
    assert counts[0] == counts[1] < 80
