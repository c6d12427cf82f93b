"""Files become triples, and what is wrong in them is told with its place."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod import source
from lod.errors import SourceError

CASES = Path(__file__).parents[1] / "cases" / "source"
BASE = "https://lod.example.org/"


def expected(case: Path) -> str:
    """A case says in its first line what is expected of it: `# expect: TEXT`."""
    first = case.read_bytes().splitlines()[0].decode()
    return re.sub(r"^# expect: ", "", first)


@pytest.mark.parametrize("case", sorted(CASES.glob("broken-*")), ids=lambda path: path.stem)
def test_a_broken_file_is_reported_with_line_column_and_remedy(case: Path) -> None:
    with pytest.raises(SourceError) as caught:
        list(source.read(case, BASE))
    error = caught.value
    assert f"{error.where}: {error.what}".removeprefix(f"{case}:") == expected(case)
    assert error.remedy


def test_relative_iris_are_resolved_against_the_base() -> None:
    subjects = {str(triple.subject) for triple in source.read(CASES / "relative.ttl", BASE)}
    assert subjects == {"<https://lod.example.org/event/fair>"}


def test_literals_are_read_as_the_file_writes_them() -> None:
    values = [str(triple.object) for triple in source.read(CASES / "relative.ttl", BASE)]
    assert '"007"^^<http://www.w3.org/2001/XMLSchema#integer>' in values


def test_a_folder_in_place_of_a_file_is_an_error_that_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "data.ttl"
    folder.mkdir()
    with pytest.raises(SourceError, match="is a directory"):
        list(source.read(folder, BASE))


def test_each_triple_of_turtle_comes_with_its_line() -> None:
    lines = [line for line, _ in source.numbered(CASES / "lines.ttl", BASE)]
    assert lines == [3, 4, 5, 8, 9]


def test_a_string_at_the_end_of_a_line_stands_on_that_line() -> None:
    """The parser knows that it has ended, and has no language, only when it meets what follows."""
    lines = [(triple.object, line) for line, triple in source.numbered(CASES / "strings.ttl", BASE)]
    wanted = {"one": 2, "two": 3, "long\n  long": 6, "other": 10, "third": 12, "fourth": 12, "k": 14, "l": 15}
    assert {value.value: line for value, line in lines if isinstance(value, ox.Literal)} == wanted


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_each_line_of_ntriples_is_numbered_whatever_blank_lines_lie_between(gaps: list[int]) -> None:
    import tempfile

    text, wanted, line = "", [], 0
    for number, gap in enumerate(gaps):
        text += "\n" * gap + f'<{BASE}s> <{BASE}p> "{number}" .\n'
        line += gap + 1
        wanted.append(line)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.nt"
        path.write_text(text)
        assert [number for number, _ in source.numbered(path, BASE)] == wanted


def test_files_are_found_in_order_hidden_and_foreign_ones_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.ttl", "a/z.nt", "a/y.jsonld", ".hidden.ttl", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = [path.relative_to(tmp_path).as_posix() for path in source.find([tmp_path, tmp_path / "b.ttl"])]
    assert found == ["a/y.jsonld", "a/z.nt", "b.ttl"]


def test_a_pipe_that_is_named_like_a_file_of_triples_is_passed_over(tmp_path: Path) -> None:
    """Nobody writes into it, so that to read it would take for ever."""
    (tmp_path / "a.ttl").write_text("")
    os.mkfifo(tmp_path / "b.ttl")
    assert source.find([tmp_path]) == [tmp_path / "a.ttl"]


def test_a_link_that_leads_back_up_does_not_end_the_search(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert source.find([tmp_path]) == [tmp_path / "a.ttl"]


@pytest.mark.parametrize(("name", "what"), [("missing.ttl", "no such file"), ("notes.txt", "not a known RDF format")])
def test_a_path_that_cannot_be_data_is_an_error_with_a_remedy(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(SourceError, match=what) as caught:
        source.find([tmp_path / name])
    assert caught.value.remedy
