"""An incremental build makes the same site as a full one, whatever was edited and wherever the last one was killed."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod import config as configuration
from lod import source
from lod.config import Config
from lod.errors import PublishError
from lod.graph import Graph
from lod.publishing import Artifact, Processes, Site, Summary, publish
from lod.publishing.disk import manifest
from lod.publishing.disk.folder import UNFINISHED, Folder
from lod.publishing.files import calendar, dumps
from lod.publishing.views.perspective import Perspective
from lod.terms import DCTERMS, ONTOLOGY, OWL, RDF_TYPE, SCHEMA, XSD
from lod.vocabulary import Vocabulary
from tests.publishing.conftest import CASES

SETTINGS = configuration.load(CASES / "site")
# Without shapes and terms there is less to write; what is tested does not depend on them.
CONFIG = replace(SETTINGS, shapes=(), ontology=(), formats=("turtle", "jsonld"), data=())
VOCABULARY = Vocabulary.load((), CONFIG.base, CONFIG.languages)
TRIPLES = list(Graph.load(source.find(SETTINGS.data), CONFIG.base).triples())


def build(triples: Iterable[ox.Triple], output: Path, config: Config = CONFIG, jobs: int = 1) -> Summary:
    return publish(config, output, graph=Graph(triples), vocabulary=VOCABULARY, crew=Processes(jobs))


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(CONFIG.base + name)


THINGS = [
    node.value.removeprefix(CONFIG.base) for node in Graph(TRIPLES).things(CONFIG.base) if ONTOLOGY not in node.value
]
PLACES = st.sampled_from([*THINGS, "person/new", "Person/new", "event/..", "x/y?z", "index"])
PROPERTIES = st.sampled_from(
    [
        f"{SCHEMA}{name}"
        for name in (
            "about", "attendee", "creator", "location", "memberOf", "mentions", "parentOrganization", "performer",
            "recordedAt", "subEvent", "superEvent", "containedInPlace",
        )
    ]
    + [f"{DCTERMS}isReplacedBy"]
)  # fmt: skip
TEXTS = st.sampled_from(
    [
        (f"{SCHEMA}name", ox.Literal("Neuer Name", language="de")),
        (f"{SCHEMA}name", ox.Literal("New name", language="en")),
        (f"{SCHEMA}name", ox.Literal("<b>\u202e")),
        (f"{SCHEMA}description", ox.Literal("In eigenen Worten.", language="de")),
        (f"{SCHEMA}startDate", ox.Literal("2023-05-01", datatype=ox.NamedNode(f"{XSD}date"))),
        (f"{SCHEMA}dateModified", ox.Literal("2024-01-02", datatype=ox.NamedNode(f"{XSD}date"))),
        (f"{CONFIG.base}{ONTOLOGY}order", ox.Literal("3", datatype=ox.NamedNode(f"{XSD}integer"))),
        (f"{OWL}deprecated", ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean"))),
        (RDF_TYPE, ox.NamedNode(f"{SCHEMA}Person")),
        (RDF_TYPE, ox.NamedNode(f"{SCHEMA}Event")),
        (RDF_TYPE, ox.NamedNode(f"{SCHEMA}Place")),
    ]
)
BLANKS = st.sampled_from([ox.BlankNode("a"), ox.BlankNode("b")])
NODES = PLACES.map(_node)
NEW = (
    st.builds(lambda s, p, o: ox.Triple(s, ox.NamedNode(p), o), NODES | BLANKS, PROPERTIES, NODES | BLANKS)
    | st.builds(lambda s, said: ox.Triple(s, ox.NamedNode(said[0]), said[1]), NODES | BLANKS, TEXTS)
)  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.sets(st.integers(0, len(TRIPLES) - 1), max_size=4), st.lists(NEW, max_size=4)), max_size=3),
)
def test_after_any_edits_the_site_is_that_of_a_full_build(edits: list[tuple[set[int], list[ox.Triple]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site, fresh = Path(folder, "site"), Path(folder, "fresh")
        build(TRIPLES, site)
        triples = TRIPLES
        for removed, added in edits:
            triples = [t for number, t in enumerate(TRIPLES) if number not in removed] + added
            build(triples, site)
        build(triples, fresh)
        assert content(site) == content(fresh)


def test_without_a_change_nothing_is_written(tmp_path: Path) -> None:
    first = build(TRIPLES, tmp_path / "site")
    again = build(reversed(TRIPLES), tmp_path / "site")
    assert first.written == first.files == again.files
    assert (again.written, again.removed) == (0, 0)


def test_one_new_name_changes_few_pages(tmp_path: Path) -> None:
    first = build(TRIPLES, tmp_path / "site")
    node = _node(THINGS[0])
    again = build(
        [*TRIPLES, ox.Triple(node, ox.NamedNode(f"{SCHEMA}alternateName"), ox.Literal("anders"))], tmp_path / "site"
    )
    assert 0 < again.written < first.files / 4


def test_the_calendar_is_left_alone_until_an_event_in_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, asked, whole = ox.NamedNode(f"{SCHEMA}name"), list[str](), calendar.whole

    def noted(here: Perspective) -> Artifact | None:
        asked.append(here.language)
        return whole(here)

    monkeypatch.setattr(calendar, "whole", noted)
    build(TRIPLES, tmp_path / "site")
    del asked[:]
    article = next(t.subject for t in TRIPLES if t.object == ox.NamedNode(f"{SCHEMA}NewsArticle"))
    edited = [*TRIPLES, ox.Triple(article, name, ox.Literal("Neu"))]
    build(edited, tmp_path / "site")
    assert asked == []
    standing = calendar.dated(Site(CONFIG, Graph(TRIPLES), VOCABULARY, CONFIG.base))
    event = ox.NamedNode(next(iri for _, iri in standing))
    build([*edited, ox.Triple(event, name, ox.Literal("Anders"))], tmp_path / "site")
    assert asked == list(CONFIG.languages)


def test_what_is_gone_is_removed_with_its_folder(tmp_path: Path) -> None:
    new = ox.Triple(_node("alone/x"), ox.NamedNode(f"{SCHEMA}name"), ox.Literal("X"))
    build([*TRIPLES, new], tmp_path / "site")
    assert (tmp_path / "site/alone/x.html").is_file()
    assert (
        build(TRIPLES, tmp_path / "site").removed == 6
    )  # its two pages, its two files of data, and a list of its kind in two languages
    assert not (tmp_path / "site/alone").exists()


def test_settings_and_address_are_part_of_what_a_page_depends_on(tmp_path: Path) -> None:
    build(TRIPLES, tmp_path / "site")
    config = replace(CONFIG, title={"de": "Anders"}, languages=("de",), formats=("turtle",))
    build(TRIPLES, tmp_path / "site", config)
    build(TRIPLES, tmp_path / "fresh", config)
    assert content(tmp_path / "site") == content(tmp_path / "fresh")


def test_a_damaged_manifest_costs_time_only(tmp_path: Path) -> None:
    build(TRIPLES, tmp_path / "site")
    whole = content(tmp_path / "site")
    (tmp_path / "site/.lod/manifest").write_bytes(b"{\n")
    (tmp_path / "site/stray.html").write_bytes(b"")
    again = build(TRIPLES, tmp_path / "site")
    assert content(tmp_path / "site") == whole
    assert again.removed == 1


def test_what_others_deleted_or_edited_is_as_it_was_after_the_next_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(TRIPLES, site)
    before = content(site)
    person = next(path for path in sorted(before) if path.startswith("person/") and path.endswith(".html"))
    (site / "index.html").unlink()
    (site / person).write_bytes(before[person].replace(b"<h1>", b"<H1>"))
    (site / "dump.ttl").write_text("shorter")
    shutil.rmtree(site / "event")
    (site / "robots.txt").unlink()
    again = build(TRIPLES, site)
    assert 0 < again.written < len(before)
    assert content(site) == before
    assert build(TRIPLES, site).written == 0


@pytest.mark.parametrize("writes", [0, 1, 9, 40])
def test_a_full_disk_is_said_leaves_a_site_that_works_and_the_next_build_heals_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    site = tmp_path / "site"
    build(TRIPLES, site)
    before = content(site)
    build(TRIPLES[::2], tmp_path / "other")
    after = content(tmp_path / "other")
    write, left = os.write, [writes]

    def full(file: int, data: bytes) -> int:
        if not left[0]:
            # A part still finds room.
            write(file, data[:10])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= 1
        return write(file, data)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(PublishError, match="No space left on device") as told:
            build(TRIPLES[::2], site)
    assert told.value.remedy
    for path, found in content(site).items():
        assert path.startswith(".lod/") or found in (before.get(path), after.get(path)), path
    assert {path for path in before if not path.startswith(".lod/")} <= content(site).keys()
    build(TRIPLES[::2], site)
    assert content(site) == after


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for output in (tmp_path / "file", tmp_path / "file" / "site"):
        with pytest.raises(PublishError, match="file") as told:
            build(TRIPLES, output)
        assert told.value.remedy


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_must_not_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir(mode=0o555)
    with pytest.raises(PublishError, match="Permission denied"):
        build(TRIPLES, tmp_path / "site")


_BUILD = """
import sys, pathlib, os
import tests.publishing.test_build as t
from lod.publishing.disk.folder import Folder
put, left = Folder.put, [int(sys.argv[2])]
def some(self, path, *arguments, **options):
    if not path.startswith(".lod/"):
        if not left[0]:
            os.kill(os.getpid(), 9)
        left[0] -= 1
    return put(self, path, *arguments, **options)
