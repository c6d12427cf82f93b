"""How a reader wants a report."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class View:
    """The language of the reader, whether in colour, and whether every finding is to be shown, not only some of a kind.

    Formats for machines hold all findings anyway.
    """

    language: str = "en"
    colour: bool = False
    everything: bool = False


def shown(path: str) -> str:
    """Return a path relative to the current folder where that is shorter, and a web address as it is."""
    if "://" in path:
        return path
    relative = os.path.relpath(path, Path.cwd())
    return min(path, relative, key=len)
