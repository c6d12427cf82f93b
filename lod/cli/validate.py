"""`lod validate`"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli import options
from lod.cli.printing import emit, fail, note
from lod.errors import LodError, UsageError

if TYPE_CHECKING:
    from lod.workspace import Judges, Workspace

FORMATS = ("text", "json", "sarif", "github", "junit", "turtle", "html")
ENGINES = ("auto", "pyshacl")
SEVERITIES = ("violation", "warning", "info", "never")


@click.command(epilog="Exit code: 0 fine; 1 findings at or above --fail-on; 2 some input could not be read.")
@options.workspace
@click.option("--format", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="violation", show_default=True)
@click.option(
    "--text", "texts", metavar="ARTICLE=FILE", multiple=True, help="Look for the evidence's extracts in this text."
)
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only some of each kind.")
@click.option(
    "--profile", "profiles", metavar="NAME", multiple=True, help="Hold the data to this profile's shapes too."
)
@click.option("--engine", type=click.Choice(ENGINES), default="auto", show_default=True, help="What judges by shapes.")
@click.option("--no-cache", is_flag=True, help="Judge everything anew; keep and use nothing in .lod_cache.")
@options.store
@click.option("--scheduler", metavar="ADDRESS", help="Share the judging of a store with a Dask cluster.")
@click.option("--watch", is_flag=True, help="Validate again whenever a file changes; end with Ctrl-C.")
@click.option("--explain", metavar="CODE", help="Say what a code means, with examples; 'all' lists them.")
@options.language
@options.output
def command(
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    format: str,
    fail_on: str,
    texts: tuple[str, ...],
    everything: bool,
    profiles: tuple[str, ...],
    engine: str,
    no_cache: bool,
    store: bool | None,
    scheduler: str | None,
    watch: bool,
    explain: str | None,
    language: str | None,
    output: Path | None,
) -> int:
    """Check the data: syntax, shapes (SHACL), terms, links, dates, evidence and more.

    \b
    lod validate                              the workspace around this folder
    lod validate --lang de                    messages in German
    lod validate --explain lod:duplicate      what does that mean?
    lod validate --watch                      again whenever a file changes
    lod validate --text article/x=x.txt       is every extract literally in the text?
    lod validate --profile google             what a search engine wants
    lod validate --data a.ttl --shapes s.ttl  any RDF files, no workspace needed
    lod validate --format sarif -o lod.sarif  for code scanning
    lod validate --store                      what the store of the settings holds, where it is
    """
    if explain is not None:
        return _explain(explain, options.reader_language(language, ("en", "de")), output)
    quoted = dict(_text(item) for item in texts)

    def run(opened: Workspace) -> int:
        from lod.validation import FORMATS as WRITERS
        from lod.validation import Severity, View

        with _crew(scheduler) as crew:
            report = opened.validate(texts=quoted, profiles=profiles, engine=engine, cache=not no_cache, crew=crew)
        if report.again is not None:
            note(f"{report.again} of {len(report.files)} files judged again, the others as before.")
        tag = options.reader_language(language, opened.config.languages)
        colour = format == "text" and output is None and sys.stdout.isatty()
        emit(WRITERS[format](report, View(tag, colour, everything)), output)
        if report.unreadable:
            return 2
        return int(fail_on != "never" and report.fails(Severity[fail_on.upper()]))

    def opened() -> Workspace:
        return options.opened(workspace, data, shapes, store=store)

    if watch and opened().on_store:
        raise UsageError("a store cannot be watched", remedy="Watch the files: --no-store")
    if watch:
        return _watch(opened, run, tuple(quoted.values()))
    # The process ends before there would be anything to gain from collecting.
    gc.disable()
    return run(opened())


@contextmanager
def _crew(scheduler: str | None) -> Iterator[Judges | None]:
    if scheduler is None:
        yield None
        return
    from lod.distributed.cluster import cluster

    with cluster(scheduler) as crew:
        yield crew


def _explain(code: str, language: str, output: Path | None) -> int:
    from lod.validation.explaining import explain, listing

    emit(listing(language) if code == "all" else explain(code, language), output)
    return 0


def _watch(opened: Callable[[], Workspace], run: Callable[[Workspace], int], texts: tuple[Path, ...]) -> int:
    """Validate now and after each change until the person ends it; faulty settings are no reason to."""
    from lod.validation.watching import changes, state

    config = opened().config

    def watched() -> list[Path]:
        source = [config.source] if config.source else []
        return [*source, *config.data, *config.ontology, *config.shapes, *texts]

    before = state(watched())
    code = run(opened())
    note(f"Watching {len(watched())} files and folders; end with Ctrl-C.")
    for changed in changes(watched, before):
        others = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        started = time.monotonic()
        try:
            workspace = opened()
            config = workspace.config
            code = run(workspace)
        except LodError as error:
            code = fail(error)
        note(f"{Path(changed[0]).name}{others}: validated again in {time.monotonic() - started:.2f} s")
    return code


def _text(item: str) -> tuple[str, Path]:
    article, equals, file = item.rpartition("=")
    if not equals or not article or not file:
        raise UsageError(
            f"--text '{item}' is not ARTICLE=FILE", remedy="Write for example: --text article/x=article.txt"
        )
    return article, Path(file)
