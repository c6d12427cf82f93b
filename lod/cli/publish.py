"""`lod publish`"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli import options
from lod.cli.printing import emit, note

if TYPE_CHECKING:
    from lod.publishing import Crew
    from lod.workspace import Workspace


@click.command(epilog="Exit code: 0 published; 1 the data has violations, nothing was written; 2 bad input.")
@options.workspace
@click.option("--output", "-o", metavar="DIR|URL", help="The folder of the site.  [default: _site]")
@click.option("--base-url", metavar="URL", help="Publish for this address, a preview host for example.")
@click.option(
    "--jobs", "-j", metavar="N", type=click.IntRange(1), help="Processes at work.  [default: one a processor]"
)
@click.option("--scheduler", metavar="ADDRESS", help="Share the work with a Dask cluster: tcp://host:8786.")
@options.store
@options.language
def command(
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    output: str | None,
    base_url: str | None,
    jobs: int | None,
    scheduler: str | None,
    store: bool | None,
    language: str | None,
) -> int:
    """Validate the data, then write the whole site.

    Only what has changed since the last time is written. Each file is replaced at once, and pages before what leads to
    them: the site works at any moment, and after a run that was killed the next one makes it good.

    \b
    lod publish                                 into _site of the workspace
    lod publish -o /var/www/lod                 somewhere else
    lod publish -o s3://bucket/site             into a storage (extra `storage`)
    lod publish --scheduler tcp://host:8786     with the workers of a Dask cluster (extra `dask`)
    lod publish --base-url http://localhost:8000/   for a look at it
    """
    from lod.validation import FORMATS, View
    from lod.workspace import InvalidData

    opened = options.opened(workspace, data, shapes, store=store)
    tag = options.reader_language(language, opened.config.languages)
    try:
        with _crew(opened, scheduler, jobs) as crew, _progress() as progress:
            summary = opened.publish(output, base_url=base_url, crew=crew, progress=progress)
    except InvalidData as invalid:
        emit(FORMATS["text"](invalid.report, View(tag, colour=sys.stdout.isatty())))
        note(str(invalid))
        return 2 if invalid.report.unreadable else 1
    note(f"{summary.things} things, {summary.files} files, {summary.bytes / 1e6:.1f} MB in {summary.seconds:.1f} s")
    note(f"{summary.written} files written, {summary.removed} removed, the rest was as it should be")
    if isinstance(summary.output, Path):
        note(f"Look at it: python3 -m http.server --directory {summary.output}")
    emit(str(summary.output))
    return 0


@contextmanager
def _crew(opened: Workspace, scheduler: str | None, jobs: int | None) -> Iterator[Crew]:
    if scheduler is None:
        from lod.publishing import Processes
        from lod.publishing.disk.sharing import processors

        yield Processes(jobs or processors())
        return
    from lod.distributed.cluster import cluster

    with cluster(scheduler, store=opened.on_store) as crew:
        yield crew


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar with rate and remaining time on a terminal; elsewhere, nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]:.0f}/s")
    columns = (TextColumn("Publishing"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    # Without a thread of its own: processes are forked while the bar is shown, and threads do not go with that.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("Publishing", total=None, rate=0.0)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=bar.tasks[0].speed or 0.0, refresh=True)

        yield show
