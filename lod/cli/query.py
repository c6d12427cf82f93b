"""`lod query`"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli import completion, options
from lod.cli.asking import MEMORY, Asking
from lod.cli.printing import emit
from lod.errors import UsageError

if TYPE_CHECKING:
    from lod.query import NamedQuery
    from lod.workspace import Workspace

FORMATS = (
    "table",
    "csv",
    "tsv",
    "json",
    "xml",
    "markdown",
    "html",
    "chart",
    "svg",
    "turtle",
    "ntriples",
    "jsonld",
    "rdfxml",
)


@click.command(epilog="SPARQL 1.1; the prefixes of the workspace are known without being written.")
@click.argument("query", required=False, shell_complete=completion.queries)
@options.workspace
@click.option("-f", "--file", metavar="FILE", type=options.PATH, help="Read the query from this file ('-': input).")
@click.option("--list", "listing", is_flag=True, help="Show the named queries, a line each; of QUERY, all about it.")
@click.option(
    "--set",
    "values",
    metavar="NAME=VALUE",
    multiple=True,
    shell_complete=completion.values,
    help="Give a parameter its value.",
)
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    help="By default: table on a terminal, else csv; turtle for triples; by --output x.svg, x.png: a chart.",
)
@click.option(
    "--labels/--iris", default=None, help="Show things by name or by IRI.  [default: by name in tables and charts]"
)
@click.option("--limit", metavar="N", type=click.IntRange(0), help="Stop after N rows or triples.")
@click.option(
    "--timeout", metavar="SECONDS", type=click.FloatRange(0, min_open=True), help="Stop a query that takes longer."
)
@click.option(
    "--memory", metavar="MB", type=click.IntRange(1), help=f"Stop a query that needs more.  [default: {MEMORY}]"
)
@options.store
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint, not the data of the workspace.")
@click.option("--time", "timed", is_flag=True, help="Say how long it took.")
@click.option("--explain", is_flag=True, help="Show the engine's plan and what each step cost, in place of the answer.")
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
    limit: int | None,
    timeout: float | None,
    memory: int | None,
    store: bool | None,
    endpoint: str | None,
    timed: bool,
    explain: bool,
    language: str | None,
    output: Path | None,
) -> int:
    """Ask the data: QUERY is the name of a named query, or SPARQL. Without one, on a terminal: question by question.

    \b
    lod query --list                                      what can be asked by name
    lod query programme                                   the events, in their order
    lod query statements --set person=person/x            what one person said
    lod query 'SELECT ?e { ?e a schema:Event }'           SPARQL
    lod query -f question.rq --format csv -o answer.csv   from a file, into a file
    lod query kinds -o kinds.svg                          a chart
    lod query 'ASK { ?s ?p ?o }' --endpoint URL           someone else's data
    """
    opened = options.opened(workspace, data, shapes, bare=endpoint is not None, store=store)
    tag = options.reader_language(language, opened.config.languages)
    if listing:
        emit(_listed(query, opened, tag), output)
        return 0
    asking = Asking(opened, tag, format, labels, limit, timeout, memory, endpoint, timed, output)
    if query is None and file is None and sys.stdin.isatty() and sys.stdout.isatty():
        from lod.cli.conversation import converse

        converse(asking)
        return 0
    (asking.explain if explain else asking.ask)(_asked(query, file), given(values))
    return 0


def _listed(name: str | None, opened: Workspace, language: str) -> str:
    from lod import query as room

    queries = room.find(opened.config)
    return room.listing(queries, language) if name is None else room.portrait(room.pick(queries, name), language)


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


def given(items: Iterable[str]) -> Mapping[str, str]:
    """Return the values of parameters from texts such as `person=person/x`. Raises UsageError for other texts."""
    values = {}
    for item in items:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"--set '{item}' is not NAME=VALUE", remedy="Write for example: --set person=person/x")
        values[name] = value
    return values
