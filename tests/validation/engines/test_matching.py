"""Expressions are searched for in texts of any length, with the result that Python's `re` has, and in bounded time."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from lod.errors import SourceError
from lod.validation import validate
from lod.validation.engines import matching
from lod.validation.engines.matching import Matcher
from tests.validation.engines.test_patterns import EXPRESSIONS, TEXTS
from tests.validation.examples import workspace

#: Python's `re` divides a text of n characters in n³/6 ways for this one.
CUBIC = "a*a*a*b"


@settings(deadline=None)
@given(EXPRESSIONS, TEXTS)
def test_a_long_text_is_searched_with_the_result_of_a_short_one(expression: str, text: str) -> None:
    pattern = re.compile(expression)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "SHORT", -1)
        assert Matcher(pattern).search(text) == (pattern.search(text) is not None)


@pytest.mark.parametrize("pattern", ["(?i)A$", "(?=a)a", r"\ba+\b"])
@pytest.mark.parametrize(("text", "found"), [("b" * 3000 + "a", True), ("b" * 3000, False)])
def test_what_only_python_has_is_searched_for_in_another_process(pattern: str, text: str, found: bool) -> None:
    assert Matcher(re.compile(pattern)).search(text) is (found and pattern != r"\ba+\b")


def test_a_search_without_end_is_an_error_that_names_the_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "SECONDS", 0.2)
    with pytest.raises(SourceError, match=r"'a\*a\*a\*b'.*100,000 characters") as caught:
        Matcher(re.compile(CUBIC, re.IGNORECASE)).search("a" * 100_000)
    assert caught.value.remedy


@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
def test_a_shape_may_repeat_three_times_over_a_long_text(tmp_path: Path, engine: str) -> None:
    """By `re` alone it would take hours."""
    named = f'[ sh:path schema:name ; sh:pattern "{CUBIC}" ]'
    shapes = f"<shapes/S> a sh:NodeShape ; sh:targetClass schema:Event ; sh:property {named} ."
    config = workspace(tmp_path, f'<event/x> a schema:Event ; schema:name "{"a" * 100_000}" , "aab" .', shapes)
    report = validate(replace(config, shapes=(tmp_path / "own.ttl",), ontology=()), engine=engine)
    (result,) = (result for result in report.results if result.code == "sh:Pattern")
    assert len(str(result.value)) > 100_000
