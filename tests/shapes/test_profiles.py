"""Each profile finds what others demand and recommend: tests/cases/profiles says what each case must give."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

from lod import source
from lod.config import load
from lod.graph.ecosystem import to_rdflib
from lod.validation import profiles
from lod.validation.engines import Shapes, Statements, judge, quiet
from lod.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "profiles"
CONFIG = load(ROOT)
NAMES = ("google", "dcat-ap-de")


@cache
def shapes(profile: str) -> Shapes:
    return Shapes(triple for path in profiles.find(CONFIG, [profile]) for triple in source.read(path, CONFIG.base))


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(CONFIG.ontology, CONFIG.base, CONFIG.languages)


def expected(case: Path) -> set[tuple[str, str]]:
    lines = [line.split() for line in case.read_text("utf-8").splitlines() if line.startswith("# expect: ")]
    return {(severity, shape) for _, _, severity, shape in lines}


def report(data: Iterable[ox.Triple], profile: str) -> rdflib.Graph:
    """Return the validation report on data by the shapes of a profile."""
    with Statements() as statements, quiet():
        statements.add(list(data))
        statements.add(list(vocabulary().hierarchy(statements.classes)))
        (judgement,) = judge(statements, shapes(profile), {})
    return to_rdflib(judgement.triples)


def found(case: Path, profile: str) -> set[tuple[str, str]]:
    """Return severity and local name of the shape of each result."""
    graph = report(source.read(case, CONFIG.base), profile)
    return {
        tuple(str(graph.value(result, name)).rpartition(end)[2] for name, end in _TOLD)  # type: ignore[misc]  # two names
        for result in graph.objects(None, SH.result)
    }


_TOLD = ((SH.resultSeverity, "#"), (SH.sourceShape, "/"))


@pytest.mark.parametrize("case", sorted(CASES.rglob("*.ttl")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_case_gives_just_the_results_that_it_expects(case: Path) -> None:
    """What is required is a violation, what is recommended a warning, and what is complete gives nothing."""
    assert found(case, case.parent.name) == expected(case)


@pytest.mark.parametrize("profile", NAMES)
def test_every_property_shape_of_a_profile_has_a_case_that_fails_it(profile: str) -> None:
    """No demand stands there untried."""
    tried = {shape for case in (CASES / profile).glob("*.ttl") for _, shape in expected(case)}
    named = {str(node).rstrip(">").rpartition("/")[2] for node in shapes(profile).subjects("path")}
    # Of a shape that others refer to, only the reference itself is told.
    inner = {name for name in named if name.startswith("_:")}
    assert named - inner - tried == set()


@pytest.mark.parametrize("profile", NAMES)
def test_profiles_speak_german_and_english(profile: str) -> None:
    """A press officer reads why something is asked for."""
    known = shapes(profile)
    for node in known.subjects("path"):
        if not str(node).startswith("_:"):
            for told in ("name", "message"):
                assert {text.language for text in known.values(node, told)} == {"de", "en"}, f"{node} {told}"  # type: ignore[union-attr]  # texts
