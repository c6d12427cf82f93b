"""`lod validate`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lod.cli import options
from lod.cli.printing import emit
from lod.errors import UsageError

SEVERITIES = ("violation", "warning", "info", "never")


@click.command(epilog="Exit code: 0 fine; 1 findings at or above --fail-on; 2 some input could not be read.")
@options.workspace
@click.option("--format", type=click.Choice(("text", "json", "turtle")), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="violation", show_default=True)
@click.option(
    "--text", "texts", metavar="ARTICLE=FILE", multiple=True, help="Look for the evidence's extracts in this text."
)
@options.language
@options.output
def command(
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    format: str,
    fail_on: str,
    texts: tuple[str, ...],
    language: str | None,
    output: Path | None,
) -> int:
    """Check the data: syntax, shapes (SHACL), and the evidence against the article's text.

    \b
    lod validate                              the workspace around this folder
    lod validate --lang de                    messages in German
    lod validate --text article/x=x.txt       is every extract literally in the text?
    lod validate --data a.ttl --shapes s.ttl  any RDF files, no workspace needed
    lod validate --format turtle              the W3C validation report
    """
    from lod.validation import FORMATS, Severity

    opened = options.opened(workspace, data, shapes)
    report = opened.validate(texts=dict(_text(item) for item in texts))
    tag = options.reader_language(language, opened.config.languages)
    colour = format == "text" and output is None and sys.stdout.isatty()
    emit(FORMATS[format](report, tag, colour), output)
    if report.unreadable:
        return 2
    return int(fail_on != "never" and report.fails(Severity[fail_on.upper()]))


def _text(item: str) -> tuple[str, Path]:
    article, equals, file = item.rpartition("=")
    if not equals or not article or not file:
        raise UsageError(
            f"--text '{item}' is not ARTICLE=FILE", remedy="Write for example: --text article/x=article.txt"
        )
    return article, Path(file)
