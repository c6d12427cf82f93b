"""Hold a folder, so that nobody else uses it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lod.errors import PublishError


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
