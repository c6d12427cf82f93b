"""Every term that a page can show has a name for lay readers, in German and in English."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from lod.terms import RDFS, SCHEMA, SKOS

ROOT = Path(__file__).parents[2]
BASE = "https://lod.example.org/"
LANGUAGES = ("de", "en")
LABEL = f"{RDFS}label"
INVERSE = f"{BASE}ontology/inverseLabel"
PLURAL = f"{BASE}ontology/pluralLabel"
FILES = {language: ROOT / "ontology" / f"labels.{language}.ttl" for language in LANGUAGES}

#: For each kind of naming (label, inverse label, plural label): term -> text.
Names: TypeAlias = Mapping[str, Mapping[str, str]]


def triples(path: Path) -> Iterator[ox.Quad]:
    return ox.parse(path=str(path), base_iri=BASE)


@pytest.fixture(scope="module")
def kinds() -> Mapping[str, str]:
    """schema.org's terms, as IRIs, and what each is."""
    with (ROOT / "ontology" / "schema-org.tsv").open(encoding="utf-8", newline="") as lines:
        next(lines)  # the comment that says where the table is from
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {SCHEMA + row["term"]: row["kind"] for row in rows}


@pytest.fixture(scope="module")
def names() -> Mapping[str, Names]:
    """The names that each language's file gives; a second name of the same kind for a term is an error."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for language, path in FILES.items():
        found[language] = {LABEL: {}, INVERSE: {}, PLURAL: {}}
        for triple in triples(path):
            assert isinstance(triple.subject, ox.NamedNode)
            assert isinstance(triple.object, ox.Literal)
            assert triple.object.language == language
            texts = found[language][triple.predicate.value]
            assert triple.subject.value not in texts, f"{triple.subject} is named twice in {path.name}"
            texts[triple.subject.value] = triple.object.value
    return found


@pytest.fixture(scope="module")
def used() -> Mapping[str, str]:
    """The terms of schema.org in data, shapes and ontology, each with a file that it stands in."""
    files = [path for room in ("data", "shapes", "ontology") for path in sorted((ROOT / room).rglob("*.ttl"))]
    return {
        node.value: str(path.relative_to(ROOT))
        for path in files
        if path not in FILES.values()
        for triple in triples(path)
        for node in (triple.subject, triple.predicate, triple.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(SCHEMA)
    }


def test_the_languages_name_the_same_terms_in_the_same_ways(names: Mapping[str, Names]) -> None:
    german, english = ({kind: set(texts) for kind, texts in names[language].items()} for language in LANGUAGES)
    assert german == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_schema_org_term_in_use_has_a_label(
    names: Mapping[str, Names], used: Mapping[str, str], language: str
) -> None:
    assert {term: file for term, file in used.items() if term not in names[language][LABEL]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_schema_org_term_with_a_label_exists(
    names: Mapping[str, Names], kinds: Mapping[str, str], language: str
) -> None:
    labelled = {term for term in names[language][LABEL] if term.startswith(SCHEMA)}
    assert labelled - set(kinds) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_property_has_an_inverse_label_and_a_class_a_plural(
    names: Mapping[str, Names], kinds: Mapping[str, str], language: str
) -> None:
    further = {"property": {INVERSE}, "class": {PLURAL}, "datatype": {PLURAL}, "member": set[str]()}
    given = {
        term: {kind for kind in (INVERSE, PLURAL) if term in names[language][kind]}
        for term in names[language][LABEL]
        if term in kinds
    }
    assert given == {term: further[kinds[term]] for term in given}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_inverse_label_or_a_plural_stands_beside_a_label_and_never_both(
    names: Mapping[str, Names], language: str
) -> None:
    labels, inverses, plurals = (set(names[language][kind]) for kind in (LABEL, INVERSE, PLURAL))
    assert (inverses | plurals) - labels == set()
    assert inverses & plurals == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_are_sorted_by_term(language: str) -> None:
    lines = FILES[language].read_text(encoding="utf-8").splitlines()
    terms = [line.split()[0] for line in lines if line and line[0] not in "#@ "]
    assert terms == sorted(terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_annotation_properties_say_what_they_mean(language: str) -> None:
    said = {
        (triple.subject.value, triple.predicate.value)
        for triple in triples(ROOT / "ontology" / "annotations.ttl")
        if isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
        and triple.object.language == language
    }
    assert said >= {(term, way) for term in (INVERSE, PLURAL) for way in (LABEL, f"{SKOS}definition")}
