"""Documents as text."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.embedding import FORMATS
from lod.graph import Graph
from lod.terms import SCHEMA
from tests.embedding.graphs import ROOT, case, embedder, node

_HOSTILE = st.sampled_from(
    [
        "</script>",
        "<!--",
        "-->",
        "<script",
        "]]>",
        "&lt;",
        "&",
        "\u2028",
        "\u2029",
        '"',
        "\\",
        "\\u003c",
        "\x00",
        "\r\n",
    ]
)
TEXTS = st.lists(_HOSTILE | st.text(st.characters(codec="utf-8"), max_size=5), max_size=8).map("".join)


class _Page(HTMLParser):
    """A page as a browser sees it: its tags, and the text inside of script elements."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.script = ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 the signature is the parser's
        self.tags.append(tag)
        self.inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 the signature is the parser's
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.script += data


@given(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
def test_any_text_survives_the_way_through_a_page(texts: list[str]) -> None:
    graph = Graph(ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}name"), ox.Literal(text)) for text in texts)
    document = embedder(graph).document(ROOT)
    element = FORMATS["script"](document)
    page = _Page()
    page.feed(f"<html><head>{element}</head><body></body></html>")
    page.close()
    assert page.tags == ["html", "head", "script", "body"]
    assert json.loads(page.script) == document.tree
    assert document.tree["name"] == (texts[0] if len(texts) == 1 else sorted(texts))
    assert not set("<>&\u2028\u2029") & set(page.script)


def test_json_and_script_carry_the_same_document() -> None:
    document = embedder(case()).document(node("article/concert"))
    script = FORMATS["script"](document)
    assert script.startswith('<script type="application/ld+json">{"@context":"https://schema.org","@type":')
    assert json.loads(script[len('<script type="application/ld+json">') : -len("</script>")]) == document.tree
    assert json.loads(FORMATS["json"](document)) == document.tree


def test_a_label_of_a_million_letters_is_carried_whole() -> None:
    label = "</script>\u2028ä𝄞" * 80_000
    graph = Graph([ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}name"), ox.Literal(label))])
    element = FORMATS["script"](embedder(graph).document(ROOT))
    assert element.count("<") == 2
    assert json.loads(element[element.index(">") + 1 : element.rindex("<")])["name"] == label


def test_half_a_letter_cannot_come_into_the_data() -> None:
    """Lone surrogates are no Unicode text (The Unicode Standard, section 3.9): the graph takes none."""
    with pytest.raises(ValueError, match="literal"):
        ox.Literal("\ud800")
