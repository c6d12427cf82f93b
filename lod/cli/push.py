"""`lod push`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lod.cli import options
from lod.cli.printing import emit, note
from lod.cli.progress import progressing


@click.command(epilog="Exit code: 0 done; 1 the data has violations, or the count is not right; 2 bad input.")
@click.option("--workspace", metavar="DIR", type=options.PATH, help="The workspace; else the nearest one upwards.")
@click.option("--all", "every", is_flag=True, help="Compare every file with the store, and remove what none says.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@options.language
def command(
    workspace: Path | None,
    every: bool,
    dry_run: bool,
    language: str | None,
) -> int:
    """Validate the data, then bring the store of the settings to what the files say.

    Only what has changed since the last push is sent, from whichever machine that was; what the files no longer say is
    removed. A push that was broken off is gone on with by the next one.

    \b
    [store]                                       in lod.toml; names and passwords are never there:
    query = "https://db.example.org/query"        LOD_STORE_USER and LOD_STORE_PASSWORD, LOD_STORE_TOKEN, or ~/.netrc
    update = "https://db.example.org/update"      or, for the Graph Store Protocol: data = "https://.../data"
    graph = "https://lod.example.org/"            by default the store's default graph
    """
    from lod.validation import FORMATS, View
    from lod.workspace import InvalidData

    opened = options.opened(workspace, (), ())
    try:
        with progressing("Pushing") as progress:
            pushed = opened.push(every=every, dry_run=dry_run, progress=progress)
    except InvalidData as invalid:
        tag = options.reader_language(language, opened.config.languages)
        emit(FORMATS["text"](invalid.report, View(tag, colour=sys.stdout.isatty())))
        note(str(invalid))
        return 2 if invalid.report.unreadable else 1
    would = "would be " if dry_run else ""
    gone = f", {pushed.gone} gone" if pushed.gone else ""
    looked = "compared" if every else "changed"
    note(f"{pushed.changed} of {pushed.files} files {looked}{gone}; {pushed.trips} requests")
    emit(f"{pushed.added} triples {would}added, {pushed.removed} {would}removed")
    if pushed.right:
        return 0
    note(
        f"error: the store holds {pushed.held} triples, and should hold {pushed.expected}\n"
        "  Someone else writes there, or it keeps some values otherwise: compare all by lod push --all"
    )
    return 1
