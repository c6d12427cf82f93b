"""Every IRI has its own file, on every disk, inside the output folder."""

from __future__ import annotations

from array import array
from unicodedata import normalize

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.columns.table import Table
from lod.publishing.site.nodes import Nodes
from lod.publishing.site.paths import Paths, Stems, stem

BASE = "https://lod.example.org/"

hostile = st.sampled_from(
    [
        "..", ".", "", "%2F", "%2e%2e", "/", "//", "\\", "\x00", "?", "#", "CON", "nul", "com1", "index", "Index",
        "dataset", "~", "~~", "~2E", "ö", "o\u0308", "ß", "ss", "SS", "a", "A", ".en", ".html", "x" * 300, "\u202e",
        "ﬀ", "İ", " ",
    ]
)  # fmt: skip
tails = st.lists(hostile | st.text(max_size=8), max_size=5).map("".join)


@given(st.lists(tails, unique=True, max_size=12))
def test_no_two_iris_have_one_file_even_where_case_is_ignored(some: list[str]) -> None:
    paths = Paths((BASE + tail for tail in some), BASE)
    seen = {normalize("NFC", path.casefold()) for path in paths.values()}
    assert len(seen) == len(set(some))


@given(st.lists(tails, unique=True, max_size=12), st.lists(tails, max_size=3))
def test_paths_that_are_made_when_asked_for_are_the_same(some: list[str], others: list[str]) -> None:
    things = sorted(BASE + tail for tail in some if _written(tail))
    rest, own = [BASE + tail for tail in others], (BASE + "ontology", BASE + "shapes")
    nodes = Nodes(Table(iri.encode() for iri in things), array("I", range(len(things))))
    assert dict(Stems(nodes, rest, BASE, own)) == dict(Paths((*things, *rest), BASE, own))


def _written(text: str) -> bool:
    try:
        ox.NamedNode(BASE + text)
    except ValueError:
        return False
    return True


@given(tails, tails)
def test_no_file_lies_outside_or_is_a_folder_of_another(first: str, second: str) -> None:
    for path in Paths((BASE + first, BASE + second), BASE).values():
        parts = path.split("/")
        assert all(parts), "no empty segment"
        assert "." not in path, "folders and stems have no dot, so that no stem with a suffix is a folder"
        assert all(len(part.encode("utf-8", "surrogatepass")) <= 200 for part in parts)
        assert not set(path) & set('\\:*?"<>|%\x00 #')


@pytest.mark.parametrize(
    ("tail", "path"),
    [
        ("event/x", "event/x"),
        ("ontology/EventSeries", "ontology/EventSeries"),
        ("person/müller", "person/müller"),
        ("event/x.en", "event/x~2Een"),
        ("event/", "event/~"),
        ("event/../x", "event/~2E~2E/x"),
        ("event/x?y#z", "event/x~3Fy~23z"),
        ("event/%2F", "event/~252F"),
        ("event/con", "event/~63on"),
        ("event/index", "event/~69ndex"),
        ("dataset", "~64ataset"),
        ("", "~"),
    ],
)
def test_a_path_is_the_iri_as_far_as_file_names_can_carry_it(tail: str, path: str) -> None:
    assert stem(BASE + tail, BASE) == path


def test_of_case_twins_the_lower_one_keeps_its_path() -> None:
    paths = Paths((f"{BASE}event/X", f"{BASE}event/x"), BASE)
    assert paths[f"{BASE}event/x"] == "event/x"
    assert paths[f"{BASE}event/X"].startswith("event/X~~")


def test_the_ontology_itself_has_its_own_path() -> None:
    assert Paths((), BASE, own=(f"{BASE}ontology",))[f"{BASE}ontology"] == "ontology"
