"""Putting blocks into existing pages of 50 kB, against reading and writing the same files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import lod
from lod.webpages import Belonging, Outcome, into, pages
from tests.benchmarks.contest import Clock, Contest

PAGES = 1000
SIZE = 50_000

_HEAD = (
    '<!doctype html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n<title>Bericht {0}</title>\n'
    + '<link rel="stylesheet" href="/a.css">\n<script src="/a.js"></script>\n<meta name="x" content="y">\n' * 8
    + '<link rel="canonical" href="{1}article/a-{0}.html">\n</head>\n<body>\n'
)
_LINE = '<p class="text">Was bei der Begegnung gesagt wurde, steht <a href="/seite">hier</a>.</p>\n'


def _write(workspace: Path, folder: Path) -> tuple[lod.Workspace, list[Path]]:
    """Write one page for each of the first articles."""
    opened = lod.open(workspace)
    paths = []
    for number in range(min(PAGES, len(opened.graph.things(f"{opened.config.base}article/")))):
        head = _HEAD.format(number, opened.config.base)
        paths.append(folder / f"{number}.html")
        paths[-1].write_text(head + _LINE * ((SIZE - len(head)) // len(_LINE)), "utf-8")
    return opened, paths


def _outcomes(opened: lod.Workspace, paths: list[Path], clock: Clock) -> set[Outcome]:
    embedder = opened.embedder("de")
    made = {node.value: embedder.document(node) for node in opened.graph.things(f"{opened.config.base}article/")}
    belonging = Belonging(opened.graph, opened.config)
    with clock.running(len(paths)):
        return {page.outcome for page in into(pages(paths), belonging, lambda node, _: made[node.value])}


def with_lod(workspace: Path, clock: Clock) -> None:
    """From the documents, whose making is measured elsewhere, to the pages with their blocks."""
    with TemporaryDirectory() as folder:
        opened, paths = _write(workspace, Path(folder))
        assert _outcomes(opened, paths, clock) == {Outcome.CHANGED}


def with_lod_again(workspace: Path, clock: Clock) -> None:
    """Once more, when nothing changes: the pages are read, none is written."""
    with TemporaryDirectory() as folder:
        opened, paths = _write(workspace, Path(folder))
        _outcomes(opened, paths, Clock())
        assert _outcomes(opened, paths, clock) == {Outcome.SAME}


def with_files(workspace: Path, clock: Clock) -> None:
    """Reading each page and putting a new file with the same bytes in its place."""
    with TemporaryDirectory() as folder:
        _, paths = _write(workspace, Path(folder))
        with clock.running(len(paths)):
            for path in paths:
                new = path.with_suffix(".new")
                new.write_bytes(path.read_bytes())
                new.replace(path)


CONTEST = Contest(
    title="Put blocks into pages of 50 kB",
    unit="page",
    base="reading and writing",
    contenders={"reading and writing": with_files, "lod": with_lod, "lod, nothing to change": with_lod_again},
)
