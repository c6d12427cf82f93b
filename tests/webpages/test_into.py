"""Blocks in existing pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import orjson
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.embedding import FORMATS
from lod.errors import SourceError, UsageError
from lod.webpages import Outcome, encoding, mapped, markup, read_mapping
from lod.webpages.carrying import blocks
from lod.webpages.contexts import Contexts
from tests.embedding.graphs import node
from tests.webpages.pages import CANONICAL, MAKERS, PAGE, put

BLOCK = re.compile(rb'[ \t]*<script type="application/ld\+json" data-lod="[^"]*">[^<]*</script>(\r\n|\n|\r)?')


def _page(folder: Path, text: str | bytes, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


HEADS = {
    "as usual": PAGE,
    "CRLF": PAGE.replace("\n", "\r\n"),
    "on one line": f"<!doctype html><html><head>{CANONICAL}<title>x</title></head><body>y</body></html>",
    "no head tags": f"<!DOCTYPE html><title>x</title>{CANONICAL}<p>y",
    "no end of the head": f"<!doctype html><html><head>{CANONICAL}<body><p>y",
    "upper case": '<!DOCTYPE HTML><HTML><HEAD><TITLE>x</TITLE><LINK REL="CANONICAL" '
    'HREF="https://lod.example.org/event/concert.html"></HEAD><BODY>y',
    "comment with a head": f"<!doctype html><head><!-- </head> <body> -->{CANONICAL}</head><body>y",
    "script that writes a head": f"<!doctype html><head><script>'</head>'</script>{CANONICAL}</head><body>y",
    "attribute with a bracket": f'<!doctype html><head><meta name="a" content="x > y </head>">{CANONICAL}</head>y',
    "XHTML": f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">'
    f"<head><title>x</title>{CANONICAL.replace('>', '/>')}</head><body/></html>",
    "template": f"{{% extends 'a' %}}<!doctype html><head>{{% if a > 1 %}}<title>{{{{ x }}}}</title>{{% endif %}}"
    f"{CANONICAL}<?php echo '</head>'; ?></head><body>",
    "og:url": PAGE.replace(CANONICAL, '<meta property="og:url" content="http://lod.example.org/event/concert">'),
    "another block": PAGE.replace("</head>", '<script type="application/ld+json">{"@type":"Thing"}</script></head>'),
    "byte order mark": "\ufeff" + PAGE,
}


@pytest.mark.parametrize("text", HEADS.values(), ids=HEADS.keys())
def test_the_block_stands_in_the_head_the_rest_stays_byte_for_byte_and_twice_changes_nothing(
    tmp_path: Path, text: str
) -> None:
    path = _page(tmp_path, text)
    (first,) = put(path)
    assert (first.outcome, first.node) == (Outcome.CHANGED, node("event/concert")), first.reason
    changed = path.read_bytes()
    assert BLOCK.sub(b"", changed, count=1) == text.encode()
    page = encoding.read(changed)
    assert any("data-lod" in element.attributes for element in markup.head(page.text).elements)
    (second,) = put(path)
    assert (second.outcome, path.read_bytes()) == (Outcome.SAME, changed)


@pytest.mark.parametrize("text", HEADS.values(), ids=HEADS.keys())
@pytest.mark.parametrize("filled", [16_100, 16_384, 16_420])
def test_a_long_page_is_changed_as_a_short_one(tmp_path: Path, text: str, filled: int) -> None:
    place = text.lower().index("<link") if "<link" in text.lower() else text.index("<meta")
    long = f"{text[:place]}<!--{'x' * (filled - place)}-->{text[place:]}{'<p>y' * 5_000}"
    path = _page(tmp_path, long)
    (placed,) = put(path)
    assert placed.outcome is Outcome.CHANGED, placed.reason
    changed = path.read_bytes()
    assert BLOCK.sub(b"", changed, count=1) == long.encode()
    assert any("data-lod" in element.rest for element in markup.head(encoding.read(changed).text).elements)
    assert put(path)[0].outcome is Outcome.SAME


REFUSED = {
    "no HTML": ("just text", "no address of its own"),
    "a fragment": (f"<div>{CANONICAL}</div>", "no address|no HTML"),
    "an unknown address": (PAGE.replace("event/concert", "event/none"), "knows nothing at"),
    "no address": (PAGE.replace(CANONICAL, ""), "no address of its own"),
    "an open comment": (PAGE.replace("</head>", "<!-- "), "never closed"),
    "a comment open to the end": (PAGE.replace("</head>", "<!-- </head>").rstrip() + "</p>", "never closed"),
    "two heads": (PAGE.replace("</head>", "{% if a %}</head>{% else %}</head>{% endif %}"), "several ends"),
    "two blocks": (
        PAGE.replace("</head>", '<script type="application/ld+json" data-lod="x">{}</script>' * 2 + "</head>"),
        "several blocks",
    ),
    "an unsafe encoding": (PAGE.replace("<title>", '<meta charset="iso-2022-jp"><title>'), "encoding"),
    "an unknown encoding": (PAGE.replace("<title>", '<meta charset="klingon"><title>'), "encoding"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_page_that_cannot_be_changed_without_a_guess_is_refused_with_the_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = _page(tmp_path, text)
    (placed,) = put(path)
    assert placed.outcome is Outcome.REFUSED
    assert re.search(reason, placed.reason)
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize("name", ["utf-8", "iso-8859-1", "windows-1252", "shift_jis", "utf-16", "gb18030"])
def test_pages_in_other_encodings_keep_theirs_and_the_block_can_be_read_back(tmp_path: Path, name: str) -> None:
    letters = "日本" if name in ("shift_jis", "gb18030") else "äöü"
    text = PAGE.replace("<title>x", f'<meta charset="{name}"><title>{letters}')
    path = _page(tmp_path, text.encode(name))
    assert put(path)[0].outcome is Outcome.CHANGED
    page = encoding.read(path.read_bytes())
    (script,) = markup.scripts(page.text)
    block = page.said(page.text[script.inside : script.inside_end])
    assert orjson.loads(block) == MAKERS["de"].document(node("event/concert")).tree
    assert letters in path.read_bytes().decode(name)


def test_a_block_is_replaced_where_it_stands_when_the_data_has_changed(tmp_path: Path) -> None:
    old = '<p><script type="application/ld+json" data-lod="https://lod.example.org/event/concert">{"a":1}</script></p>'
    path = _page(tmp_path, PAGE + old)
    assert put(path)[0].outcome is Outcome.CHANGED
    assert path.read_bytes().startswith(f"{PAGE}<p><script".encode())
    assert b'{"a":1}' not in path.read_bytes()


def test_the_language_of_the_block_is_that_of_the_page(tmp_path: Path) -> None:
    path = _page(tmp_path, PAGE.replace('lang="de"', 'lang="en"'))
    put(path)
    assert b'"name":"Concert"' in path.read_bytes()


def test_in_folders_pages_are_found_and_those_that_are_of_nothing_are_passed_over(tmp_path: Path) -> None:
    _page(tmp_path, PAGE)
    _page(tmp_path, "<!doctype html><title>x</title>", "other.html")
    _page(tmp_path, "body {}", "style.css")
    assert {placed.path.name: placed.outcome for placed in put(tmp_path)} == {
        "page.html": Outcome.CHANGED,
        "other.html": Outcome.SKIPPED,
    }


def test_links_stay_links_and_permissions_stay(tmp_path: Path) -> None:
    path = _page(tmp_path, PAGE)
    path.chmod(0o640)
    link = tmp_path / "link.html"
    link.symlink_to(path)
    put(link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert {file.name for file in tmp_path.iterdir()} == {"link.html", "page.html"}


def test_a_run_that_is_killed_leaves_each_page_old_or_new_and_the_next_one_goes_on(tmp_path: Path) -> None:
    long = PAGE + "<p>y" * 100_000
    paths = [_page(tmp_path, long, f"{number}.html") for number in range(60)]
    code = f"from pathlib import Path; from tests.webpages.pages import put; put(Path({str(tmp_path)!r}))"
    with subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2]) as run:
        while paths[0].stat().st_size == len(long) and run.poll() is None:
            time.sleep(0.001)
        run.kill()
    for path in paths:
        assert BLOCK.sub(b"", path.read_bytes(), count=1) == long.encode()
    assert {placed.outcome for placed in put(tmp_path)} <= {Outcome.CHANGED, Outcome.SAME}
    assert {placed.outcome for placed in put(tmp_path)} == {Outcome.SAME}


def test_what_a_killed_run_left_is_cleared_away_later_and_nothing_else(tmp_path: Path) -> None:
    old, young, other = (_page(tmp_path, "x", name) for name in (".a.html.1.lod", ".a.html.2.lod", "a.lod"))
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    put(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {young.name, other.name}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_page_that_cannot_be_written_stays_and_is_named(tmp_path: Path) -> None:
    path = _page(tmp_path, PAGE)
    tmp_path.chmod(0o500)
    assert put(path)[0].outcome is Outcome.REFUSED
    tmp_path.chmod(0o700)
    assert path.read_text() == PAGE


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        put(tmp_path / "none.html")


def _nodes(texts: Sequence[str]) -> list[ox.NamedNode]:
    return [node(text) for text in texts]


def test_a_mapping_names_nodes_by_addresses_and_by_pages_beside_it(tmp_path: Path) -> None:
    address = "https://page.example/fest"
    file = _page(tmp_path, f'{{"a/page.html": "event/concert", "{address}": "person/one"}}', "map.json")
    mapping = read_mapping(file, _nodes)
    assert mapped(tmp_path / "a" / "page.html", mapping) == node("event/concert")
    assert mapped(str(tmp_path / "b" / ".." / "a" / "page.html"), mapping) == node("event/concert")
    assert mapped(address, mapping) == node("person/one")
    assert mapped(tmp_path / "page.html", mapping) is None
    with pytest.raises(UsageError, match="a mapping is an object"):
        read_mapping(_page(tmp_path, "[]", "map.json"), _nodes)
    with pytest.raises(UsageError, match="cannot be read"):
        read_mapping(_page(tmp_path, "{", "map.json"), _nodes)


def test_whatever_stands_in_a_page_its_head_is_found_within_it() -> None:
    parts = st.sampled_from(
        [
            *(
                "<head>",
                "</head>",
                "<body>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<title>",
                "</title>",
                "<p",
                "<!x",
            ),
            *(
                "<",
                ">",
                '"',
                "'",
                "=",
                "{{",
                "}}",
                "<?",
                "?>",
                "{%",
                "%}",
                " ",
                "\n",
                "x",
                "<link rel=canonical href=x>",
            ),
        ]
    )

    @given(st.lists(parts, max_size=40).map("".join))
    def check(text: str) -> None:
        head = markup.head(text)
        assert 0 <= head.end <= len(text)
        for element in (*head.elements, *markup.scripts(text)):
            assert 0 <= element.start < element.inside <= element.inside_end <= element.end <= len(text)

    check()


def test_a_page_full_of_open_tags_takes_time_in_proportion_to_its_length() -> None:
    for part in ('<a b="', "<a<", "<!--", "{{", "<?", "<!x", "<a b='c"):
        assert markup.count(part * 20_000, "head", closing=True) == 0


@pytest.mark.parametrize(
    "part", ["<meta name", "=e", ' name="', " rel='x", "<link rel=", ' e="x"', "<script type=", "= "]
)
def test_a_head_that_never_ends_takes_time_in_proportion_to_its_length(part: str) -> None:
    for begin in ("<meta ", "<link ", "<script "):
        head = markup.head(f"<!doctype html><head>{begin}{part * 200_000}")
        assert head.is_html


def test_a_block_in_a_page_gives_the_statements_of_the_document(tmp_path: Path) -> None:
    path = _page(tmp_path, PAGE)
    put(path)
    contexts = Contexts({})
    (block,) = blocks(encoding.read(path.read_bytes()), "https://page.example/", contexts)
    assert (block.fault, block.line) == (None, 6)
    assert len(block.triples) > 20
    assert FORMATS["script"](MAKERS["de"].document(node("event/concert"))).encode()[36:-9] in path.read_bytes()
