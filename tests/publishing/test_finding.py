"""What machines find: dumps that hold exactly the data, descriptions, feeds, calendars and sitemaps that parse."""

from __future__ import annotations

import gzip
import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from lod.config import FORMATS
from lod.graph import Graph, nquads
from lod.media import BY_NAME
from lod.publishing import Site, artifacts
from lod.publishing.files import calendar, description, dumps, sitemap
from lod.source.reading import OXIGRAPH
from lod.terms import SCHEMA, XSD

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _xml(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  # it comes from the test's own site


def _more(site: Site, *triples: ox.Triple) -> Site:
    """Return the site with further statements."""
    return Site(site.config, Graph([*site.graph.triples(), *triples]), site.vocabulary, site.base_url)


def _said(site: Site, name: str, iri: str, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(site.config.base + name), ox.NamedNode(iri), term)


def _date(text: str, kind: str = "date") -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


def _tangled(site: Site) -> list[ox.Triple]:
    """Blank nodes that are shared, that go in a circle, that nothing leads to, and a long chain of them."""
    a, b, c, d = (ox.BlankNode(name) for name in "abcd")
    about, name = ox.NamedNode(f"{SCHEMA}about"), ox.NamedNode(f"{SCHEMA}name")
    chain = [ox.BlankNode(f"chain{number}") for number in range(60)]
    return [
        _said(site, "x/one", f"{SCHEMA}about", a),
        _said(site, "x/two", f"{SCHEMA}about", a),
        ox.Triple(a, name, ox.Literal('zwei _:c14n0 .\n_:c14n1 "')),
        _said(site, "x/three", f"{SCHEMA}about", b),
        ox.Triple(b, about, c),
        ox.Triple(c, about, b),
        ox.Triple(d, about, ox.NamedNode(f"{site.config.base}x/one")),
        _said(site, "x/four", f"{SCHEMA}about", chain[0]),
        *(ox.Triple(one, about, other) for one, other in pairwise(chain)),
        ox.Triple(chain[-1], name, ox.Literal("Ende")),
    ]


@pytest.mark.parametrize("tangled", [False, True])
@pytest.mark.parametrize("format", dumps.FORMATS)
def test_each_dump_holds_exactly_the_data(site: Site, format: str, tangled: bool) -> None:
    whole = _more(site, *_tangled(site)) if tangled else site
    assert _canonical(dumps.whole(whole)[format], format) == nquads(whole.data())


def _canonical(content: bytes, format: str) -> bytes:
    return nquads(quad.triple for quad in ox.parse(content, format=OXIGRAPH[format]))


def test_the_packed_dump_is_gzip(files: dict[str, bytes], site: Site) -> None:
    assert gzip.decompress(files["dump.nq.gz"]) == dumps.whole(site)["nquads"]


def test_all_formats_of_a_thing_say_the_same(files: dict[str, bytes], site: Site) -> None:
    for node in site.things:
        stem = site.paths[node.value]
        said = {_canonical(files[f"{stem}{BY_NAME[name].suffix}"], name) for name in FORMATS}
        assert len(said) == 1, stem
        assert said != {b""}


def test_the_dataset_is_counted_and_described_alike_everywhere(files: dict[str, bytes], site: Site) -> None:
    turtle = rdflib.Graph().parse(data=files["dataset.ttl"], format="turtle")
    assert _canonical(files["dataset.ttl"], "turtle") == _canonical(files["dataset.jsonld"], "jsonld")
    assert files[".well-known/void"] == files["dataset.ttl"]
    node = rdflib.URIRef(f"{site.config.base}dataset")
    void = rdflib.Namespace(description.VOID)
    assert int(str(turtle.value(node, void.triples))) == len(list(site.data()))
    assert int(str(turtle.value(node, void.entities))) == len(site.things)
    partitions = [int(str(turtle.value(part, void.triples))) for part in turtle.objects(node, void.propertyPartition)]
    assert sum(partitions) == len(list(site.data()))


def test_the_page_of_the_dataset_holds_a_schema_dataset(files: dict[str, bytes]) -> None:
    text = files["dataset.html"].decode()
    block = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(block)["@type"] == "Dataset"


def test_every_page_is_in_the_sitemap(files: dict[str, bytes], site: Site) -> None:
    found = {element.text for element in _xml(files["sitemap.xml"]).iter(f"{MAP}loc")}
    for node in site.things:
        for tag in site.config.languages:
            assert f"{site.base_url}{site.paths[node.value]}{site.suffix(tag)}" in found
    assert b"Sitemap: " + site.base_url.encode() in files["robots.txt"]


def test_many_pages_are_in_several_sitemaps_with_an_index(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 10)
    found = {artifact.path: artifact.content for artifact in sitemap.sitemap(site)}
    names = [element.text for element in _xml(found["sitemap.xml"]).iter(f"{MAP}loc")]
    assert names == [f"{site.base_url}sitemap-{number}.xml" for number in range(1, len(names) + 1)]
    counts = [len(_xml(content)) for path, content in found.items() if path != "sitemap.xml"]
    assert max(counts) == 10


@pytest.mark.parametrize("most", [1, 7, 10])
@pytest.mark.parametrize("piece", [1, 4])
def test_several_sitemaps_hold_what_one_would_whatever_comes_at_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, most: int, piece: int
) -> None:
    whole = next(sitemap.sitemap(site)).content
    monkeypatch.setattr(sitemap, "MOST", most)
    monkeypatch.setattr(sitemap, "_PIECE", piece)
    *parts, _ = sitemap.sitemap(site)
    assert [line for part in parts for line in part.content.splitlines()[2:-1]] == whole.splitlines()[2:-1]
    assert all(len(data.splitlines()) <= piece + 2 for part in parts for data in part.pieces())


