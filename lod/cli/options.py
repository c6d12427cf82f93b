"""The options that all commands share, and the workspace that they lead to."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lod import config as configuration
from lod.errors import ConfigError

if TYPE_CHECKING:
    from lod.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])

#: A path as it comes from the command line; whether it exists is checked where it is used, with a better message.
PATH = click.Path(path_type=Path)

_WORKSPACE = (
    click.option("--workspace", metavar="DIR", type=PATH, help="The workspace; else the nearest one upwards."),
    click.option("--data", metavar="PATH", type=PATH, multiple=True, help="RDF file or folder in place of data/."),
    click.option(
        "--shapes", metavar="PATH", type=PATH, multiple=True, help="SHACL file or folder in place of shapes/."
    ),
)

output = click.option("--output", "-o", metavar="FILE", type=PATH, help="Write to this file, not to standard output.")
language = click.option(
    "--lang", "language", metavar="TAG", help="Language of the text: de, en, ... (else the locale)."
)
store = click.option("--store/--no-store", default=None, help="Ask the store, or the files.  [default: files, if any]")


def workspace(command: F) -> F:
    """Add --workspace, --data and --shapes to a command."""
    for option in reversed(_WORKSPACE):
        command = option(command)
    return command


def opened(
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    *,
    bare: bool = False,
    store: bool | None = None,
) -> Workspace:
    """Return the workspace that the options mean.

    Without a workspace, `--data` is enough: then the built-in shapes and terms hold, or, with `--shapes`, only these.
    With `bare`, nothing is needed: only the built-in prefixes and queries are wanted. `store` as for `Workspace`.
    """
    from lod.workspace import Workspace

    found = workspace or configuration.find(Path.cwd())
    if found is not None:
        config = configuration.load(found)
    elif data or bare:
        config = configuration.bare(Path.cwd())
        if shapes:
            config = replace(config, ontology=())
    else:
        raise ConfigError(
            "no workspace here or above",
            where=Path.cwd(),
            remedy="Make one with 'lod init DIR', go into one, or name files: --data FILE",
        )
    return Workspace(replace(config, data=data or config.data, shapes=shapes or config.shapes), store=store)


def reader_language(language: str | None, languages: tuple[str, ...]) -> str:
    """Return the language to write in: the one asked for, else the locale's if the workspace has it, else its first."""
    if language:
        return language
    # What the environment asks for counts even where the system lacks that locale, as containers do (POSIX, 8.2).
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    for asked in (named, locale.getlocale()[0] or ""):
        tag = re.split("[_.@]", asked)[0]
        if tag in languages:
            return tag
    return languages[0]
