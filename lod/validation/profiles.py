"""Profiles: further shapes that others demand, such as search engines; asked for by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lod import source
from lod.config import Config, builtin
from lod.errors import UsageError, nearest

#: Below a folder of shapes: the files of profiles. `google.ttl` and `google-event.ttl` are of the profile `google`.
FOLDER = "profiles"


def find(config: Config, names: Iterable[str]) -> Iterator[Path]:
    """Yield the files of profiles, the workspace's own and the package's. Raises UsageError for an unknown name."""
    folders = [folder / FOLDER for folder in dict.fromkeys((*config.shapes, config.root / "shapes", builtin("shapes")))]
    files = source.find(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))
    for name in names:
        found = [file for file in files if file.stem == name or file.stem.startswith(f"{name}-")]
        if not found:
            known = sorted({file.stem for file in files})
            guess = nearest(name, known)
            remedy = f"Did you mean {guess}?" if guess else f"There are: {', '.join(known) or 'none'}."
            raise UsageError(f"there is no profile '{name}'", remedy=remedy)
        yield from found


def holds(path: Path, folders: Iterable[Path]) -> bool:
    """Tell whether a file of shapes belongs to a profile; a file of a profile that is named outright does not count."""
    return any(folder / FOLDER in path.parents for folder in folders)
