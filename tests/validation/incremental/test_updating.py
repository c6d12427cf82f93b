"""Whatever is edited, validating what it can affect gives the report that validating everything gives."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from lod.errors import LodError
from lod.validation import FORMATS, Report, View, validate
from lod.validation.incremental import updating
from tests.validation.engines.worlds import EX, World, worlds
from tests.validation.incremental.editing import FILES, Edit, Folder, edits, texts

_QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def always_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In workspaces as small as these everything would be judged anew."""
    monkeypatch.setattr(updating, "WORTH", 100)


def canonical(report: Report) -> list[str]:
    """Return the W3C report as canonical lines (RDFC-1.0)."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in report.shacl)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def judged(folder: Folder, *, cache: bool) -> Report | str:
    """Return the report on a workspace, or what was raised instead."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return validate(folder.config, cache=cache)
        except (LodError, RecursionError) as error:
            return str(error)


def told(report: Report) -> list[str]:
    """Return what results say that does not hang on chance.

    Of several blank nodes that lead to a node, the one by which that is named or placed is any.
    """
    plain: dict[str, object] = {"focus_name": {}, "messages": {}}
    results = [replace(r, remedies=dict(r.remedies), origin=None, excerpt=None) for r in report.results]
    return sorted(repr(r if isinstance(r.focus, ox.NamedNode) else replace(r, **plain)) for r in results)  # type: ignore[arg-type]  # fields of a table


def same(folder: Folder, *, odd: bool = False) -> None:
    """Assert that both ways give one report, in whatever form; with `odd` focus nodes, as far as chance allows."""
    ours, reference = (judged(folder, cache=cache) for cache in (True, False))
    if isinstance(ours, str) or isinstance(reference, str):
        assert isinstance(ours, str) and isinstance(reference, str)  # noqa: PT018  # one claim: both are raised
        # How pyshacl words it hangs on the order of sets.
        assert odd or ours == reference
        return
    assert canonical(ours) == canonical(reference)
    assert told(ours) == told(reference)
    assert (ours.files, ours.triples, ours.unreadable) == (reference.files, reference.triples, reference.unreadable)
    if odd:
        return
    assert ours.results == reference.results
    for format in ("text", "turtle", "json"):
        view = View("de", everything=True)
        assert FORMATS[format](ours, view) == FORMATS[format](reference, view)


def edited(folder: Folder, steps: list[Edit], *, odd: bool = False) -> None:
    """Assert that both ways give one report before the edits and after each."""
    same(folder, odd=odd)
    for edit in steps:
        folder.apply(edit)
        event(edit.kind)
        same(folder, odd=odd)


@_QUICK
@given(st.lists(texts(), min_size=2, max_size=5), st.lists(edits(), min_size=1, max_size=4))
def test_edits_of_files_give_the_report_of_a_full_run(files: list[str], steps: list[Edit]) -> None:
    """Things in several files, links, classes, names, blank nodes, lines, shapes, ontology and settings change."""
    with TemporaryDirectory() as folder:
        edited(Folder(Path(folder), files), steps)


@_QUICK
@given(worlds(), st.data())
def test_edits_give_the_report_of_a_full_run_with_any_shapes(world: World, data: st.DataObject) -> None:
    """However far shapes look, by whatever paths: a change is judged as far as it is seen, or all is."""

    def some() -> str:
        triples = data.draw(st.lists(st.sampled_from(world.data), unique=True, max_size=6))
        return str((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode())

    shapes = (ox.serialize(world.shapes, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    with TemporaryDirectory() as root:
        folder = Folder(Path(root), [some() for _ in FILES], shapes, base=EX)
        edited(folder, [Edit("write", file, text=some()) for file in FILES[:3]], odd=True)
