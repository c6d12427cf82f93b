"""The writer replaces a site as a whole, or leaves everything as it was."""

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
from lod.publishing.disk import exchange
from lod.publishing.disk.writer import MARKER


def page(path: str, content: bytes = b"x") -> Artifact:
    return Artifact(path, "text/html", content)


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != MARKER}


def test_a_site_is_replaced_as_a_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write([page("a/b.html", b"old"), page("gone.html")], site)
    counts: list[int] = []
    written = write([page("a/b.html", b"new"), page("c.html")], site, counts.append)
    assert content(site) == {"a/b.html": b"new", "c.html": b"x"}
    assert counts == [1, 2]
    assert written.files == 3
    assert list(tmp_path.iterdir()) == [site]


def test_a_system_that_cannot_swap_renames_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_swapped", lambda *_: False)
    write([page("a.html", b"old")], tmp_path / "site")
    write([page("a.html", b"new")], tmp_path / "site")
    assert content(tmp_path / "site") == {"a.html": b"new"}
    assert len(list(tmp_path.iterdir())) == 1


def test_a_site_lost_between_two_renames_is_put_back(tmp_path: Path) -> None:
    write([page("a.html", b"old")], tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site.lod-0123abcd-old")
    with pytest.raises(PublishError):
        write([page("a.html"), page("a.html")], tmp_path / "site")
    assert content(tmp_path / "site") == {"a.html": b"old"}


def test_a_failure_leaves_the_old_site_as_it_was(tmp_path: Path) -> None:
    write([page("a.html", b"old")], tmp_path / "site")

    def broken() -> Iterator[Artifact]:
        yield page("a.html", b"new")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(broken(), tmp_path / "site")
    assert content(tmp_path / "site") == {"a.html": b"old"}
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_lod_did_not_make_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(PublishError, match="did not write"):
        write([page("a.html")], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["precious.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    write([page("a.html")], tmp_path / "site")
    (tmp_path / "empty").mkdir()
    assert write([page("a.html")], tmp_path / "empty").files == 2


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
    assert list(tmp_path.iterdir()) == []


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
    assert list(tmp_path.iterdir()) == []


_ENDLESS = """
import itertools, pathlib, sys
from lod.publishing import Artifact, write
write((Artifact(f"{n}.html", "text/html", b"new") for n in itertools.count()), pathlib.Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL and no flock on Windows")
def test_two_runs_do_not_meet_and_a_killed_one_leaves_the_old_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write([page("a.html", b"old")], site)
    process = subprocess.Popen([sys.executable, "-c", _ENDLESS, str(site)])
    try:
        deadline = time.monotonic() + 10
        while not any(tmp_path.glob(".site.lod-*/9.html")):
            assert time.monotonic() < deadline, "the run did not begin"
            time.sleep(0.01)
        with pytest.raises(PublishError, match="another run"):
            write([page("a.html", b"new")], site)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert content(site) == {"a.html": b"old"}
    write([page("a.html", b"new")], site)
    assert content(site) == {"a.html": b"new"}
    assert list(tmp_path.iterdir()) == [site]
