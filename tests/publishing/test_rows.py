"""Units in columns are the units that they were made of, however often they have been edited."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.disk import spill as spilling
from lod.publishing.disk.rows import File, Made, Rows
from lod.publishing.disk.spill import Spill

_NUMBERS = st.integers(0, (1 << 64) - 1)
_FILES = st.builds(
    File, st.sampled_from([".html", ".en.html", ".ttl", "/index.html", "/dump.ttl", ""]), _NUMBERS, _NUMBERS
)
_READS = st.lists(_NUMBERS | st.integers(0, 3), max_size=4).map(lambda keys: array("Q", sorted(keys)))
_MADE = st.builds(Made, st.lists(_FILES, max_size=3).map(tuple), _READS)
_UNITS = st.dictionaries(st.text("abäz/~-0", min_size=1, max_size=4), _MADE, max_size=6)


@given(st.lists(st.tuples(_UNITS, st.sets(st.integers(0, 9))), max_size=4))
def test_after_each_edit_they_are_what_a_table_would_be(edits: list[tuple[dict[str, Made], set[int]]]) -> None:
    rows, table = Rows.empty(), dict[str, Made]()
    for made, gone in edits:
        table |= made
        table = {name: found for number, (name, found) in enumerate(sorted(table.items())) if number not in gone}
        rows = rows.edited({name: found for name, found in made.items() if name in table}, table.keys())
        assert dict(rows) == table
        assert list(rows) == sorted(table)
        assert list(rows.files()) == [
            (name, file.path(name), file.size) for name in sorted(table) for file in table[name].files
        ]
        assert list(rows.kinds) == sorted({file.suffix for found in table.values() for file in found.files})
        for key in range(4):
            assert rows.changed({key}) == {name for name, found in table.items() if key in found.reads}


@given(st.lists(st.lists(_NUMBERS, max_size=5)), st.integers(0, 9), st.integers(0, 9))
def test_numbers_beside_the_memory_are_the_numbers_that_came(parts: list[list[int]], start: int, stop: int) -> None:
    spill, numbers = Spill(), [number for part in parts for number in part]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spilling, "_BLOCK", 3)
        for part in parts:
            spill += array("Q", part)
        assert len(spill) == len(numbers)
        assert spill[start:stop].tolist() == numbers[start:stop]
        assert b"".join(spill.blocks()) == array("Q", numbers).tobytes()
