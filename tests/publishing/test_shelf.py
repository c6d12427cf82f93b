"""What is made one by one when it is asked for is what a whole build writes."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from lod.graph import Graph
from lod.publishing import Shelf, Site, artifacts
from lod.publishing.files import hosts
from lod.publishing.site.paths import ROOT
from lod.publishing.units import WHOLE
from lod.terms import SCHEMA, XSD
from lod.workspace import Workspace


@pytest.fixture(scope="module")
def whole(workspace: Workspace, site: Site) -> Site:
    """The site with all that one can have: dated things, a report, a search."""
    day = ox.Literal("2024-05-01", datatype=ox.NamedNode(f"{XSD}date"))
    dated = [
        ox.Triple(node, ox.NamedNode(f"{SCHEMA}{name}"), day)
        for node in site.things
        for name in ("startDate", "dateModified")
    ]
    graph = Graph([*site.graph.triples(), *dated])
    return replace(site, graph=graph, report=workspace.validate(), searched=True)


def test_the_shelf_has_every_file_of_the_site_but_the_rules_for_web_servers(whole: Site) -> None:
    shelf = Shelf(whole)
    files = {artifact.path: artifact for artifact in artifacts(whole)}
    assert {"feed.atom", "events.en.ics", "robots.txt", "report.en.html", "search.js", "style.css"} <= files.keys()
    for path, artifact in files.items():
        parts = shelf.parts(path)
        if path == ".htaccess" or path.startswith(hosts.FOLDER):
            assert parts is None
        else:
            assert parts is not None, path
            assert shelf.make(*parts) == artifact


def test_what_a_site_does_not_have_is_not_on_the_shelf(site: Site) -> None:
    shelf = Shelf(site)
    for path in ("report.html", "search.html", "search.js", "sitemap-x.xml", ".env", "void", "dataset"):
        assert shelf.parts(path) is None, path
    for path in ("event/lesenacht.foo", "sitemap-1.xml", "style.html"):
        parts = shelf.parts(path)
        assert parts is not None, path
        assert shelf.make(*parts) is None


def test_no_thing_can_have_the_path_of_a_file_of_ours() -> None:
    stems = {stem for whole in WHOLE.values() for stem in whole.stems if stem.isalpha()}
    # The page of a folder is out of reach for things anyway.
    assert stems - {"index"} <= ROOT
