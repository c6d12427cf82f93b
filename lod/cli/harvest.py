"""`lod harvest`"""

from __future__ import annotations

from pathlib import Path

import click

from lod.cli import options
from lod.cli.printing import emit, note
from lod.cli.progress import progressing
from lod.errors import NothingFound, UsageError


@click.command(epilog="Exit code: 0 fine; 1 a page says nothing; 2 a page cannot be read, or a file is in the way.")
@click.argument("pages", metavar="PAGE...", nargs=-1, required=True)
@options.workspace
@click.option("--print", "printed", is_flag=True, help="Print the Turtle, write no file.")
@click.option("--allow-private", is_flag=True, help="Fetch pages from private networks too.")
@click.option("--output", "-o", metavar="DIR", type=options.PATH, help="Write below this folder.  [default: data/]")
def command(
    pages: tuple[str, ...],
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    printed: bool,
    allow_private: bool,
    output: Path | None,
) -> int:
    """Turn the JSON-LD, Microdata and RDFa of existing pages into Turtle in data/, a file a page.

    PAGE is a file or a web address. Things get IRIs of yours by their kind and name; the page is recorded as evidence.
    No file is ever overwritten. Read what came, complete it, then: lod validate

    \b
    lod harvest https://example.org/press/summer-fair
    lod harvest old-site/*.html --output data/old
    lod harvest page.html --print
    """
    from lod.webpages import Limits

    opened = options.opened(workspace, data, shapes)
    silent = faulty = 0
    with progressing("Harvesting") as progress:
        for done, (page, reaped) in enumerate(opened.harvest(pages, limits=Limits(private=allow_private)), 1):
            if progress:
                progress(done, len(pages))
            if isinstance(reaped, Exception):
                silent += isinstance(reaped, NothingFound)
                faulty += not isinstance(reaped, NothingFound)
                note(str(reaped) if page in str(reaped) else f"{page}: {reaped}")
                continue
            for remark in reaped.notes:
                note(f"{page}: {remark}")
            if printed:
                emit(reaped.turtle)
                continue
            try:
                kept = opened.keep(reaped, output)
            except UsageError as error:
                # The pages that follow are harvested all the same.
                faulty += 1
                note(str(error))
                continue
            note(f"{page}: {reaped.things} things")
            emit(str(kept))
    return 2 if faulty else int(silent > 0)
