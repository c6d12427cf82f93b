"""Spare the collector of garbage what stays: during a build, little is garbage in circles and much is remembered."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: So many new objects before the youngest are looked through (Python's default is a few hundred to a few thousand).
_YOUNG = 50_000


@contextmanager
def rarely() -> Iterator[None]:
    """Collect garbage rarely while this lasts, and leave alone what is there already; worker processes inherit it.

    A third of a build's time went into looking through the same objects again and again.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
