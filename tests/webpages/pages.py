"""What the tests of pages start from: a page with a head, the case's workspace, and ways to put blocks in."""

from __future__ import annotations

from pathlib import Path

from lod.config import Config
from lod.webpages import Belonging, Placed, into, pages
from tests.embedding.graphs import BASE, CASES, case, embedder

CONFIG = Config(root=CASES, base=BASE)
GRAPH = case()
MAKERS = {tag: embedder(GRAPH, tag) for tag in ("de", "en")}

CANONICAL = '<link rel="canonical" href="https://lod.example.org/event/concert.html">'
PAGE = f'<!doctype html>\n<html lang="de">\n<head>\n  <title>x</title>\n  {CANONICAL}\n</head>\n<body>\n<p>y\n'


def put(*paths: Path) -> list[Placed]:
    """Put blocks into pages, as `lod embed --into` does."""
    return list(
        into(
            pages(paths),
            Belonging(GRAPH, CONFIG),
            lambda node, said: MAKERS["en" if said == "en" else "de"].document(node),
        )
    )
