"""A folder in a storage elsewhere as the place of a site: object stores and whatever else fsspec knows."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

import orjson

from lod.errors import PublishError, UsageError
from lod.publishing.disk.target import FOLDER, MARKED, MARKER, require_inside

#: The file that says which run is at work, and until when others have to wait for a sign of it, in seconds.
LEASE = f"{FOLDER}/lease"
SECONDS = 600.0

_REMEDY = "Look after the address, the access data of the storage (its own environment variables) and its room."


class Storage:
    """A folder of a file system of fsspec. To write a file there is one step: it is there whole or not at all.

    A storage has no locks: a run that is at work leaves a lease, which it renews (`keep`), and which ends by itself.
    """

    def __init__(self, address: str, others: Iterable[str] = ()) -> None:
        self._address = address.rstrip("/")
        self._others = (FOLDER, *others)
        self._owner = secrets.token_hex(8)
        self._until = 0.0
        self._process = 0
        self._opened: Any = None
        with self._translated():
            self._root = _file_system(self._address)[1]

    @property
    def _files(self) -> Any:
        # Connections do not go with a fork.
        if self._process != os.getpid():
            self._opened, self._process = _file_system(self._address)[0], os.getpid()
        return self._opened

    @property
    def place(self) -> str:
        return self._address

    def put(self, path: str, content: bytes, *, compare: bool = False) -> bool:
        require_inside(path)
        if compare and self.get(path) == content:
            return False
        with self._translated(path):
            whole = self._whole(path)
            # An object store has no folders; other file systems need them.
            self._files.makedirs(whole.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(whole, content)
        return True

    def get(self, path: str) -> bytes | None:
        with self._translated(path):
            try:
                content: bytes = self._files.cat_file(self._whole(path))
            except FileNotFoundError:
                return None
            return content

    def size(self, path: str) -> int | None:
        with self._translated(path):
            try:
                return int(self._files.info(self._whole(path))["size"])
            except FileNotFoundError:
                return None

    def open(self, path: str) -> BinaryIO:
        with self._translated(path):
            opened: BinaryIO = self._files.open(self._whole(path), "rb")
            return opened

    @contextmanager
    def create(self, path: str) -> Iterator[BinaryIO]:
        whole = self._whole(path)
        with NamedTemporaryFile() as file:
            yield file  # type: ignore[misc]  # a BinaryIO in all but name
            file.flush()
            with self._translated(path):
                self._files.makedirs(whole.rpartition("/")[0], exist_ok=True)
                self._files.put_file(file.name, whole)

    def found(self, below: str = "") -> set[str]:
        with self._translated(below):
            self._files.invalidate_cache()
            names: list[str] = self._files.find(self._whole(below) if below else self._root)
        start = len(self._root) + 1
        paths = {name[start:] for name in names} - {MARKER}
        if below:
            return paths
        return {path for path in paths if path.partition("/")[0] not in self._others}

    def damaged(self, files: Iterable[tuple[str, str, int]], last: str) -> frozenset[str]:  # noqa: ARG002  # a copy in a storage has other times
        with self._translated():
            self._files.invalidate_cache()
            found = self._files.find(self._root, detail=True)
        sizes = {name[len(self._root) + 1 :]: entry["size"] for name, entry in found.items()}
        return frozenset(name for name, path, size in files if sizes.get(path) != size)

    def remove(self, paths: Iterable[str]) -> None:
        there = sorted(set(paths))
        for path in there:
            with self._translated(path):
                try:
                    self._files.rm_file(self._whole(path))
                except FileNotFoundError:
                    continue

    def keep(self) -> None:
        if time.time() > self._until - SECONDS / 2:
            self._take()

    def _take(self) -> None:
        found = self.get(LEASE)
        other = orjson.loads(found) if found else None
        if other and other["owner"] != self._owner and other["until"] > time.time():
            left = round(other["until"] - time.time())
            what = f"another run is writing this site, or was killed less than {SECONDS / 60:.0f} minutes ago"
            remedy = f"Wait until it has ended, {left} s at most if it was killed, then try again."
            raise PublishError(what, where=self._address, remedy=remedy)
        self._until = time.time() + SECONDS
        self.put(LEASE, orjson.dumps({"owner": self._owner, "until": self._until}))

    def _whole(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _translated(self, path: str = "") -> Iterator[None]:
        where = f"{self._address}/{path}" if path else self._address
        try:
            yield
        except (PublishError, UsageError):
            raise
        # Each file system has errors of its own, which have no common ancestor.
        except Exception as error:
            words = str(error).strip() or type(error).__name__
            raise PublishError(f"cannot be reached or written: {words}", where=where, remedy=_REMEDY) from error

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the folder while the block runs, marked as ours. Raises PublishError if it is not, or another has it."""
        files = self.found()
        if files and self.get(MARKER) is None:
            what = "there are files in it that lod did not write"
            raise PublishError(what, where=self._address, remedy="Choose another folder with --output, or empty this.")
        self._take()
        try:
            self.put(MARKER, MARKED, compare=True)
            yield
        finally:
            self.remove([LEASE])


@contextmanager
def held(address: str, others: Iterable[str] = ()) -> Iterator[Storage]:
    """Hold a folder of a storage for a site while the block runs, and mark it as ours.

    `address` is a URL that fsspec knows, such as `s3://bucket/folder`. Raises UsageError for one that it does not know
    or whose package is missing, PublishError if the folder is not ours, is held by another run, or cannot be written.
    """
    storage = Storage(address, others)
    with storage.hold():
        yield storage


def _file_system(address: str) -> tuple[Any, str]:
    try:
        import fsspec  # here, since it is an extra
    except ImportError:
        remedy = "Install it: pip install 'lod[storage]'"
        raise UsageError("to publish to a storage needs the package fsspec", where=address, remedy=remedy) from None
    try:
        files, root = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as error:
        remedy = "Give a folder, or an address like s3://bucket/folder (with the package s3fs)."
        raise UsageError(f"no file system for this address: {error}", where=address, remedy=remedy) from None
    return files, root.rstrip("/")
