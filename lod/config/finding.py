"""Find a workspace's `lod.toml`, or `[tool.lod]` in pyproject.toml, and load it (TOML 1.0)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from lod.config.floor import builtin
from lod.config.reading import Reader
from lod.config.settings import DEFAULT_BASE, Config, frozen
from lod.errors import ConfigError, Origin
from lod.terms import ONTOLOGY, PREFIXES

FILE = "lod.toml"


def find(start: Path) -> Path | None:
    """Return the configuration file of the nearest workspace at or above the folder `start`, or None."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder / FILE
        pyproject = folder / "pyproject.toml"
        if pyproject.is_file() and "lod" in _toml(pyproject).get("tool", {}):
            return pyproject
    return None


def load(path: Path) -> Config:
    """Read the configuration of a workspace.

    `path` is a `lod.toml`, a pyproject.toml with `[tool.lod]`, or a folder that holds one of them. Raises ConfigError
    with file and line for what cannot be used: TOML that does not parse, unknown keys, values of the wrong form.
    """
    if path.is_dir():
        file = next((f for f in (path / FILE, path / "pyproject.toml") if f.is_file()), None)
        if file is None:
            raise ConfigError("no workspace here", where=path, remedy=f"Make one with: lod init {path}")
        path = file
    document = _toml(path)
    table = document if path.name != "pyproject.toml" else document.get("tool", {}).get("lod")
    if table is None:
        raise ConfigError("there is no [tool.lod] in it", where=path, remedy="Add [tool.lod] with at least: base")
    return Reader(path).read(table)


def bare(root: Path) -> Config:
    """Return the settings that hold where there is no workspace: for RDF files named on the command line."""
    return Config(
        root=root,
        prefixes=frozen({**PREFIXES, "": DEFAULT_BASE, "onto": DEFAULT_BASE + ONTOLOGY}),
        ontology=(builtin("ontology"),),
        shapes=(builtin("shapes"),),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = Origin(str(path), int(place[1]), int(place[2])) if place else Origin(str(path))
        raise ConfigError(
            f"not valid TOML: {error}", where=where, remedy="See https://toml.io for the format."
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"not UTF-8 text: {error}", where=path, remedy="Save the file as UTF-8.") from None
    except OSError as error:
        remedy = "Check the spelling of the path, and who may read there."
        raise ConfigError(f"cannot be read: {error.strerror}", where=path, remedy=remedy) from None
