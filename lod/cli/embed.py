"""`lod embed`"""

from __future__ import annotations

from pathlib import Path

import click

from lod.cli import options
from lod.cli.printing import emit


@click.command()
@click.argument("node")
@options.workspace
@click.option("--format", type=click.Choice(("script", "json")), default="script", show_default=True)
@options.language
@options.output
def command(
    node: str,
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    format: str,
    language: str | None,
    output: Path | None,
) -> int:
    """Write the JSON-LD of NODE for embedding in a web page.

    NODE is an IRI, a CURIE, or the part of the IRI behind the base.

    \b
    lod embed event/summer-fair                  a <script> element to paste into the page
    lod embed person/x --lang en --format json   bare JSON, in English
    """
    from lod.embedding import FORMATS

    opened = options.opened(workspace, data, shapes)
    tag = options.reader_language(language, opened.config.languages)
    emit(FORMATS[format](opened.embed(node, language=tag)), output)
    return 0
