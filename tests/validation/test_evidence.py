"""Extracts are looked for in the text that they quote."""

from dataclasses import replace
from pathlib import Path

import pytest

from lod import config as configuration
from lod.errors import SourceError, UnknownNode
from lod.validation import Report, Severity, validate
from tests.validation.cases import CASES, workspace

TEXT = CASES / "evidence" / "text.txt"
ROOT = Path(__file__).parent.parent.parent
ARTICLE = ROOT.parent / "shared" / "article.txt"


def _report(article: str = "article/lighthouse", text: Path = TEXT) -> Report:
    return validate(workspace("evidence", shapes="../components/shapes.ttl", checks=True), texts={article: text})


def test_extracts_that_are_not_there_too_long_or_reversed_are_found() -> None:
    """Line breaks count as blanks, prefix and suffix must be there too, a range must not end before it starts."""
    found = [
        (r.code, r.origin and r.origin.line, getattr(r.value, "value", None))
        for r in _report().results
        if "extract" in r.code
    ]
    assert found == [
        ("lod:extract-not-found", 12, '"for the first time"'),
        ("lod:extract-too-long", 14, "Its keeper, who had waited long, was glad. The mayor"),
        ("lod:extract-reversed", 20, "was glad"),
        ("lod:extract-not-found", 23, "boat"),
    ]


def test_a_wrong_quotation_mark_is_shown_by_the_passage_that_is_nearest() -> None:
    """The commonest fault is not seen with the bare eye: the remedy shows what the text has."""
    first = next(r for r in _report().results if r.code == "lod:extract-not-found")
    assert first.remedies["en"] == "Most like it in the text is: “for the first time”"
    assert first.focus_name["en"].startswith("the keeper")


def test_how_long_an_extract_may_be_is_a_setting() -> None:
    """Eight words by default; who has other rights to the text may quote more."""
    config = workspace("evidence", shapes="../components/shapes.ttl", checks=True)
    for words, found in ((8, 1), (11, 0)):
        report = validate(replace(config, extract_words=words))
        assert len([r for r in report.results if r.code == "lod:extract-too-long"]) == found


@pytest.mark.parametrize("name", ["article/lighthouse", "https://lod.example.org/article/lighthouse"])
def test_an_article_is_named_as_any_node_is(name: str) -> None:
    """An IRI and the part behind the base mean the same."""
    assert len([r for r in _report(name).results if r.code.startswith("lod:extract")]) == 4


def test_an_unknown_article_is_refused_with_the_nearest_one() -> None:
    """Otherwise a typo would pass for evidence that was checked."""
    with pytest.raises(UnknownNode, match="article/lighthouse"):
        _report("article/ligthouse")


def test_a_thing_that_no_evidence_quotes_is_refused(tmp_path: Path) -> None:
    """Nothing would be checked, and that must not read as if all were well."""
    data = tmp_path / "d.ttl"
    data.write_text("<article/silent> a <https://schema.org/NewsArticle> .")
    config = workspace("evidence", data=str(data), shapes="../components/shapes.ttl", checks=True)
    with pytest.raises(UnknownNode, match="no evidence"):
        validate(config, texts={"article/silent": TEXT})


def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder and other encodings than UTF-8 are failures of the call, not findings."""
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Grüße".encode("latin-1"))
    for path in (tmp_path / "missing.txt", tmp_path, latin):
        with pytest.raises(SourceError):
            _report(text=path)


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the article's text is not part of the repository")
def test_every_extract_of_our_own_data_is_literally_in_the_article() -> None:
    """The evidence of data/ holds against the article's text."""
    own = configuration.load(ROOT)
    article = next(iter((ROOT / "data").glob("articles.ttl"))).read_text("utf-8")
    name = next(line.split()[0] for line in article.splitlines() if line.startswith("article:"))
    report = validate(own, texts={name: ARTICLE})
    assert [r for r in report.results if r.code == "lod:extract-not-found"] == []
    assert not report.fails(Severity.VIOLATION)
