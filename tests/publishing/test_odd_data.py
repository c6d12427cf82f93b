"""Data that nobody expects makes pages that can be read all the same, and that run nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.graph import Graph
from lod.publishing import Shelf, Site
from lod.publishing.press import Press
from lod.terms import RDF_TYPE, SCHEMA
from lod.workspace import Workspace
from tests.publishing.reading import Links, text

BASE = "https://news.example.org/"
TYPE = ox.NamedNode(RDF_TYPE)
NAME = ox.NamedNode(f"{SCHEMA}name")


def _site(workspace: Workspace, triples: list[ox.Triple]) -> Site:
    return Site(workspace.config, Graph(triples), workspace.vocabulary, BASE)


def _thing(site: Site, path: str) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in Press(site).thing(ox.NamedNode(BASE + path))}


def _named(path: str, name: str, kind: str = "Person") -> Iterator[ox.Triple]:
    node = ox.NamedNode(BASE + path)
    yield ox.Triple(node, TYPE, ox.NamedNode(f"{SCHEMA}{kind}"))
    yield ox.Triple(node, NAME, ox.Literal(name))


def _shown(page: bytes) -> str:
    """A page without the data that is embedded in it, which has all texts whole."""
    return re.sub(r"<script.*?</script>", "", page.decode(), flags=re.DOTALL)


def test_a_thing_without_a_name_is_called_after_its_address(workspace: Workspace) -> None:
    site = _site(workspace, [next(_named("person/ada-winter", ""))])
    assert "Person ada winter" in text(_thing(site, "person/ada-winter")["person/ada-winter.html"])


def test_a_name_of_a_megabyte_does_not_make_a_page_of_one(workspace: Workspace) -> None:
    long, link = "lang " * 200_000, ox.NamedNode(f"{SCHEMA}knows")
    triples = [*_named("person/a", long), *_named("person/b", "B")]
    triples.append(ox.Triple(ox.NamedNode(f"{BASE}person/b"), link, ox.NamedNode(f"{BASE}person/a")))
    triples.append(ox.Triple(ox.NamedNode(f"{BASE}person/a"), ox.NamedNode(f"{SCHEMA}description"), ox.Literal(long)))
    site = _site(workspace, triples)
    pages = _thing(site, "person/a")
    assert len(_shown(pages["person/a.html"])) < 30_000
    assert long in pages["person/a.nt"].decode()
    assert len(_shown(_thing(site, "person/b")["person/b.html"])) < 10_000


def test_what_thousands_point_to_has_pages_for_them_and_a_short_one_itself(workspace: Workspace) -> None:
    many, attendee = 1700, ox.NamedNode(f"{SCHEMA}attendee")
    triples = list(_named("person/hub", "Nabe"))
    for number in range(many):
        triples += _named(f"event/e{number}", f"Ereignis {number}", "Event")
        triples.append(ox.Triple(ox.NamedNode(f"{BASE}event/e{number}"), attendee, ox.NamedNode(f"{BASE}person/hub")))
    pages = _thing(_site(workspace, triples), "person/hub")
    page = pages["person/hub.html"]
    assert len(page) < 20_000
    assert "… und 1680 weitere" in text(page)
    assert "person/hub~~all~1.html" in "".join(f"person/{link}" for link in Links(page).found if "~~all" in link)
    continued = [path for path in pages if "~~all" in path and path.count(".") == 1]
    assert continued == [f"person/hub~~all~{number}.html" for number in (1, 2, 3, 4)]
    found = {link for path in continued for link in Links(pages[path]).found if link.startswith("../event/e")}
    assert len(found) == many
    assert "Alles zu Nabe Seite 2 von 4" in text(pages[continued[1]])


def test_text_that_runs_from_right_to_left_stays_where_it_is(workspace: Workspace) -> None:
    page = _thing(_site(workspace, list(_named("person/a", "ليلى \u202eevil"))), "person/a")["person/a.html"].decode()
    assert "<h1>ليلى \u202eevil</h1>" in page


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"])
def test_an_address_that_would_run_something_is_no_link(workspace: Workspace, iri: str) -> None:
    triples = list(_named("person/a", "A"))
    node = ox.NamedNode(f"{BASE}person/a")
    triples.append(
        ox.Triple(node, ox.NamedNode(f"{SCHEMA}sameAs"), ox.Literal(iri, datatype=ox.NamedNode(f"{SCHEMA}URL")))
    )
    triples.append(ox.Triple(ox.NamedNode(f"{BASE}article/x"), ox.NamedNode(f"{SCHEMA}url"), ox.Literal(iri)))
    page = _thing(_site(workspace, triples), "person/a")["person/a.html"]
    assert not [link for link in Links(page).found if link.startswith(iri[:5])]


@settings(max_examples=25)
@given(name=st.text(min_size=1, max_size=60), kind=st.sampled_from(["Person", "Event", "Place", "Quotation", "Thing"]))
def test_no_name_can_leave_its_place_in_a_page(workspace: Workspace, name: str, kind: str) -> None:
    others = [triple for number in range(4) for triple in _named(f"x/{number}", f"{name}{number}", kind)]
    knows, node = ox.NamedNode(f"{SCHEMA}about"), ox.NamedNode(f"{BASE}x/a")
    links = [ox.Triple(node, knows, ox.NamedNode(f"{BASE}x/{number}")) for number in range(4)]
    page = _thing(_site(workspace, [*_named("x/a", name, kind), *others, *links]), "x/a")["x/a.html"].decode("utf-8")
    plain = _thing(
        _site(
            workspace,
            [
                *_named("x/a", "n", kind),
                *(triple for number in range(4) for triple in _named(f"x/{number}", f"n{number}", kind)),
                *links,
            ],
        ),
        "x/a",
    )["x/a.html"].decode("utf-8")
    tags = re.compile(r"<(?!title|tspan|/title|/tspan)/?[a-z][^>]*")

    def shape(page: str) -> list[str]:
        return [
            re.split(r"[ >]", tag)[0] for tag in tags.findall(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))
        ]

    assert shape(page) == shape(plain)


def test_the_policy_of_each_page_forbids_scripts(files: dict[str, bytes]) -> None:
    for path, page in files.items():
        if path.endswith(".html") and not path.startswith("search"):
            policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.decode())
            assert policy, path
            assert "default-src 'none'" in policy[1], path
            assert "script-src" not in policy[1], path


def test_the_shelf_has_the_pages_of_what_thousands_point_to(workspace: Workspace) -> None:
    attendee, hub = ox.NamedNode(f"{SCHEMA}attendee"), ox.NamedNode(f"{BASE}person/hub")
    triples = list(_named("person/hub", "Nabe"))
    triples += (ox.Triple(ox.NamedNode(f"{BASE}event/e{number}"), attendee, hub) for number in range(30))
    shelf = Shelf(_site(workspace, triples))
    assert shelf.formats("person/hub~~all~1") == ("html",)
    assert shelf.make("person/hub~~all~1", ".en.html") is not None
    assert shelf.formats("person/hub~~all~2") == ()
