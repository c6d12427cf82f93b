"""The checks beyond SHACL find in a store what they find in files."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from lod import source
from lod.config import Config, load
from lod.errors import SourceError
from lod.graph import Graph
from lod.graph.skolem import Skolem
from lod.terms import ONTOLOGY
from lod.validation import Report
from lod.validation import validate as from_files
from lod.validation.checks import Survey, World
from lod.validation.codes import codes
from lod.validation.remote import candidates
from lod.validation.remote.checking import NOT_HERE
from lod.validation.remote.store import Store
from lod.validation.remote.validating import validate
from lod.vocabulary import Vocabulary
from tests.benchmarks.corpus import Corpus
from tests.validation.examples import workspace

#: What is found on the one of two things or on the other.
EITHER = "lod:duplicate"


def pushed(config: Config) -> Graph:
    """Return what `lod push` brings to a store: the data and the ontology, with IRIs for blank nodes."""
    files = dict.fromkeys((*source.find(config.data), *source.find(config.ontology)))
    return Graph(t for path in files for t in Skolem(config.base).named(list(source.read(path, config.base))))


def said(report: Report) -> Counter[tuple[object, ...]]:
    """Return all that a report says but for places, each finding by code, severity, names, path, value and texts."""
    return Counter(
        (
            result.code,
            result.severity,
            *(() if result.code == EITHER else (*result.focus_name.values(), *result.messages.values())),
            result.path.text if result.path else None,
            str(result.value) if not str(result.value).startswith("_:") else "[]",
            *result.remedies.values(),
            result.shape,
        )
        for result in report.results
        if result.code not in {*NOT_HERE, "lod:unreadable"}
    )


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A workspace of all that `lod validate --explain` shows as wrong, as far as it can be read."""
    folder = tmp_path_factory.mktemp("examples")
    config = workspace(folder, "")
    for number, code in enumerate(code for name, code in codes().items() if name.startswith("lod:")):
        workspace(folder, code.wrong)
        file = folder / "data" / "example.ttl"
        with suppress(SourceError):
            list(source.read(file, config.base))
            file.rename(folder / "data" / f"{number}.ttl")
    (folder / "data" / "example.ttl").unlink(missing_ok=True)
    return load(folder)


def test_what_is_found_in_files_is_found_in_a_store(examples: Config) -> None:
    """All that the examples of `--explain` do wrong."""
    expected = said(from_files(examples))
    assert len({row[0] for row in expected}) > 25
    assert said(validate(examples, pushed(examples), "http://store.example/query")) == expected


def test_faulty_articles_are_told_of_as_in_files(tmp_path: Path) -> None:
    """Shapes and checks together, one finding for each cause."""
    Corpus(5, 0.4).write(tmp_path)
    config = load(tmp_path)
    expected = said(from_files(config))
    assert expected
    assert said(validate(config, pushed(config), "http://store.example/query")) == expected


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ('"2020-08"^^xsd:gYearMonth', '"2020-21"^^edtf:EDTF', False),  # a spring, and no month
        ('"2020-08-01"^^xsd:date', '"2020"^^xsd:gYear', False),
        ('"2020-08-02"^^xsd:date', '"2020-08-01"^^xsd:date', True),
        ('"-0001"^^xsd:gYear', '"-0002"^^xsd:gYear', True),
        ('"2020-08-02T10:00:00Z"^^xsd:dateTime', '"2020-08-02T11:00:00+02:00"^^xsd:dateTime', False),
    ],
)
def test_an_end_before_its_start_is_found(tmp_path: Path, start: str, end: str, wrong: bool) -> None:
    """The texts are compared there only where their order is that of time."""
    config = workspace(tmp_path, f"<event/x> a schema:Event ; schema:startDate {start} ; schema:endDate {end} .")
    codes = {result.code for result in validate(config, pushed(config), "store").results}
    assert codes == {result.code for result in from_files(config).results}
    assert ("lod:end-before-start" in codes) is wrong


def test_what_leads_to_a_term_of_the_ontology_is_not_looked_at(tmp_path: Path) -> None:
    """It is not in the store, perhaps, and dangles all the same no more than it does in files."""
    Corpus(5, complete=True).write(tmp_path)
    config = load(tmp_path)
    data = Graph.load(source.find(config.data), config.base)
    store = Store(Graph(Skolem(config.base).named(data.triples())), config.base)
    world = World(Survey("", "", words=0), config, Vocabulary.load(config.ontology, config.base, config.languages))
    found = candidates.read(store)
    assert any(iri.startswith(f"{config.base}{ONTOLOGY}") for iri in found.classes)
    [pattern] = [p for codes, p in candidates.single(world, found, store) if codes == ("lod:dangling-reference",)]
    assert list(store.select(f"SELECT ?this WHERE {{ {pattern} }}")) == []
