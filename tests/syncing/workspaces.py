"""Small workspaces to push: files by name, in a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from lod.config import Config
from lod.graph import Graph, nquads
from lod.graph.remote import Connection, RemoteGraph
from lod.graph.skolem import Skolem
from lod.source import find
from lod.syncing import Pushed, push
from tests.stores import GRAPH, Miniature

FILES = {
    "people.ttl": '<person/ada> <urn:name> "Ada" ; <urn:age> 36 ; <urn:at> [ <urn:town> "Olpe" ] .',
    "places.ttl": '<place/olpe> <urn:name> "Olpe"@de, "Olpe"@en ; <urn:near> <place/attendorn> .',
    "more/shared.ttl": "<person/ada> <urn:knows> <person/bob> . <person/bob> <urn:age> 007 .",
}


def written(root: Path, files: Mapping[str, str] = FILES) -> Config:
    """Let the data of a workspace be just these files, and return its settings."""
    shutil.rmtree(root / "data", ignore_errors=True)
    for name, text in files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Config(root=root, base=GRAPH, data=(root / "data",))


def remote(mini: Miniature, *, update: bool = True, data: bool = False) -> RemoteGraph:
    """Return the graph in the store, asked without pauses."""
    settings = mini.settings(update=update, data=data)
    return RemoteGraph(settings, GRAPH, Connection(wait=lambda _: None))


def pushed(config: Config, mini: Miniature, *, every: bool = False, dry_run: bool = False) -> Pushed:
    return push(config, remote(mini), every=every, dry_run=dry_run)


def said(config: Config) -> bytes:
    """Return what the files say, as canonical N-Quads."""
    return nquads(Graph.load(find(config.data), config.base).triples())


def held(mini: Miniature) -> bytes:
    """Return what the store holds, as canonical N-Quads."""
    return nquads(map(Skolem(GRAPH).blank, mini.triples()))
