"""The search engines' profile as the judge of what pages carry."""

from __future__ import annotations

from pathlib import Path

import lod
from lod.config import Config
from lod.validation import Report, validate
from lod.workspace import Workspace
from tests.embedding.graphs import BASE

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests" / "cases" / "webpages" / "complete.ttl"


def _complete() -> Workspace:
    return Workspace(Config(root=CASE.parent, base=BASE, data=(CASE,), shapes=()))


def _pages(workspace: Workspace, folder: Path, below: str | tuple[str, ...] = BASE) -> list[str]:
    """Write a page with its block for each thing below these IRIs."""
    paths = []
    things = (thing for thing in workspace.graph.things(workspace.config.base) if thing.value.startswith(below))
    for number, thing in enumerate(things):
        paths.append(folder / f"{number}.html")
        paths[-1].write_text(f'<!doctype html><head><link rel="canonical" href="{thing.value}"></head><body>', "utf-8")
    list(workspace.embed_into(paths))
    return [str(path) for path in paths]


def _missed(report: Report) -> set[tuple[str, str]]:
    return {(str(result.focus), result.message("en")) for result in report.results}


def test_what_is_complete_in_the_data_is_complete_on_every_page(tmp_path: Path) -> None:
    """In a workspace that has no shapes of its own: the profile is the package's."""
    workspace = _complete()
    report = workspace.check_pages(_pages(workspace, tmp_path), profile="google")
    assert _missed(report) == set()
    assert report.triples > 50


def test_what_the_profile_misses_on_the_pages_of_this_repository_it_misses_in_the_data_too(tmp_path: Path) -> None:
    workspace = lod.open(ROOT)
    kinds = tuple(f"{workspace.config.base}{kind}/" for kind in ("article", "event", "image", "person"))
    report = workspace.check_pages(_pages(workspace, tmp_path, kinds), profile="google")
    assert report.results
    assert {result.code.partition(":")[0] for result in report.results} == {"sh"}
    assert _missed(report) <= _missed(validate(workspace.config, profiles=["google"]))


def test_what_a_page_shows_in_passing_is_judged_on_its_own_page(tmp_path: Path) -> None:
    workspace = _complete()
    (page,) = _pages(workspace, tmp_path, f"{BASE}place/")
    # The event is named there by its IRI and name alone.
    named = '{"@context": "https://schema.org", "@id": "%s", "event": {"@type": "Event", %s"name": "Fest"}}'
    html = '<!doctype html><head><script type="application/ld+json">%s</script></head>'
    for head, judged in (
        (f'"@id": "{BASE}event/fest", ', False),
        ('"@id": "https://other.example/", ', True),
        ("", True),
    ):
        Path(page).write_text(html % (named % (f"{BASE}place/park", head)), "utf-8")
        report = workspace.check_pages([page], profile="google")
        assert any(result.code == "sh:MinCount" for result in report.results) == judged
