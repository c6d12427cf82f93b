"""The pages of a small site say what a reader wants to know, in words, with links that lead somewhere."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

import pyoxigraph as ox

from lod.graph import Graph
from lod.media import BY_NAME
from lod.publishing import Site, artifacts
from lod.workspace import Workspace
from tests.publishing.reading import Links, inside, text


def test_every_link_between_pages_leads_to_a_file(files: dict[str, bytes]) -> None:
    assert [(page, link) for page, link in inside(files) if link not in files] == []


def test_every_page_can_be_reached_from_the_start(files: dict[str, bytes]) -> None:
    links: dict[str, set[str]] = {}
    for page, link in inside(files):
        links.setdefault(page, set()).add(link)
    found, level = {"index.html"}, {"index.html"}
    while level:
        level = {link for page in level for link in links.get(page, ())} - found
        found |= level
    assert {path for path in files if path.endswith(".html")} - found == set()


def test_an_event_says_when_where_how_long_and_in_what_order(files: dict[str, bytes]) -> None:
    said = text(files["event/lesenacht.html"])
    assert "Veranstaltung Lesenacht 5. März 2021 · 3 Stunden 30 Minuten · Haus der Bücher" in said
    assert re.search(r"Ablauf Begrüßung Abend Aus dem Buch", said)
    assert "Ada Winter Leiterin, Stadtbibliothek" in said
    assert "Absatz 2: „bis spät in die Nacht“" in said


def test_the_same_event_in_english(files: dict[str, bytes]) -> None:
    said = text(files["event/lesenacht.en.html"])
    assert "Reading night 5 March 2021 · 3 hours 30 minutes · House of books" in said
    assert "paragraph 2: “bis spät in die Nacht”" in said
    assert b'<q lang="de">' in files["event/lesenacht.en.html"]


def test_an_event_without_a_day_says_so(files: dict[str, bytes]) -> None:
    assert "Tag nicht genannt" in text(files["event/lesung.html"])


def test_a_person_has_offices_in_words_and_statements(files: dict[str, bytes]) -> None:
    said = text(files["person/ada-winter.html"])
    assert "Ada Winter Leiterin , Stadtbibliothek" in said
    assert "Aussagen Lesenacht Lesen mache Freude. Freude" in said


def test_a_statement_has_a_speaker_and_an_occasion(files: dict[str, bytes]) -> None:
    said = text(files["quotation/freude.html"])
    assert "Ada Winter Leiterin, Stadtbibliothek Anlass: Lesenacht" in said


def test_what_two_things_say_of_each_other_is_said_once(files: dict[str, bytes]) -> None:
    assert text(files["event/lesenacht.html"]).count("Begrüßung") == 1


def test_text_in_another_language_is_marked(files: dict[str, bytes]) -> None:
    assert '<h1 lang="de">Stadtbibliothek</h1>' in files["organization/stadtbibliothek.en.html"].decode()


def test_no_page_shows_an_iri_but_as_the_address(files: dict[str, bytes], site: Site) -> None:
    for path, page in files.items():
        if path.endswith(".html"):
            said = re.sub(r"(Adresse|Address): \S+|(Lizenz|Licence): \S+", "", text(page))
            if not path.startswith("shapes/"):  # their hints say how addresses are written
                assert "http" not in said, path
            assert site.config.base not in said, path


def test_two_builds_are_the_same(workspace: Workspace, files: dict[str, bytes]) -> None:
    again = Workspace(workspace.config)
    site = Site(again.config, again.graph, again.vocabulary, again.config.base)
    assert {artifact.path: artifact.content for artifact in artifacts(site)} == files


def test_a_preview_host_stands_in_addresses_of_pages_only(site: Site) -> None:
    preview = Site(site.config, site.graph, site.vocabulary, "http://localhost:8000/")
    first = {artifact.path: artifact.content for artifact, _ in zip(artifacts(preview), range(40), strict=False)}
    page = first["event/lesenacht.html"].decode()
    assert 'rel="canonical" href="http://localhost:8000/event/lesenacht.html"' in page
    assert "https://news.example.org/event/lesenacht" in page
    assert b"localhost" not in first["event/lesenacht.ttl"] + first["event/lesenacht.jsonld"]


def test_each_thing_has_a_page_a_language_and_a_file_a_format(site: Site, files: dict[str, bytes]) -> None:
    pages = {site.suffix(language) for language in site.config.languages}
    formats = {BY_NAME[name].suffix for name in site.config.formats}
    for node in site.things:
        stem = site.paths[node.value]
        assert {f"{stem}{suffix}" for suffix in pages | formats} <= set(files)


def test_the_formats_of_the_dataset_say_the_same(site: Site, files: dict[str, bytes]) -> None:
    forms = (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD), ("nq", ox.RdfFormat.N_QUADS))
    contents = {suffix: files[f"dump.{suffix}"] for suffix in ("ttl", "jsonld")}
    contents["nq"] = gzip.decompress(files["dump.nq.gz"])
    canonical = []
    for suffix, format in forms:
        dataset = ox.Dataset(ox.parse(contents[suffix], format=format))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        canonical.append({str(quad) for quad in dataset})
    assert canonical[0] == canonical[1] == canonical[2]
    subjects = {t.subject.value for t in site.data() if isinstance(t.subject, ox.NamedNode)}
    assert subjects == {node.value for node in site.things}


HOSTILE = """
<person/evil> a <https://schema.org/Person> ;
    <https://schema.org/name> "</title><script>alert(1)</script>\\u202e&\\"'" ;
    <https://schema.org/url> <javascript:alert(1)> , "javascript:alert(2)"^^<http://www.w3.org/2001/XMLSchema#anyURI> ;
    <https://schema.org/knows> <person/Evil> , <data:text/html,x> .
<person/Evil> a <https://schema.org/Person> .
<event/../../../x> a <https://schema.org/Event> ; <https://schema.org/superEvent> <event/../../../x> .
<index> <https://schema.org/name> "index" .
<> <https://schema.org/name> "root" .
<a/b.html> <https://schema.org/name> "a file" . <a/b.html/c> <https://schema.org/name> "below it" .
<loop> <https://schema.org/about> _:a . _:a <https://schema.org/about> _:b . _:b <https://schema.org/about> _:a .
"""


def test_hostile_data_runs_nowhere_and_stays_inside(workspace: Workspace) -> None:
    base = workspace.config.base
    triples = [quad.triple for quad in ox.parse(HOSTILE, format=ox.RdfFormat.TURTLE, base_iri=base)]
    triples.append(ox.Triple(ox.NamedNode(f"{base}event/../../up"), triples[0].predicate, triples[0].object))
    site = Site(workspace.config, Graph(triples), workspace.vocabulary, base)
    files = {}
    for artifact in artifacts(site):
        assert artifact.path not in files
        assert ".." not in artifact.path
        files[artifact.path] = artifact.content
    assert len(site.things) >= 8
    page = files["person/evil.html"].decode()
    assert "<script>alert" not in page
    assert page.count("<script") == page.count('<script type="application/ld+json">') <= 1
    for path, content in files.items():
        if path.endswith(".html"):
            schemes = {urlsplit(link).scheme for link in Links(content).found}
            assert schemes <= {"", "http", "https", "mailto"}, path
