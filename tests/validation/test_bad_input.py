"""Whatever stands in the folders, each fault is told at its place and the rest is judged."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod import source
from lod.errors import ConfigError, SourceError
from lod.validation import FORMATS, Report, View, validate
from lod.validation.patterns import explodes, faulty
from tests.validation.cases import CASES
from tests.validation.examples import PREFIXES, workspace

SHAPES = """
<shapes/Event> a sh:NodeShape ; sh:targetClass schema:Event ; sh:property [ sh:path schema:name ; sh:minCount 1 ] .
"""
NAMELESS = "<event/x> a schema:Event ."


def judged(folder: Path, shapes: str = SHAPES) -> Report:
    """What is found in a workspace beside the one event without a name, which must always be found."""
    report = validate(replace(workspace(folder, NAMELESS, shapes), shapes=(folder / "own.ttl",), ontology=()))
    assert "sh:MinCount" in {result.code for result in report.results}
    return report


def codes(report: Report) -> set[tuple[str, str | None]]:
    return {(r.code, Path(r.origin.path).name if r.origin else None) for r in report.results if r.code != "sh:MinCount"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bytes.ttl", bytes(range(256)), "lod:syntax"),
        ("nul.ttl", b"\x00\x00", "lod:syntax"),
        ("latin.ttl", '<a> <b> "Grüße" .'.encode("latin-1"), "lod:syntax"),
        ("utf16.ttl", "<a> <b> <c> .".encode("utf-16"), "lod:syntax"),
        ("open.jsonld", b'{"@id": "a", ', "lod:syntax"),
        ("context.jsonld", b'{"@context": "https://schema.org/", "@id": "a"}', "lod:unreadable"),
        ("no.rdf", b"<a><b></a>", "lod:unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_judged(
    name: str, content: bytes, code: str, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_bytes(content)
    report = judged(tmp_path)
    assert codes(report) >= {(code, name)}
    assert [Path(path).name for path in report.unreadable] == [name]
    result = next(r for r in report.results if r.code == code)
    assert set(result.messages) == {"de", "en"}
    assert set(result.remedies) == {"de", "en"}


def test_links_that_lead_in_circles_or_nowhere_are_told_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name, target in (("loop", "."), ("a", "b"), ("b", "a"), ("self.ttl", "self.ttl"), ("dead.ttl", "nothing")):
        (data / name).symlink_to(target)
    report = judged(tmp_path)
    unreadable = {name for code, name in codes(report) if code == "lod:unreadable"}
    assert unreadable == {"self.ttl", "dead.ttl"}
    assert len(report.unreadable) == 2


def test_a_folder_that_may_not_be_read_is_told_and_the_others_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "data" / "closed"
    closed.mkdir(parents=True)
    (closed / "x.ttl").write_text("<a> <b> <c> .")
    scandir = os.scandir

    def refusing(path: str | int) -> object:
        if path == str(closed):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    report = judged(tmp_path)
    assert ("lod:unreadable", "closed") in codes(report)
    with pytest.raises(SourceError, match="closed"):
        source.find([tmp_path / "data"])


def test_a_value_that_the_parser_cannot_hold_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "huge.nt").write_text(f'<http://a> <http://b> "{"x" * (1 << 25)}" .\n')
    report = judged(tmp_path)
    result = next(r for r in report.results if r.code in ("lod:unreadable", "lod:syntax"))
    assert len(FORMATS["text"](report, View("de"))) < 3000
    assert result.origin
    assert result.origin.path.endswith("huge.nt")


def test_many_findings_are_capped_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lod.validation.checks.CAP", 10)
    monkeypatch.setattr("lod.validation.checks.survey.CAP", 10)
    (tmp_path / "data").mkdir()
    lines = (f'<event/e{i}> schema:nmae "x " ; schema:about <event/t{i}> .\n' for i in range(50))
    (tmp_path / "data" / "many.ttl").write_text(PREFIXES + "".join(lines))
    report = judged(tmp_path)
    assert report.omitted == dict.fromkeys(
        ("lod:unknown-property", "lod:dangling-reference", "lod:stray-whitespace"), 40
    )
    text = FORMATS["text"](report, View("en"))
    assert "lod:stray-whitespace (+40)" in text
    assert "… and 7 more of this kind" in text


@pytest.mark.parametrize("case", sorted((CASES / "shapes").glob("*.ttl")), ids=lambda path: path.stem)
def test_a_faulty_shape_is_told_at_its_line_and_the_others_judge(case: Path, tmp_path: Path) -> None:
    """Line 1 of a case says what is found: code, line, and a word of the message."""
    expected = [line.split(" ", 2) for line in case.read_text("utf-8").splitlines() if line.startswith("# expect: ")]
    wanted = [tuple(line[2].split(" ", 2)) for line in expected]
    root = tmp_path / "w"
    config = workspace(root, NAMELESS, SHAPES)
    report = validate(replace(config, shapes=(root / "own.ttl", case), ontology=()))
    found = [r for r in report.results if r.code in ("lod:shape", "lod:recursive-shape", "lod:import")]
    for code, line, word in wanted:
        assert any(
            r.code == code and r.origin and r.origin.line == int(line) and word in r.message("en") for r in found
        ), (code, line, word, [(r.code, str(r.origin), r.message("en")) for r in found])
    assert len(found) == len(wanted)
    assert "sh:MinCount" in {r.code for r in report.results}
    assert bool(report.unreadable) == any(code == "lod:shape" for code, _, _ in wanted)


@pytest.mark.parametrize(
    "pattern",
    ["^(a+)+$", "(x|x)*y", r"^(\w+\s?)*$", "([a-z]+)*[0-9]", r"(\d+,?)+;", "x*x*x*x*x*x*y", "(.*)=(.*)=(.*)=(.*)=z"],
)
def test_regular_expressions_that_explode_are_found_in_a_moment(pattern: str) -> None:
    started = time.process_time()
    assert explodes(pattern)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "pattern",
    ["^https?://[^ ]+$", r"^\s*\S+(\s+\S+){0,7}\s*$", "^([A-Z][a-z]+ ?)+$", "(ab)*", "[a-z]{2,}", r"^\s+.*\s+$",
     r"^[^@ ]+@[^@ ]+[.][^@ ]+$", r"^\d+(-\d+)*(,\d+(-\d+)*)*$"],
)  # fmt: skip
def test_ordinary_regular_expressions_are_left_alone(pattern: str) -> None:
    assert not explodes(pattern)
    assert faulty(pattern) is None


@given(st.text(max_size=20))
def test_any_text_is_a_regular_expression_or_is_told_to_be_none(text: str) -> None:
    assert faulty(text) is not None or isinstance(explodes(text), bool)


def test_a_line_longer_than_the_parsers_buffer_has_its_number(tmp_path: Path) -> None:
    path = tmp_path / "long.ttl"
    path.write_text(f'<http://a> <http://b> "{"x" * 20_000}" ,\n"y" .\n')
    assert [line for line, _ in source.numbered(path, "http://a/")] == [1, 2]


def test_settings_that_name_no_check_are_refused(tmp_path: Path) -> None:
    config = workspace(tmp_path, NAMELESS, settings='checks = { "lod:dupliccate" = "off" }')
    with pytest.raises(ConfigError, match="lod:duplicate") as caught:
        validate(config)
    assert caught.value.where


def test_a_missing_quotation_mark_is_named_on_its_line(tmp_path: Path) -> None:
    """The parser stumbles behind it, over something that is right."""
    (tmp_path / "data").mkdir()
    lines = '<event/a> schema:name "Feier@de , "fair"@en ;\n    schema:description "Sie sagte: \\"ja\\""@de .\n'
    (tmp_path / "data" / "open.ttl").write_text(PREFIXES + lines)
    (result,) = (r for r in judged(tmp_path).results if r.code == "lod:syntax")
    assert result.remedies["de"] == "In dieser Zeile fehlt wohl ein Anführungszeichen."
    assert result.origin
    assert result.origin.line == PREFIXES.count("\n") + 1


def test_a_byte_order_mark_is_named(tmp_path: Path) -> None:
    """Editors put it there unseen; nothing else is wrong with the file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bom.ttl").write_bytes(b"\xef\xbb\xbf<event/y> a <https://schema.org/Event> .")
    (fault,) = (result for result in judged(tmp_path).results if result.code == "lod:syntax")
    assert fault.remedies is not None
    assert all("BOM" in remedy for remedy in fault.remedies.values())
