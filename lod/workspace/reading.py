"""What a workspace reads: its files, or the store that its settings name."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from lod.config import Config
from lod.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from lod.graph import Graph, Queryable
    from lod.graph.remote import RemoteGraph
    from lod.vocabulary import Vocabulary


class Reading:
    """The facts, terms and shapes of one configuration; files are read when they are first needed.

    With `store`, questions go to the store of the settings, without it to the files; by default to the files, unless
    there are none and the settings name a store.
    """

    def __init__(self, config: Config, *, store: bool | None = None) -> None:
        self.config = config
        self.on_store = (config.store is not None and not config.data) if store is None else store

    @cached_property
    def remote(self) -> RemoteGraph:
        """The graph in the store of the settings. Raises UsageError if they name none."""
        from lod.graph.remote import Connection, RemoteGraph, from_environment

        if self.config.store is None:
            remedy = 'Name it in the settings: [store] with query = "https://.../sparql"'
            raise UsageError("there is no store", where=self.config.source, remedy=remedy)
        return RemoteGraph(self.config.store, self.config.base, Connection(from_environment(os.environ)))

    @property
    def asked(self) -> Queryable:
        """The graph that is asked: that of the store or that of the files."""
        return self.remote if self.on_store else self.graph

    @cached_property
    def graph(self) -> Graph:
        """The graph of the data and the ontology files. Raises SourceError where a file cannot be read."""
        from lod import source
        from lod.graph import Graph

        data = source.find(self.config.data)
        graph = Graph.load(data, self.config.base)
        if not len(graph):
            places = ", ".join(str(path) for path in self.config.data) or str(self.config.root / "data")
            raise SourceError(f"no facts in {places}", remedy="Write some, as Turtle for example: data/events.ttl")
        known = set(data)
        graph.add_files((file for file in source.find(self.config.ontology) if file not in known), self.config.base)
        return graph

    def from_files(self) -> Graph:
        """Return the graph of the files, for what is done with files only. Raises UsageError where a store is asked."""
        if self.on_store:
            remedy = "Ask the files: --no-store. Or get them from the store: lod pull"
            raise UsageError("this is done with files, not with a store", remedy=remedy)
        return self.graph

    @property
    def whole(self) -> Graph:
        """The graph of a site: that of the files, or that of the store, which is read page by page."""
        if not self.on_store:
            return self.graph
        from lod.publishing.site.streamed import Streamed

        return Streamed(self.remote)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the ontology files and of schema.org."""
        from lod.vocabulary import Vocabulary

        return Vocabulary.load(self.config.ontology, self.config.base, self.config.languages)

    def node(self, text: str) -> ox.NamedNode:
        """Return the node that an IRI, a CURIE or the part of the IRI behind the base means. Raises UnknownNode."""
        from lod.graph.nodes import find

        return find(self.asked, self.config, text)

    def nodes(self, texts: Sequence[str]) -> list[ox.NamedNode]:
        """Return the nodes that texts mean, each as `node` does; a store is asked for hundreds at a time."""
        from lod.graph.nodes import find_all

        return find_all(self.asked, self.config, texts)
