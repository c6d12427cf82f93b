"""From a path to a workspace."""

from __future__ import annotations

from pathlib import Path

from lod import config as configuration
from lod.errors import ConfigError
from lod.workspace.workspace import Workspace


def open(path: str | Path = ".") -> Workspace:
    """Open the workspace at `path`, or the nearest one above it.

    `path` is a folder or a configuration file. Raises ConfigError if there is none or if it cannot be used.
    """
    place = Path(path)
    if place.is_file():
        return Workspace(configuration.load(place))
    found = configuration.find(place)
    if found is None:
        raise ConfigError("no workspace here or above", where=place, remedy="Make one with: lod init DIR")
    return Workspace(configuration.load(found))
