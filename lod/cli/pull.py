"""`lod pull`"""

from __future__ import annotations

from pathlib import Path

import click

from lod.cli import options
from lod.cli.printing import emit, note
from lod.cli.progress import progressing


@click.command(epilog="Exit code: 0 done; 2 a file is in the way, or the store does not answer.")
@click.option("--workspace", metavar="DIR", type=options.PATH, help="The workspace; else the nearest one upwards.")
@click.option("--output", "-o", metavar="DIR", type=options.PATH, help="Write below this folder, not the workspace's.")
@click.option("--force", is_flag=True, help="Replace files that say otherwise than the store.")
def command(workspace: Path | None, output: Path | None, force: bool) -> int:
    """Write what the store of the settings holds to files: sorted Turtle that stays the same.

    The files are those that lod push has read; what others have brought goes to a file for each kind of thing. A push
    of these files changes nothing in the store.

    \b
    lod pull --output copy       into an empty folder
    lod pull --force             over the files of the workspace
    """
    opened = options.opened(workspace, (), ())
    with progressing("Pulling") as progress:
        pulled = opened.pull(output, force=force, progress=progress)
    note(f"{pulled.written} of {pulled.files} files written, {pulled.triples} triples, {pulled.trips} requests")
    emit(str(pulled.output))
    return 0
