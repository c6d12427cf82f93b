"""`lod init`"""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

import click

from lod.cli.options import PATH
from lod.cli.printing import emit, note
from lod.errors import UsageError


@click.command()
@click.argument("folder", metavar="DIR", type=PATH)
def command(folder: Path) -> int:
    """Make a small workspace in DIR: settings, the facts of an invented article, and comments that teach.

    \b
    lod init my-news
    cd my-news
    lod publish
    """
    place = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("there is something already", where=folder, remedy="Name a new or empty folder.")
    temporary = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with as_file(files("lod.cli") / "starter") as starter:
            copytree(starter, temporary, ignore=ignore_patterns(".*"))  # a cache of validation, where one was made
        folder.mkdir(exist_ok=True)
        for child in temporary.iterdir():
            child.replace(folder / child.name)
        temporary.rmdir()
    except OSError as error:
        rmtree(temporary, ignore_errors=True)
        raise UsageError(f"cannot be written: {error.strerror}", where=folder, remedy="Choose another place.") from None
    note("A workspace is made. Read data/lesenacht.ttl first; then:")
    note(f"  cd {folder} && lod publish")
    emit(str(folder))
    return 0
