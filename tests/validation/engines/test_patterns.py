"""A translated expression matches what Python's matches."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.terms import SH
from lod.validation.engines import fast
from lod.validation.engines.patterns import SPACES, translated

ATOMS = [
    "a",
    "b",
    ".",
    r"\.",
    r"\s",
    r"\S",
    r"\d",
    r"\w",
    r"\W",
    "[a-c]",
    "[^a]",
    r"[\s\d]",
    r"[^\w-]",
    r"[&~\[]",
    "ä",
    "^",
    "$",
]
ATOM = st.sampled_from(ATOMS)
EXPRESSIONS = st.recursive(
    ATOM,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{0,2}", "{2}", "*?"])).map(lambda p: f"(?:{p[0]}){p[1]}"),
    ),
    max_leaves=6,
)
TEXTS = st.text(st.sampled_from("abc. \n\t-ä_0２\u00a0\x1c[&~\u2028"), max_size=5)


def matches(expression: str, texts: list[str]) -> set[str]:
    """Return the texts that the fast engine finds the expression in."""
    shape = ox.NamedNode("urn:s")
    questions = [ox.Triple(shape, ox.NamedNode(f"{SH}pattern"), ox.Literal(expression))]
    questions += (ox.Triple(shape, ox.NamedNode(f"{SH}targetNode"), ox.Literal(text)) for text in texts)
    return set(texts) - {node.value for _, node in fast.failing(questions, None) if isinstance(node, ox.Literal)}


@settings(deadline=None)
@given(EXPRESSIONS, st.lists(TEXTS, min_size=1, max_size=6, unique=True))
def test_both_find_an_expression_in_the_same_texts(expression: str, texts: list[str]) -> None:
    """Whatever is translated at all has one meaning in both."""
    other = translated(expression)
    if other is not None:
        assert matches(other, texts) == {text for text in texts if re.search(expression, text)}


@pytest.mark.parametrize("expression", ["(?=a)b", "(?i)a", "a$b", r"\ba", "(a)\\1", "(", "a{1000}", "[[a]", "x" * 2000])
def test_what_has_no_counterpart_is_not_translated(expression: str) -> None:
    """Such shapes are judged by pyshacl."""
    assert translated(expression) is None


def test_the_white_space_that_is_written_down_is_python_s() -> None:
    """Rust takes four control characters for none."""
    written = re.sub(r"\\x\{(\w+)\}", lambda found: re.escape(chr(int(found[1], 16))), SPACES)
    everything = "".join(map(chr, range(0x110000)))
    assert set(re.findall(r"\s", everything)) == set(re.findall(f"[{written}]", everything))


def test_no_letter_or_digit_stands_where_none_is_looked_for() -> None:
    """The search for Python's classes ends where the planes end that have letters."""
    assert not re.search(r"\w", "".join(map(chr, range(0x40000, 0x110000))))
