"""A workspace in use: what `lod.open` returns, with the five things that can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lod import config as configuration
from lod.config import Config
from lod.errors import ConfigError, LodError, SourceError

if TYPE_CHECKING:
    from lod.embedding import Document
    from lod.graph import Graph
    from lod.publishing import Summary
    from lod.query import Answer, NamedQuery
    from lod.validation import Report
    from lod.vocabulary import Vocabulary


class InvalidData(LodError):
    """Data that must not be published; `report` says why."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("the data is not valid, nothing was published", remedy="Mend the violations: lod validate")


def open(path: str | Path = ".") -> Workspace:
    """Open the workspace at `path`, or the nearest one above it.

    `path` is a folder or a configuration file. Raises ConfigError if there is none or if it cannot be used.
    """
    place = Path(path)
    if place.is_file():
        return Workspace(configuration.load(place))
    found = configuration.find(place)
    if found is None:
        raise ConfigError("no workspace here or above", where=place, remedy="Make one with: lod init DIR")
    return Workspace(configuration.load(found))


class Workspace:
    """The facts, terms and shapes of one configuration; files are read when they are first needed."""

    def __init__(self, config: Config) -> None:
        self.config = config

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

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the ontology files and of schema.org."""
        from lod.vocabulary import Vocabulary

        return Vocabulary.load(self.config.ontology, self.config.base, self.config.languages)

    def validate(self, *, texts: Mapping[str, Path] | None = None) -> Report:
        """Validate the data against the shapes (SHACL) and return the report.

        `texts` maps an article (IRI, CURIE or the part behind the base) to its text, a UTF-8 file: then each extract
        that the evidence quotes is looked for in it.
        """
        from lod.validation import validate

        return validate(self.config, texts=texts or {})

    def query(
        self, query: str | NamedQuery, values: Mapping[str, str] | None = None, *, language: str | None = None
    ) -> Answer:
        """Answer a query: SPARQL 1.1 text, a named query or the name of one, with the values of its parameters.

        Values are written as a person would: `{"person": "person/x"}`. `language` is the reader's. Raises QueryError
        with line and column for text that does not parse, UsageError for an unknown name or value.
        """
        from lod.query import answer

        return answer(self.graph, query, config=self.config, values=values or {}, language=language)

    def embed(self, node: str, *, language: str | None = None) -> Document:
        """Return the schema.org document of a node for embedding in a web page.

        `node` is an IRI, a CURIE or the part of the IRI behind the base. Raises UnknownNode.
        """
        from lod.embedding import document
        from lod.graph.nodes import find

        return document(
            self.graph,
            find(self.graph, self.config, node),
            vocabulary=self.vocabulary,
            language=language or self.config.language,
            base=self.config.base,
        )

    def publish(
        self,
        output: Path | None = None,
        *,
        base_url: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Summary:
        """Validate the data, then write the whole site below `output` (by default the configured folder).

        `base_url` stands in the place of the base in addresses of pages, for a preview host. `progress` is called with
        the number of things done and of all. Raises InvalidData if the report has a violation, PublishError if the
        folder cannot be written; in both cases what stood there before still stands.
        """
        from lod.publishing import publish
        from lod.validation import Severity

        report = self.validate()
        if report.fails(Severity.VIOLATION):
            raise InvalidData(report)
        return publish(
            self.config,
            output or self.config.output,
            graph=self.graph,
            vocabulary=self.vocabulary,
            base_url=base_url,
            progress=progress,
        )
