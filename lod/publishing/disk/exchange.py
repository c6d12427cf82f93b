"""Two things that the file system can do at once: swap two folders, and hold one so that nobody else uses it."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lod.errors import PublishError

# renameat2(2) of Linux: relative to the working directory, and swap.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2

# Where the kernel or the file system cannot swap.
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def exchange(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`; what stood there is at `new` afterwards, if anything did.

    Linux swaps them in one step. Elsewhere it takes two renames; killed between them, both folders are whole, beside
    each other. Raises OSError.
    """
    if not target.exists():
        new.rename(target)
    elif not _swapped(new, target):
        away = new.with_name(f"{new.name}-old")
        target.rename(away)
        try:
            new.rename(target)
        except OSError:
            away.rename(target)
            raise
        away.rename(new)


def _swapped(new: Path, target: Path) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(target))


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold a folder while the block runs; the hold ends with the process, however it ends (flock(2)).

    Raises PublishError if another process holds it. Where the system has no such lock nothing is held.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        what = "another run is writing this site at the moment"
        raise PublishError(what, where=folder, remedy="Wait until it has ended, then try again.") from None
    else:
        yield
    finally:
        os.close(handle)
