"""A site in a storage that fsspec knows is the site that a folder holds, and is kept in step with as few writes."""

from __future__ import annotations

import importlib.util
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import orjson
import pytest

import lod
from lod.errors import LodError, PublishError, UsageError
from lod.graph import Graph
from lod.publishing import Processes, publish
from lod.publishing.disk import storage
from tests.publishing.test_build import CONFIG, TRIPLES, VOCABULARY, build, content


@pytest.fixture(params=["memory", "file", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new place in each kind of storage."""
    name = secrets.token_hex(4)
    if request.param == "s3":
        request.getfixturevalue("s3")
        return f"s3://sites/{name}"
    return f"memory://{name}" if request.param == "memory" else f"file://{tmp_path}/storage"


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A real S3 server on loopback, with a bucket `sites`."""
    if importlib.util.find_spec("moto") is None or importlib.util.find_spec("s3fs") is None:
        pytest.skip("moto and s3fs are not installed; .ci/run installs them")
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            stdout=file, stderr=file,
        )  # fmt: skip
    before = dict(os.environ)
    try:
        os.environ.update(
            AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",  # noqa: S106  # no secret: moto takes any
            AWS_DEFAULT_REGION="eu-central-1", AWS_ENDPOINT_URL=_address(log),
        )  # fmt: skip
        fsspec.filesystem("s3").mkdir("sites", region_name="eu-central-1")
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.terminate()
        server.wait(10)


def _address(log: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for word in log.read_text().split():
            if word.startswith("http://127.0.0.1:"):
                return word
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def put(address: str, triples: Any = TRIPLES, jobs: int = 1) -> lod.publishing.Summary:
    return publish(CONFIG, address, graph=Graph(triples), vocabulary=VOCABULARY, crew=Processes(jobs))


def held(address: str) -> dict[str, bytes]:
    files, root = fsspec.core.url_to_fs(address)
    files.invalidate_cache()
    return {name.removeprefix(root).lstrip("/"): files.cat_file(name) for name in files.find(root)}


def test_a_storage_holds_the_site_that_a_folder_holds(address: str, tmp_path: Path) -> None:
    summary = put(address)
    build(TRIPLES, tmp_path / "site")
    assert held(address) == content(tmp_path / "site")
    assert str(summary.output) == address


def test_only_what_changed_is_written_and_what_is_gone_is_removed(address: str, tmp_path: Path) -> None:
    whole = put(address)
    assert put(address).written == 0
    some = put(address, TRIPLES[::2])
    assert 0 < some.written < whole.files
    assert some.removed > 0
    build(TRIPLES[::2], tmp_path / "site")
    assert held(address) == content(tmp_path / "site")


def test_two_processes_share_the_work_on_a_storage(address: str, tmp_path: Path) -> None:
    if address.startswith("memory:"):
        pytest.skip("what is in memory is each process's own")
    put(address, jobs=2)
    build(TRIPLES, tmp_path / "site")
    assert held(address) == content(tmp_path / "site")


def test_a_storage_that_holds_files_of_others_is_refused(address: str) -> None:
    files, root = fsspec.core.url_to_fs(address)
    files.makedirs(root, exist_ok=True)
    files.pipe_file(f"{root}/precious.txt", b"mine")
    with pytest.raises(PublishError, match="did not write"):
        put(address)
    assert held(address) == {"precious.txt": b"mine"}


def test_two_runs_do_not_meet_on_a_storage(address: str) -> None:
    with storage.held(address), pytest.raises(PublishError, match="another run"):
        put(address)
    assert put(address).files


def test_the_lease_of_a_killed_run_ends_by_itself(address: str) -> None:
    files, root = fsspec.core.url_to_fs(address)
    files.makedirs(f"{root}/.lod", exist_ok=True)
    for until in (time.time() + 100, time.time() - 1):
        files.pipe_file(f"{root}/{storage.LEASE}", orjson.dumps({"owner": "killed", "until": until}))
        if until > time.time():
            with pytest.raises(PublishError, match="another run"):
                put(address)
    assert put(address).files


def test_the_next_run_heals_what_a_broken_one_left(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(address)
    real, left = storage.Storage.put, [20]

    def failing(self: storage.Storage, path: str, content: bytes, *, compare: bool = False) -> bool:
        left[0] -= 1
        if not left[0]:
            raise PublishError("cannot be reached or written: gone")
        return real(self, path, content, compare=compare)

    monkeypatch.setattr(storage.Storage, "put", failing)
    with pytest.raises(PublishError):
        put(address, TRIPLES[::2])
    monkeypatch.undo()
    put(address, TRIPLES[::2])
    build(TRIPLES[::2], tmp_path / "site")
    assert held(address) == content(tmp_path / "site")


@pytest.mark.parametrize("address", ["nonsense://a/b", "s4://bucket"])
def test_an_address_that_nobody_knows_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="no file system"):
        put(address)


def test_a_storage_that_cannot_be_reached_is_said(s3: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LodError, match="cannot be reached"):
        put("s3://no-such-bucket/site")
