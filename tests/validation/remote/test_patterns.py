"""What SPARQL finds with a portable expression, Python finds too."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.validation.remote.patterns import EVERY_SPACE, portable
from tests.validation.engines.test_patterns import EXPRESSIONS, TEXTS

STORE = ox.Store()


def matches(expression: str, text: str) -> bool:
    return bool(STORE.query(f"ASK {{ FILTER(REGEX({ox.Literal(text)}, {ox.Literal(expression)})) }}"))


@settings(deadline=None)
@given(EXPRESSIONS, st.lists(TEXTS, min_size=1, max_size=6, unique=True))
def test_what_is_found_is_found_by_python(expression: str, texts: list[str]) -> None:
    """So that what is not found is all that may break a sh:pattern."""
    other = portable(expression)
    if other is not None:
        assert {text for text in texts if matches(other, text)} <= {t for t in texts if re.search(expression, t)}


@pytest.mark.parametrize(
    ("expression", "text"),
    [("^https?://[^ ]+$", "https://a.example/"), (r"\S", "x"), ("^[0-9]{2}(-[a-z]+)*$", "12-ab"), (r"^\s*\S+$", "é")],
)
def test_usual_expressions_find_what_they_should(expression: str, text: str) -> None:
    """Else everything would be suspect."""
    assert matches(portable(expression) or "", text)


@pytest.mark.parametrize(
    "expression", ["(?=a)b", "(?i)a", r"\Aa\Z", r"\ba", "(a)\\1", "(", "a{1000}", r"\W", "x" * 2000]
)
def test_what_not_every_store_has_is_not_written(expression: str) -> None:
    """Such constraints may be broken by every node."""
    assert portable(expression) is None


def test_the_white_space_is_python_s() -> None:
    """For a class of characters that are none."""
    everything = "".join(map(chr, range(0x110000)))
    assert set(re.findall(r"\s", everything)) == set(re.findall(f"[{EVERY_SPACE}]", everything))