Folder.put = some
t.build(t.TRIPLES[::2], pathlib.Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("writes", [0, 7, 30])
def test_a_killed_build_leaves_whole_files_and_the_next_one_heals_it(tmp_path: Path, writes: int) -> None:
    site = tmp_path / "site"
    build(TRIPLES, site)
    before = content(site)
    build(TRIPLES[::2], tmp_path / "other")
    after = content(tmp_path / "other")
    killed = subprocess.run([sys.executable, "-c", _BUILD, str(site), str(writes)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert manifest.unfinished(Folder(site))
    for path, found in content(site).items():
        assert path.startswith(".lod/") or found in (before.get(path), after.get(path)), path
    # Nothing is removed before all new pages are there.
    assert {path for path in before if not path.startswith(".lod/")} <= content(site).keys()
    build(TRIPLES, site)
    assert content(site) == before


def test_after_a_killed_build_a_long_file_is_left_alone_if_it_is_right_and_else_made_good(tmp_path: Path) -> None:
    build(TRIPLES, tmp_path / "site")
    whole, path = content(tmp_path / "site"), tmp_path / "site/sitemap.xml"
    for written, damage in ((0, whole["sitemap.xml"]), (1, whole["sitemap.xml"][::-1]), (1, b"")):
        path.write_bytes(damage)
        manifest.begin(Folder(tmp_path / "site"), ["/sitemap"])
        # The dumps are written in any case.
        assert build(TRIPLES, tmp_path / "site").written == written + len(dumps.FILES)
        assert content(tmp_path / "site") == whole


def test_a_file_that_a_killed_build_left_unfinished_is_removed(tmp_path: Path) -> None:
    build(TRIPLES, tmp_path / "site")
    before = content(tmp_path / "site")
    (tmp_path / f"site/index.html{UNFINISHED}").write_bytes(b"half")
    manifest.begin(Folder(tmp_path / "site"), ["/start"])
    build(TRIPLES, tmp_path / "site")
    assert content(tmp_path / "site") == before


def test_two_builds_do_not_meet(tmp_path: Path) -> None:
    from lod.publishing.disk.folder import held

    with held(tmp_path / "site"), pytest.raises(PublishError, match="another run"):
        build(TRIPLES, tmp_path / "site")
