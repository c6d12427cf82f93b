"""The files of pages, and what others do to them in the meantime."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.embedding import Document
from lod.webpages import Belonging, Outcome, Placed, into, pages
from lod.webpages.exchanging import exchange, read
from tests.webpages.pages import CONFIG, GRAPH, MAKERS, PAGE


def _file(folder: Path, data: bytes = b"old") -> Path:
    path = folder / "page.html"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("size", [0, 1, 65_536, 300_000])
def test_a_file_is_read_as_a_whole_and_gets_all_parts_of_its_new_version(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    path = _file(tmp_path, data)
    copy = read(path)
    assert copy.data == data
    assert exchange(copy, (memoryview(data)[: size // 2], b"new", memoryview(data)[size // 2 :]))
    assert path.read_bytes() == data[: size // 2] + b"new" + data[size // 2 :]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_does_not_know_its_size_is_read_as_a_whole() -> None:
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("only Linux has such files")
    assert b"Threads:" in read(path).data


def _edit(path: Path) -> None:
    path.write_bytes(b"edited")


def _touch(path: Path) -> None:
    os.utime(path, ns=(0, 0))


def _replace(path: Path) -> None:
    # The same size at the same time, but another file.
    status = path.stat()
    new = path.with_suffix(".new")
    new.write_bytes(b"OLD")
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    new.replace(path)


@pytest.mark.parametrize("change", [_edit, _touch, _replace])
def test_a_file_that_was_changed_since_it_was_read_stays_as_it_is(tmp_path: Path, change: object) -> None:
    path = _file(tmp_path)
    copy = read(path)
    assert callable(change)
    change(path)
    there = path.read_bytes()
    assert not exchange(copy, (b"new",))
    assert path.read_bytes() == there
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_gone_does_not_come_back(tmp_path: Path) -> None:
    path = _file(tmp_path)
    copy = read(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        exchange(copy, (b"new",))
    assert list(tmp_path.iterdir()) == []


def _put_while_edited(path: Path, times: int) -> Placed:
    """Put a block into a page to which somebody adds a line while the block is made, so many times."""
    left = iter(range(times))

    def document(node: ox.NamedNode, _: str | None) -> Document:
        if next(left, None) is not None:
            with path.open("a") as file:
                file.write("<p>edited\n")
        return MAKERS["de"].document(node)

    (placed,) = into(pages([path]), Belonging(GRAPH, CONFIG), document)
    return placed


def test_what_somebody_writes_into_a_page_while_its_block_is_made_stays(tmp_path: Path) -> None:
    path = _file(tmp_path, PAGE.encode())
    assert _put_while_edited(path, times=2).outcome is Outcome.CHANGED
    text = path.read_text("utf-8")
    assert text.endswith("<p>edited\n" * 2)
    assert "data-lod" in text


def test_a_page_that_is_changed_all_the_time_is_refused_and_stays(tmp_path: Path) -> None:
    path = _file(tmp_path, PAGE.encode())
    placed = _put_while_edited(path, times=100)
    assert placed.outcome is Outcome.REFUSED
    assert "being changed all the time" in placed.reason
    assert "data-lod" not in path.read_text("utf-8")