def test_a_feed_has_the_newest_first_and_people_have_their_own(site: Site) -> None:
    person = next(node for node in site.things if site.kinds.is_a(node, f"{SCHEMA}Person"))
    dated = _more(
        site,
        _said(site, "x/old", f"{SCHEMA}dateModified", _date("2001-02-03")),
        _said(site, "x/new", f"{SCHEMA}datePublished", _date("2099-02-03T04:05:06+02:00", "dateTime")),
        _said(site, "x/new", f"{SCHEMA}name", ox.Literal("<Neu> & \x0b]]>")),
        _said(site, "x/new", f"{SCHEMA}about", person),
    )
    files = {artifact.path: artifact.content for artifact in artifacts(dated)}
    feed = _xml(files["feed.atom"])
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles[0] == "<Neu> & ]]>"
    assert feed.findtext(f"{ATOM}updated") == "2099-02-03T02:05:06Z"
    own = _xml(files[f"{site.paths[person.value]}.en.atom"])
    assert next(entry.findtext(f"{ATOM}id") for entry in own.iter(f"{ATOM}entry")) == f"{site.config.base}x/new"
    assert f"{site.paths[person.value].rpartition('/')[2]}.atom".encode() in files[f"{site.paths[person.value]}.html"]


def test_an_event_is_a_calendar_entry_if_its_day_is_known(site: Site) -> None:
    event = ox.NamedNode(f"{SCHEMA}Event")
    dated = _more(
        site,
        _said(site, "e/days", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", event),
        _said(site, "e/days", f"{SCHEMA}startDate", _date("2024-05-01")),
        _said(site, "e/days", f"{SCHEMA}endDate", _date("2024-05-02")),
        _said(site, "e/days", f"{SCHEMA}name", ox.Literal("Fest; mit, Zeichen\nund Zeile")),
        _said(site, "e/year", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", event),
        _said(site, "e/year", f"{SCHEMA}startDate", _date("2024", "gYear")),
    )
    files = {artifact.path: artifact.content for artifact in artifacts(dated)}
    entry = icalendar.Calendar.from_ical(files["e/days.ics"]).walk("VEVENT")[0]
    assert str(entry["uid"]) == f"{site.config.base}e/days"
    assert str(entry["summary"]) == "Fest; mit, Zeichen\nund Zeile"
    assert entry.decoded("dtstart").isoformat() == "2024-05-01"
    assert entry.decoded("dtend").isoformat() == "2024-05-03"
    assert "e/year.ics" not in files
    assert len(icalendar.Calendar.from_ical(files["events.ics"]).walk("VEVENT")) >= 1


_TEXTS = st.text(st.sampled_from("aäß€😀;,:\\^n\n\r \u2028\x0b"), min_size=1, max_size=200)
_TIMES = st.datetimes(
    datetime(2, 1, 1), datetime(9990, 1, 1), timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-2))])
)


@given(_TEXTS, _TEXTS, st.dates() | _TIMES, st.datetimes(timezones=st.just(UTC)))
def test_a_calendar_is_what_the_library_for_calendars_writes(
    name: str, place: str, start: date | datetime, made: datetime
) -> None:
    event = icalendar.Event()
    for key, said in (("uid", "https://x/a,b;c"), ("summary", name), ("location", place), ("dtstamp", made)):
        event.add(key, said)
    event.add("dtstart", start.astimezone(UTC) if isinstance(start, datetime) and start.tzinfo else start)
    text = calendar.escaped
    lines = (
        "BEGIN:VEVENT",
        f"SUMMARY:{text(name)}",
        f"DTSTART{calendar.when(start)}",
        f"DTSTAMP{calendar.when(made)}",
        f"UID:{text('https://x/a,b;c')}",
        f"LOCATION:{text(place)}",
        "END:VEVENT",
    )
    assert b"".join(b"%b\r\n" % calendar.folded(line) for line in lines) == event.to_ical()


def test_without_a_date_the_last_commit_of_its_file_dates_a_thing(site: Site, tmp_path: Path) -> None:
    (tmp_path / "ä.ttl").write_text(f"<{site.config.base}x/one> <{SCHEMA}name> 'Eins' .", "utf-8")
    (tmp_path / "new.ttl").write_text(f"<{site.config.base}x/two> <{SCHEMA}name> 'Zwei' .", "utf-8")
    git = ("git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=e@example.org")
    moment = {
        "GIT_AUTHOR_DATE": "@1700000000 +0000",
        "GIT_COMMITTER_DATE": "@1700000000 +0000",
        "PATH": "/usr/bin:/bin",
    }
    for command in (("init", "-q"), ("add", "ä.ttl"), ("commit", "-q", "-m", "eins")):
        subprocess.run([*git, *command], check=True, env=moment)
    config = replace(site.config, root=tmp_path, data=(tmp_path,))
    dated = Site(config, site.graph, site.vocabulary, site.base_url)
    assert dated.date(ox.NamedNode(f"{site.config.base}x/one")) == datetime.fromtimestamp(1700000000, UTC)
    assert dated.date(ox.NamedNode(f"{site.config.base}x/two")) is None
