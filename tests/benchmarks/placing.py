"""Putting blocks into existing pages of 50 kB, against reading and writing the same files.

No file is deleted while the contenders run: before it makes a new file, ext4 without a journal looks at each inode that
was deleted in the last minutes, for half a millisecond if there are thousands. Whoever ran after others paid for what
they had deleted. So each page that is replaced has a second name, and all go at the very end. What others delete at the
time is still seen; TMPDIR=/dev/shm takes the disk out, and with it half of the yardstick.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

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


@contextmanager
def _pages(workspace: Path) -> Iterator[tuple[lod.Workspace, list[Path]]]:
    """Give pages, which have a second name each; afterwards they hold nothing, but they are there."""
    folder = Path(mkdtemp(dir=workspace))
    opened, paths = _write(workspace, folder)
    (folder / "kept").mkdir()
    for path in paths:
        os.link(path, folder / "kept" / path.name)
    yield opened, paths
    for path in (*paths, *(folder / "kept").iterdir()):
        os.truncate(path, 0)


def with_lod(workspace: Path, clock: Clock) -> None:
    """From the documents, whose making is measured elsewhere, to the pages with their blocks."""
    with _pages(workspace) as (opened, paths):
        assert _outcomes(opened, paths, clock) == {Outcome.CHANGED}


def with_lod_again(workspace: Path, clock: Clock) -> None:
    """Once more, when nothing changes: the pages are read, none is written."""
    with _pages(workspace) as (opened, paths):
        _outcomes(opened, paths, Clock())
        assert _outcomes(opened, paths, clock) == {Outcome.SAME}


def with_files(workspace: Path, clock: Clock) -> None:
    """Reading each page and putting a new file with the same bytes in its place."""
    with _pages(workspace) as (_, paths), clock.running(len(paths)):
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
