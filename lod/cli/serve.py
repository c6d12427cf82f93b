"""`lod serve`"""

from __future__ import annotations

from pathlib import Path

import click

from lod.cli import options
from lod.cli.printing import emit, note


@click.command()
@options.workspace
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any.")
@click.option("--base-url", metavar="URL", help="The public address, where it is not the base.")
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option(
    "--queries", metavar="N", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries at once, each."
)
@click.option("--waiting", metavar="N", type=click.IntRange(0), default=16, show_default=True, help="Queries in line.")
@click.option(
    "--timeout", metavar="SECONDS", type=click.FloatRange(0.1), default=10.0, show_default=True, help="For one query."
)
@click.option("--memory", metavar="MB", type=click.IntRange(16), default=1000, show_default=True, help="For one query.")
@click.option(
    "--answer", metavar="MB", type=click.IntRange(1), default=50, show_default=True, help="The longest answer."
)
@options.store
@click.option(
    "--fresh",
    metavar="SECONDS",
    type=click.FloatRange(1.0),
    default=60.0,
    show_default=True,
    help="How often a store is asked whether it has changed.",
)
@click.option("--reload/--no-reload", default=True, help="Load the data anew when it changes.  [default: reload]")
@click.option("--log/--no-log", default=True, help="Write a line of JSON for each request.  [default: log]")
def command(
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    host: str,
    port: int,
    base_url: str | None,
    workers: int,
    queries: int,
    waiting: int,
    timeout: float,
    memory: int,
    answer: int,
    store: bool | None,
    fresh: float,
    reload: bool,
    log: bool,
) -> int:
    """Serve the site over HTTP: pages, data by content negotiation, SPARQL.

    Each query runs in a process of its own that is killed when it overruns its limits. A file that changes is loaded
    anew; while it has an error, the server goes on with what it had. From a store, pages are made and queries are
    answered as they are asked for, and nothing is kept but for a while.

    \b
    lod serve                                   on this machine, at port 8000
    lod serve --host 0.0.0.0 --workers 4        behind a reverse proxy
    lod serve --store                           the data of the store, though there are files
    """
    from lod.query.process import Limits
    from lod.server import Settings, Told, serve

    limits = Limits(seconds=timeout, memory=memory * 1_000_000, size=answer * 1_000_000)
    settings = Settings(
        host=host,
        port=port,
        fronts=workers,
        queries=queries,
        waiting=waiting,
        limits=limits,
        fresh=fresh,
        base_url=base_url,
        reload=reload,
        log=log,
    )
    serves = False

    def tell(told: Told) -> None:
        nonlocal serves
        if told.fault is not None:
            note(f"error: {told.fault}\n  The server goes on with the data that it had.")
            return
        note(f"{told.triples} triples, loaded in {told.seconds:.1f} s")
        if not serves:
            note("Stop with Ctrl-C.")
            emit(told.address)
            serves = True

    serve(lambda: options.opened(workspace, data, shapes, store=store), settings, tell)
    return 0
