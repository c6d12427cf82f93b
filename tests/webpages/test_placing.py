"""Blocks in pages of any markup, with html5lib, which reads pages as browsers do, as the judge."""

from __future__ import annotations

import re

import html5lib  # type: ignore[import-untyped]  # it carries no types
import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lod.errors import SourceError
from lod.webpages import encoding, markup
from lod.webpages.belonging import addresses
from lod.webpages.placing import MARK, changed, place
from tests.embedding.graphs import node
from tests.webpages.pages import MAKERS

DOCUMENT = MAKERS["de"].document(node("event/concert"))
BLOCK = re.compile(rb'<script type="application/ld\+json" data-lod="[^"]*">[^<]*</script>')

_TAGS = (
    *("<!doctype html>", '<html lang="de">', "<head>", "</head>", "<body>", "</body>", "</html>", "<head x>"),
    *("<title>", "</title>", "<script>", "</script>", "</SCRIPT >", "<style>", "</style>", "<script src=a />"),
    *("<meta charset=utf-8>", '<meta name=x content=">', "<meta name='d' content='it\"s'>", "<base href='/x/'>"),
    *("<link rel=stylesheet href=a>", '<link rel="a" title="x > y">', "<link/>", '<link rel="canonical" href="x">'),
    *("<noframes>", "</noframes>", "<iframe>", "<plaintext>", "<select>", "<table>", "<textarea>", "<svg>", "<br>"),
    *("<!--", "-->", "--!>", "<!-->", "<![CDATA[", "]]>", "<?php echo 1 ?>", "<?", "</p>", "</", "<", "<a<b>"),
    *('<p a="', '">', "<a b='", '<script type="application/ld+json">{}</script>', "&lt;", "x", "é", " "),
    *("\n", "\r\n", "\f"),
)
_PAGES = st.lists(st.sampled_from(_TAGS), max_size=14).map("".join)
_TEMPLATES = st.lists(
    st.sampled_from((*_TAGS, "{{ x }}", "{% if a > 1 %}", "{% else %}", "{# <head> #}", "{{", "<% x %>", "<%")),
    max_size=14,
).map("".join)


def _placed(data: bytes) -> bytes | None:
    """Return a page with the block in it; None if it was refused."""
    page = encoding.read(data)
    try:
        parts = changed(data, page, place(page, markup.head(page.text), DOCUMENT))
    except SourceError:
        return None
    return data if parts is None else b"".join(parts)


@settings(max_examples=300)
@example("<script src=a /><!--<script src=a /></script>")
@example("<!doctype html><?<!doctype html><body><?php echo 1 ?>")
@given(_PAGES)
def test_a_browser_finds_the_block_in_the_head_of_any_page_that_is_changed(text: str) -> None:
    made = _placed(text.encode())
    if made is not None:
        page = html5lib.parse(made.decode(), namespaceHTMLElements=False)
        (script,) = (element for element in page.iter("script") if element.get(MARK))
        assert orjson.loads(script.text) == DOCUMENT.tree
        assert script in page.find("head").iter("script")


@settings(max_examples=300)
@given(_PAGES | _TEMPLATES)
def test_the_rest_of_any_page_stays_byte_for_byte_and_twice_changes_nothing(text: str) -> None:
    data = text.encode()
    made = _placed(data)
    if made is not None:
        assert _placed(made) == made
        (block,) = BLOCK.finditer(made)
        before, after = made[: block.start()], made[block.end() :]
        line = before.rpartition(b"\n")[2] if b"\n" in before else before.rpartition(b"\r")[2]
        own = before[: len(before) - len(line)] + re.sub(rb"\A(\r\n|\n|\r)", b"", after)
        assert data in (before + after, own)


@given(st.lists(st.sampled_from(_TAGS), max_size=10))
def test_what_is_passed_over_in_one_go_makes_no_difference(tags: list[str]) -> None:
    """Tags that nobody asks for, and the same with words in them that make them worth a look."""
    shape = '<meta name="{0}"><link\nrel={0} href=\'x\'><script a="{0}">if (a < b) "</p>"</script><title {0}>x</title>'
    plain, asked = (shape.format(words) for words in ("x" * 21, "canonical-og:url-json"))
    for at in range(len(tags) + 1):
        pages = ["".join((*tags[:at], inserted, *tags[at:])) for inserted in (plain, asked)]
        dull, read = (markup.head(page) for page in pages)
        assert (dull.end, dull.is_html, dull.closed, dull.templated) == (
            read.end,
            read.is_html,
            read.closed,
            read.templated,
        )


@settings(max_examples=300)
@given(_PAGES | _TEMPLATES)
def test_scripts_are_found_between_whatever_is_passed_over_on_the_way(text: str) -> None:
    text = text.replace("<script>", '<script type="application/ld+json">').replace("<script src=a />", "")
    assert len(list(markup.scripts(text))) == markup.count(text, "script", closing=False)


_NAMES = st.sampled_from(("rel", "REL", "type", "name", "property", "href", "content", "x", "data-rel"))
_SPACES = st.sampled_from(("", "", " ", "\n"))
_VALUES = st.sampled_from(
    (
        "canonical",
        "CANONICAL",
        "alternate canonical",
        "canonical-not",
        "og:url",
        "og:title",
        "https://x.example/",
        "a>b",
        "",
    )
)
_QUOTES = st.sampled_from(('"', '"', "'", ""))


@st.composite
def _attribute(draw: st.DrawFn) -> str:
    name, value, quote = draw(_NAMES), draw(_VALUES), draw(_QUOTES)
    if not quote:
        value = value.split()[0].replace(">", "") if value else "x"
    return f"{name}{draw(_SPACES)}={draw(_SPACES)}{quote}{value}{quote}"


_TAGS_WITH_ATTRIBUTES = st.builds(
    lambda name, attributes: f"<{name} {' '.join(attributes)}>",
    st.sampled_from(("link", "meta", "LINK", "Meta", "base")),
    st.lists(_attribute(), max_size=4),
)


@settings(max_examples=300)
@given(st.lists(_TAGS_WITH_ATTRIBUTES, max_size=6))
def test_the_addresses_that_a_page_gives_itself_are_those_that_a_browser_finds(tags: list[str]) -> None:
    page = f"<!doctype html><head>{''.join(tags)}</head>"
    found = html5lib.parse(page, namespaceHTMLElements=False).find("head")
    links = [link.get("href", "") for link in found.iter("link") if "canonical" in link.get("rel", "").lower().split()]
    metas = [
        meta.get("content", "")
        for meta in found.iter("meta")
        if "og:url" in (meta.get("property", "").lower(), meta.get("name", "").lower())
    ]
    assert list(addresses(markup.head(page))) == [*links, *metas]


@pytest.mark.parametrize(
    "kind", ['"application/ld+json"', "APPLICATION/LD+JSON", "'application/ld+json; charset=utf-8'"]
)
@pytest.mark.parametrize("written", ["type={}", "type = {}", "TYPE\n={}", "id=x type={}", 'class="json" type={} async'])
def test_every_script_with_json_ld_is_found(kind: str, written: str) -> None:
    dull = '<script src="json.js"></script><script type="module">"json"</script>'
    page = f"<!doctype html><head>{dull}<script {written.format(kind)}>{{}}</script>{dull}</head>"
    assert sum(map(markup.is_jsonld, markup.head(page).elements)) == 1
    assert len(list(markup.scripts(page))) == 1
