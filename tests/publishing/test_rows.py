"""Units in columns are the units that they were made of, however often they have been edited, written and read."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.columns.table import Table
from lod.publishing.disk import manifest
from lod.publishing.disk import rows as rowing
from lod.publishing.disk.folder import Folder
from lod.publishing.disk.manifest import Manifest, States
from lod.publishing.disk.rows import File, Growing, Made, Rows

_NUMBERS = st.integers(0, (1 << 64) - 1)
_FILES = st.builds(
    File, st.sampled_from([".html", ".en.html", ".ttl", "/index.html", "/dump.ttl", ""]), _NUMBERS, _NUMBERS
)
_READS = st.lists(_NUMBERS | st.integers(0, 3), max_size=4).map(lambda keys: array("Q", sorted(keys)))
_MADE = st.builds(Made, st.lists(_FILES, max_size=3).map(tuple), _READS)
_UNITS = st.dictionaries(st.text("abäz/~-0", min_size=1, max_size=4), _MADE, max_size=6)


def growing(units: dict[str, Made]) -> Growing:
    found = Growing()
    for name, made in units.items():
        found.add(name, made)
    return found


def table(names: Iterable[str]) -> Table:
    return Table(name.encode() for name in sorted(names))


@given(st.lists(st.tuples(_UNITS, st.sets(st.integers(0, 9))), max_size=4))
def test_after_each_edit_they_are_what_a_table_would_be(edits: list[tuple[dict[str, Made], set[int]]]) -> None:
    rows, units = Rows.empty(), dict[str, Made]()
    for made, gone in edits:
        units |= made
        units = {name: found for number, (name, found) in enumerate(sorted(units.items())) if number not in gone}
        anew = growing({name: found for name, found in made.items() if name in units})
        with pytest.MonkeyPatch.context() as patch:
            # However few units are copied at once.
            patch.setattr(rowing, "_RUN", len(made) or 1)
            rows = rows.edited(anew, table(units))
        assert dict(rows) == units
        assert list(rows) == sorted(units)
        assert list(rows.files()) == [
            (name, file.path(name), file.size) for name in sorted(units) for file in units[name].files
        ]
        assert list(rows.kinds) == sorted({file.suffix for found in units.values() for file in found.files})
        for key in range(4):
            assert rows.changed({key}) == {name for name, found in units.items() if key in found.reads}


_STATES = st.dictionaries(_NUMBERS | st.integers(0, 3), st.integers(0, 3), max_size=6)


@given(_STATES, _STATES, st.integers(0, 4))
def test_states_are_the_table_that_they_were_made_of(one: dict[int, int], other: dict[int, int], key: int) -> None:
    states = States.of(one.items())
    assert dict(states) == one
    assert list(states) == sorted(one)
    assert states.get(key) == one.get(key)
    assert states.changed(States.of(other.items())) == {
        key for key in one.keys() | other.keys() if one.get(key) != other.get(key)
    }


@given(_UNITS, _STATES)
def test_a_manifest_is_read_as_it_was_written(units: dict[str, Made], states: dict[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = Rows.empty().edited(growing(units), table(units))
        manifest.write(Folder(Path(folder)), Manifest("key", States.of(states.items()), rows))
        found = manifest.read(Folder(Path(folder)))
    assert found is not None
    assert (found.key, dict(found.digests), dict(found.units)) == ("key", states, units)
