"""Publishing the whole site, against writing the same files with the same bytes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

import lod
from lod.graph import Graph
from lod.publishing import publish
from lod.terms import SCHEMA
from tests.benchmarks.byhand import by_hand
from tests.benchmarks.contest import Clock, Contest
from tests.benchmarks.corpus import BASE


def with_lod(workspace: Path, clock: Clock) -> None:
    """From the loaded graph to the site in its place; loading and validation are not counted."""
    opened = lod.open(workspace)
    graph, vocabulary = opened.graph, opened.vocabulary
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        with clock.running():
            publish(opened.config, site, graph=graph, vocabulary=vocabulary)
        clock.units = _pages(site)


def one_changed(workspace: Path, clock: Clock) -> None:
    """The same after an article got another name; the units are the pages of the whole site."""
    opened = lod.open(workspace)
    config, vocabulary = opened.config, opened.vocabulary
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        publish(config, site, graph=opened.graph, vocabulary=vocabulary)
        clock.units = _pages(site)
        changed = Graph(_renamed(triple) for triple in opened.graph.triples())
        with clock.running():
            publish(config, site, graph=changed, vocabulary=vocabulary)


def _renamed(triple: ox.Triple) -> ox.Triple:
    subject, predicate = triple.subject, triple.predicate
    if subject == _ARTICLE and predicate.value == f"{SCHEMA}name":
        return ox.Triple(subject, predicate, ox.Literal("Anders", language="de"))
    return triple


_ARTICLE = ox.NamedNode(f"{BASE}article/a-7")


def with_bytes(workspace: Path, clock: Clock) -> None:
    """The folders and files of the same site, from memory."""
    opened = lod.open(workspace)
    with TemporaryDirectory() as folder:
        site, copy = Path(folder) / "site", Path(folder) / "copy"
        publish(opened.config, site, graph=opened.graph, vocabulary=opened.vocabulary)
        clock.units = _pages(site)
        folders = [path.relative_to(site) for path in sorted(site.rglob("*")) if path.is_dir()]
        files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        with clock.running():
            for path in (Path(), *folders):
                (copy / path).mkdir()
            for path, content in files.items():
                (copy / path).write_bytes(content)


def _pages(site: Path) -> int:
    return sum(1 for _ in site.rglob("*.html"))


CONTEST = Contest(
    title="Publish the site",
    unit="page",
    base="writing the same bytes",
    contenders={
        "writing the same bytes": with_bytes,
        "lod": with_lod,
        "lod, one article changed": one_changed,
        # One page and one format a thing, where lod makes a page for each language, four formats, feeds and calendars.
        "rdflib and jinja2, by hand": by_hand,
    },
)
