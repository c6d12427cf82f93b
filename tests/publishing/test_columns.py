"""What lies beside the memory is what plain lists and dictionaries would hold, however little is in memory at once."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.errors import PublishError
from lod.publishing.columns import numbers as numbering
from lod.publishing.columns import sorting
from lod.publishing.columns import table as tables
from lod.publishing.columns.distinct import Distinct
from lod.publishing.columns.numbers import Numbers, in_order
from lod.publishing.columns.sorting import Sorting
from lod.publishing.columns.table import Column, Table, apart

_NUMBERS = st.integers(0, (1 << 64) - 1)
_TEXTS = st.text("abäz /~-0\U0001f600", max_size=4)


@pytest.fixture(autouse=True, scope="module")
def _little_memory() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "_BLOCK", 3)
        patch.setattr(sorting, "_KEPT", 3)
        patch.setattr(sorting, "_CHUNK", 5)
        for name, size in (("_BLOCK", 3), ("_KEPT", 2), ("_MANY", 2), ("_CHUNK", 5)):
            patch.setattr(tables, name, size)
        yield


@given(st.lists(st.lists(_NUMBERS, max_size=5)), st.integers(0, 9), st.integers(0, 9))
def test_numbers_are_those_that_came(parts: list[list[int]], start: int, stop: int) -> None:
    found, numbers = Numbers(), [number for part in parts for number in part]
    for part in parts:
        found.extend(part)
    assert len(found) == len(numbers)
    assert list(found) == numbers
    assert [found[place] for place in range(len(found))] == numbers
    assert found[start:stop].tolist() == numbers[start:stop]
    assert [number for block in found.blocks() for number in block] == numbers


@given(st.lists(_NUMBERS | st.integers(0, 3)))
def test_numbers_in_order_are_sorted(numbers: list[int]) -> None:
    assert list(in_order(numbers, 1 << 64)) == sorted(numbers)
    few = [number % 7 for number in numbers]
    assert list(in_order(few, 7)) == sorted(few)


@given(st.lists(_TEXTS), st.lists(_TEXTS))
def test_texts_come_in_order_each_once_with_all_of_its_numbers(texts: list[str], more: list[str]) -> None:
    """Also if it comes again when it has been forgotten."""
    found = Sorting()
    numbers = [(found.number(text.encode()), text) for text in [*texts, *more, *texts]]
    assert len(found) == len({number for number, _ in numbers})
    merged = [(text.decode(), some) for text, some in found.merged()]
    assert [text for text, _ in merged] == sorted({*texts, *more})
    assert sorted((number, text) for text, some in merged for number in some) == sorted(set(numbers))


@given(st.lists(st.text("abc", max_size=3)), st.sampled_from([2, 5, 100]))
def test_values_that_differ_are_counted(texts: list[str], few: int) -> None:
    found = Distinct()
    found.few = few
    for text in texts:
        found.add(text.encode())
    assert len(found) == len(set(texts))


@given(st.sets(_TEXTS), _TEXTS, st.integers(0, 9), st.integers(0, 9))
def test_a_table_is_a_sorted_list(texts: set[str], other: str, start: int, stop: int) -> None:
    ordered = sorted(texts)
    found = Table(text.encode() for text in ordered)
    assert list(found) == [found[place] for place in range(len(found))] == ordered
    assert found[start:stop] == ordered[start:stop]
    assert [found.number(text) for text in ordered] == list(range(len(ordered)))
    assert (found.number(other) is None) == (other not in texts)
    size, lines = found.lines()
    content = b"".join(lines)
    assert len(content) == size
    assert content.decode() == "".join(f"{text}\n" for text in ordered)


@given(st.sets(_TEXTS), st.sets(_TEXTS))
def test_apart_are_the_texts_that_only_the_first_have(some: set[str], others: set[str]) -> None:
    assert list(apart(sorted(some), sorted(others))) == sorted(some - others)


@given(st.dictionaries(_TEXTS, st.integers(1, 9)), _TEXTS)
def test_a_column_is_the_dictionary_that_it_was_made_of(values: dict[str, int], other: str) -> None:
    names = sorted(values)
    table = Table(name.encode() for name in names)
    column = Column(table, Numbers("Q", map(values.__getitem__, names)), b"\1" * len(names))
    assert column == values
    assert list(column) == names
    assert column.get(other) == values.get(other)


def test_a_forked_process_looks_into_the_same_table_and_disturbs_nobody() -> None:
    table, numbers = Table(b"%03d" % number for number in range(100)), Numbers("I", range(100))
    places = iter(table)
    for _ in range(2):
        if (child := os.fork()) == 0:
            right = [table[number] for number in range(99, -1, -1)] == [f"{number:03}" for number in range(99, -1, -1)]
            os._exit(0 if right and list(numbers) == list(range(100)) else 1)
        assert next(places)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert next(places) == "002"


def test_where_no_temporary_file_can_be_written_is_told_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: Path("/dev/full").open("w+b"))  # noqa: SIM115  # it is what would be opened
    with pytest.raises(PublishError, match=r"no temporary file can be written: No space left.*\n.*TMPDIR"):
        Table([b"text"])

    def missing() -> None:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", missing)
    with pytest.raises(PublishError, match="No usable temporary directory"):
        Table([b"text"])
