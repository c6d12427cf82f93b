"""The file of a page: read together with the state that it is in, and exchanged only while it is in that state.

Plain system calls: many pages are read and written in the time that comfort would take.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from errno import ELOOP
from pathlib import Path
from typing import NamedTuple

#: Flags for a new file that nobody else has: not even a link that somebody put there is followed.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class Copy(NamedTuple):
    """What a file held when it was read, and the state that it was in; `name` is that of the file, not of a link."""

    name: str
    data: bytes
    state: os.stat_result


def read(path: Path) -> Copy:
    """Read a file. Raises OSError."""
    name = os.fspath(path)
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno != ELOOP:
            raise
        # What a link leads to is exchanged, not the link.
        name = os.path.realpath(name)
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        state = os.fstat(file)
        data = os.read(file, state.st_size + 1)
        if len(data) != state.st_size:
            # It grows, or it is no file that knows its size: all that there is, in parts.
            parts = [data]
            while parts[-1]:
                parts.append(os.read(file, 65_536))
            data = b"".join(parts)
    finally:
        os.close(file)
    return Copy(name, data, state)


def exchange(copy: Copy, parts: Sequence[bytes | memoryview]) -> bool:
    """Put a new version, given in parts, in the place of a file at once; it keeps its permissions.

    Return False, and leave the file as it is, if it is no longer what it was when the copy was read: somebody has
    changed or replaced it. Raises OSError; then too the file stays.
    """
    name, _, state = copy
    cut = name.rfind(os.sep) + 1
    temporary = f"{name[:cut]}.{name[cut:]}.{os.getpid()}.lod"
    try:
        file = os.open(temporary, _NEW, 0o600)
        try:
            os.fchmod(file, stat.S_IMODE(state.st_mode))
            _write(file, parts)
        finally:
            os.close(file)
        # As late as can be: only what is written between this and the next line is not seen.
        if _is_same(os.lstat(name), state):
            os.replace(temporary, name)  # noqa: PTH105  # see above
            return True
    except OSError:
        _remove(temporary)
        raise
    _remove(temporary)
    return False


def _write(file: int, parts: Sequence[bytes | memoryview]) -> None:
    done = os.writev(file, parts)
    if done < sum(map(len, parts)):
        # The disk takes less at a time, or is full, which the next call says.
        rest = memoryview(b"".join(parts))[done:]
        while rest:
            rest = rest[os.write(file, rest) :]


def _is_same(now: os.stat_result, then: os.stat_result) -> bool:
    return (now.st_mtime_ns, now.st_size, now.st_ino, now.st_dev) == (
        then.st_mtime_ns,
        then.st_size,
        then.st_ino,
        then.st_dev,
    )


def _remove(temporary: str) -> None:
    with suppress(OSError):
        os.unlink(temporary)  # noqa: PTH108  # see above
