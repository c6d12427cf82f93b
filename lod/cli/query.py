"""`lod query`"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli import options
from lod.cli.printing import emit
from lod.errors import UsageError

if TYPE_CHECKING:
    from lod.query import NamedQuery

FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "turtle", "ntriples", "jsonld")


@click.command(epilog="SPARQL 1.1; the prefixes of the workspace are known without being written.")
@click.argument("query", required=False)
@options.workspace
@click.option("-f", "--file", metavar="FILE", type=options.PATH, help="Read the query from this file ('-': input).")
@click.option("--list", "listing", is_flag=True, help="Show the named queries, a line each.")
@click.option("--set", "values", metavar="NAME=VALUE", multiple=True, help="Give a parameter its value.")
@click.option(
    "--format", type=click.Choice(FORMATS), help="By default: table on a terminal, else csv; turtle for triples."
)
@click.option("--labels/--iris", default=None, help="Show things by name or by IRI.  [default: by name in tables]")
@options.language
@options.output
def command(
    query: str | None,
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    file: Path | None,
    listing: bool,
    values: tuple[str, ...],
    format: str | None,
    labels: bool | None,
    language: str | None,
    output: Path | None,
) -> int:
    """Ask the data: QUERY is the name of a named query, or SPARQL.

    \b
    lod query --list                                      what can be asked by name
    lod query programme                                   the events, in their order
    lod query statements --set person=person/x            what one person said
    lod query 'SELECT ?e { ?e a schema:Event }'           SPARQL
    lod query -f question.rq --format csv -o answer.csv   from a file, into a file
    """
    from lod import query as room
    from lod.graph import Names

    opened = options.opened(workspace, data, shapes)
    tag = options.reader_language(language, opened.config.languages)
    if listing:
        emit(room.listing(room.find(opened.config), tag), output)
        return 0
    answer = opened.query(_asked(query, file), _values(values), language=tag)
    terminal = output is None and sys.stdout.isatty()
    if format is None:
        format = room.default(answer)
        format = "csv" if format == "table" and not terminal else format
    by_name = format == "table" if labels is None else labels
    names = Names(opened.graph, opened.config.languages) if by_name else None
    emit(room.render(answer, format, room.View(opened.config, tag, colour=terminal), names=names), output)
    return 0


def _asked(query: str | None, file: Path | None) -> str | NamedQuery:
    from lod.query import read

    if (query is None) == (file is None):
        raise UsageError(
            "name one query" if query is None else "a query and --file at once",
            remedy="lod query NAME, lod query 'SELECT ...' or lod query -f FILE; all names: lod query --list",
        )
    if query is not None:
        return query
    assert file is not None, "one of both is there"  # noqa: S101  # said above, but not to mypy
    return sys.stdin.read() if str(file) == "-" else read(file)


def _values(items: tuple[str, ...]) -> Mapping[str, str]:
    values = {}
    for item in items:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"--set '{item}' is not NAME=VALUE", remedy="Write for example: --set person=person/x")
        values[name] = value
    return values
