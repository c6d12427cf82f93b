"""The writer makes a folder hold what it is given, file by file, and removes nothing before all is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lod.errors import PublishError
from lod.publishing import Artifact, write
from lod.publishing.disk import manifest
from lod.publishing.disk.folder import Folder
from lod.publishing.disk.manifest import States
from lod.publishing.disk.rows import Rows
from lod.publishing.disk.target import MARKER


def page(path: str, content: bytes = b"x") -> Artifact:
    return Artifact(path, "text/html", content)


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != MARKER}


def test_a_folder_holds_what_was_written_last_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write([page("a/b.html", b"old"), page("d/gone.html"), page("same.html")], site)
    counts: list[int] = []
    written = write([page("a/b.html", b"new"), page("c.html"), page("same.html")], site, counts.append)
    assert content(site) == {"a/b.html": b"new", "c.html": b"x", "same.html": b"x"}
    assert not (site / "d").exists()
    assert counts == [1, 2, 3]
    assert (written.files, written.written, written.bytes) == (3, 2, 5)
    assert list(tmp_path.iterdir()) == [site]


def test_a_failure_removes_nothing(tmp_path: Path) -> None:
    write([page("a.html", b"old"), page("b.html", b"old")], tmp_path / "site")

    def broken() -> Iterator[Artifact]:
        yield page("a.html", b"new")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(broken(), tmp_path / "site")
    assert content(tmp_path / "site") == {"a.html": b"new", "b.html": b"old"}


def test_a_published_site_is_not_replaced(tmp_path: Path) -> None:
    write([page("a.html")], tmp_path / "site")
    manifest.write(Folder(tmp_path / "site"), manifest.Manifest("", States.of(()), Rows.empty()))
    with pytest.raises(PublishError, match="published site"):
        write([page("b.html")], tmp_path / "site")
    assert (tmp_path / "site/a.html").exists()


def test_a_folder_that_lod_did_not_make_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(PublishError, match="did not write"):
        write([page("a.html")], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["precious.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    write([page("a.html")], tmp_path / "site")
    (tmp_path / "empty").mkdir()
    assert write([page("a.html")], tmp_path / "empty").files == 1


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(PublishError, match="not a folder"):
        write([page("a.html")], tmp_path / "site")
    with pytest.raises(PublishError, match="cannot be written"):
        write([page("a.html")], tmp_path / "site" / "below")


@pytest.mark.parametrize("path", ["../a.html", "a/../../b.html", "/etc/a.html", "a\\b/c.html"])
def test_no_artifact_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(PublishError, match="outside"):
        write([page(path)], tmp_path / "site")
    assert [path.name for path in tmp_path.rglob("*")] == ["site", MARKER]


def test_two_artifacts_are_not_one_file(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="same file"):
        write([page("a.html"), page("a.html")], tmp_path / "site")


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write([page("a.html")], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert content(tmp_path / "real") == {"a.html": b"x"}


def test_the_disk_being_full_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(PublishError, match="No space left"):
        write([page("a.html")], tmp_path / "site")
    assert content(tmp_path / "site") == {}


_ENDLESS = """
import itertools, pathlib, sys
from lod.publishing import Artifact, write
write((Artifact(f"{n}.html", "text/html", b"new") for n in itertools.count()), pathlib.Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL and no flock on Windows")
def test_two_runs_do_not_meet_and_the_next_one_makes_good_what_a_killed_one_left(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write([page("a.html", b"old")], site)
    process = subprocess.Popen([sys.executable, "-c", _ENDLESS, str(site)])
    try:
        deadline = time.monotonic() + 10
        while not (site / "9.html").exists():
            assert time.monotonic() < deadline, "the run did not begin"
            time.sleep(0.01)
        with pytest.raises(PublishError, match="another run"):
            write([page("a.html", b"new")], site)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert content(site)["a.html"] == b"old"
    write([page("a.html", b"new")], site)
    assert content(site) == {"a.html": b"new"}
