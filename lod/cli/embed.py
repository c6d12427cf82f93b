"""`lod embed`"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli import completion, options
from lod.cli.printing import emit, note
from lod.cli.progress import progressing
from lod.errors import UsageError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from lod.workspace import Workspace

DOCUMENTS = ("script", "json")
REPORTS = ("text", "json", "sarif", "github", "junit", "html")


@click.command(epilog="Exit code: 0 fine; 1 a page differs (--check) or was refused (--into); 2 bad input.")
@click.argument("nodes", metavar="[NODE]...", nargs=-1, shell_complete=completion.nodes)
@options.workspace
@options.store
@click.option("--all", "everything", is_flag=True, help="A file for every page of the site, below --output DIR.")
@click.option("--into", metavar="PAGE", multiple=True, help="Put the block into this page, or all pages of a folder.")
@click.option("--check", metavar="PAGE", multiple=True, help="Say how this page (file, address, folder) differs.")
@click.option(
    "--format",
    type=click.Choice(dict.fromkeys((*DOCUMENTS, *REPORTS))),
    help="script or json; for --check text, json, sarif, github, junit or html.  [default: script; text]",
)
@click.option("--indent/--compact", "indented", default=None, help="[default: compact scripts, indented JSON]")
@click.option("--page", is_flag=True, help="Say on which page of the site it stands, with the way there.")
@click.option("--all-terms", is_flag=True, help="Terms of other vocabularies too, with the context that they need.")
@click.option(
    "--map", "mapping", metavar="FILE", type=options.PATH, help="JSON from page to node, for --into and --check."
)
@click.option("--site", "sites", metavar="URL", multiple=True, help="Where else the pages stand: {URL}event/x ...")
@click.option("--profile", metavar="NAME", help="Also say what this profile misses (--check): google")
@click.option("--allow-private", is_flag=True, help="Fetch pages from private networks too (--check).")
@options.language
@click.option("--output", "-o", metavar="FILE", type=options.PATH, help="Write to this file; with --all, this folder.")
def command(
    nodes: tuple[str, ...],
    workspace: Path | None,
    data: tuple[Path, ...],
    shapes: tuple[Path, ...],
    store: bool | None,
    everything: bool,
    into: tuple[str, ...],
    check: tuple[str, ...],
    format: str | None,
    indented: bool | None,
    page: bool,
    all_terms: bool,
    mapping: Path | None,
    sites: tuple[str, ...],
    profile: str | None,
    allow_private: bool,
    language: str | None,
    output: Path | None,
) -> int:
    """Write the JSON-LD of NODE for a web page, put it into pages, or check what pages carry.

    NODE is an IRI, a CURIE, or the part of the IRI behind the base. A page is about the NODE that is named, else about
    what its canonical link or og:url leads to.

    \b
    lod embed event/summer-fair                  a <script> element to paste into the page
    lod embed person/x --lang en --format json   bare JSON, in English
    lod embed --all --output blocks              a file for every page, and map.json
    lod embed --into site/                       into all pages of a folder; twice changes nothing
    lod embed event/x --into page.html           into this page
    lod embed --check site/*.html                does it still say what the data says?
    lod embed --check https://example.org/x --profile google
    """
    if sum(map(bool, (everything, into, check))) > 1:
        raise UsageError("--all, --into and --check exclude each other", remedy="Run one after the other.")
    allowed = REPORTS if check else DOCUMENTS
    if format and format not in allowed:
        raise UsageError(f"--format {format} is not for this", remedy=f"Choose one of: {', '.join(allowed)}.")
    opened = options.opened(workspace, data, shapes, store=store)
    tag = options.reader_language(language, opened.config.languages)
    if everything:
        return _all(opened, output, format or "json", bool(indented), all_terms)
    nodes, pages = _divided(nodes, into, check)
    if pages:
        node = _only(opened, nodes, pages)
        if into:
            return _into(opened, pages, node, mapping, sites, language, bool(indented), all_terms)
        return _check(
            opened, pages, node, mapping, sites, profile, allow_private, language, tag, format or "text", output
        )
    if not nodes:
        raise UsageError("there is no NODE", remedy="Name one: lod embed event/x (all there are: lod query kinds)")
    from lod.embedding import FORMATS

    kind = format or "script"
    made = opened.embed(nodes, language=tag, page=page, all_terms=all_terms)
    emit(FORMATS[kind](made, kind == "json" if indented is None else indented), output)
    return 0


def _divided(
    words: Sequence[str], into: Sequence[str], check: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell nodes from pages: a shell turns --check *.html into one option and many words."""
    pages = (*into, *check)
    if not pages:
        return tuple(words), ()
    from lod.webpages import is_address, is_page

    more = [word for word in words if is_page(word) or (check and is_address(word))]
    return tuple(word for word in words if word not in more), (*pages, *more)


def _only(opened: Workspace, nodes: Sequence[str], pages: Sequence[str]) -> ox.NamedNode | None:
    if len(nodes) > 1 or (nodes and len(pages) > 1):
        raise UsageError("one NODE goes with one page", remedy="Leave NODE out: pages name theirs; or use --map.")
    return opened.node(nodes[0]) if nodes else None


def _all(opened: Workspace, output: Path | None, format: str, indented: bool, all_terms: bool) -> int:
    if output is None:
        raise UsageError("--all needs a folder", remedy="Name one: lod embed --all --output blocks")
    with progressing("Embedding") as progress:
        total = len(opened.config.languages) * len(opened.asked.things(opened.config.base)) if progress else 0
        written = opened.embed_all(
            output,
            format=format,
            indented=indented,
            all_terms=all_terms,
            progress=(lambda done: progress(done, total)) if progress else None,
        )
    note(f"{written.files} files, {written.bytes / 1e6:.1f} MB; map.json leads from the address of a page to its file")
    emit(str(written.output))
    return 0


def _into(
    opened: Workspace,
    pages: Sequence[str],
    node: ox.NamedNode | None,
    mapping: Path | None,
    sites: Sequence[str],
    language: str | None,
    indented: bool,
    all_terms: bool,
) -> int:
    from lod.webpages import Outcome

    counts = dict.fromkeys(Outcome, 0)
    for placed in opened.embed_into(
        [Path(page) for page in pages],
        node=node,
        mapping=mapping,
        sites=sites,
        language=language,
        indented=indented,
        all_terms=all_terms,
    ):
        counts[placed.outcome] += 1
        if placed.reason:
            note(f"{placed.path}: {placed.outcome.value}: {placed.reason}")
        elif placed.others:
            note(f"{placed.path}: {placed.others} other JSON-LD block(s) left as they are")
    note(", ".join(f"{count} {outcome.value}" for outcome, count in counts.items() if count) or "there is no page")
    return int(counts[Outcome.REFUSED] > 0)


def _check(
    opened: Workspace,
    pages: Sequence[str],
    node: ox.NamedNode | None,
    mapping: Path | None,
    sites: Sequence[str],
    profile: str | None,
    allow_private: bool,
    language: str | None,
    tag: str,
    format: str,
    output: Path | None,
) -> int:
    from lod.validation import FORMATS, View
    from lod.webpages import Limits

    with progressing("Checking") as progress:
        report = opened.check_pages(
            pages,
            node=node,
            mapping=mapping,
            sites=sites,
            profile=profile,
            language=language,
            limits=Limits(private=allow_private),
            progress=progress,
        )
    colour = format == "text" and output is None and sys.stdout.isatty()
    emit(FORMATS[format](report, View(tag, colour, everything=True)), output)
    return 2 if report.unreadable else int(report.fails())
