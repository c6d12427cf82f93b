"""A workspace in use: what `lod.open` returns, with the five things that can be done with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lod import config as configuration
from lod.config import Config
from lod.errors import ConfigError, LodError, SourceError, UsageError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from lod.embedding import Document, Embedder
    from lod.graph import Graph, Queryable
    from lod.graph.remote import RemoteGraph
    from lod.publishing import Crew, Summary
    from lod.publishing.disk.writer import Written
    from lod.publishing.site.site import Site
    from lod.query import Answer, NamedQuery
    from lod.syncing import Pulled, Pushed
    from lod.validation import Report
    from lod.validation.remote.validating import Judged, Page
    from lod.vocabulary import Vocabulary
    from lod.webpages import Harvest, Limits, Placed


class Judges(Protocol):
    """Workers that judge pages of suspects of a store: `lod.distributed.Cluster`."""

    def judged(self, config: Config, profiles: Iterable[str], pages: Iterable[Page]) -> Iterator[Judged]:
        """Yield what became of the pages, in their order."""


class InvalidData(LodError):
    """Data that must not be published; `report` says why."""

    def __init__(self, report: Report, what: str = "published") -> None:
        self.report = report
        super().__init__(f"the data is not valid, nothing was {what}", remedy="Mend the violations: lod validate")


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

    def validate(
        self,
        *,
        texts: Mapping[str, Path] | None = None,
        profiles: Iterable[str] = (),
        engine: str = "auto",
        cache: bool = True,
        crew: Judges | None = None,
    ) -> Report:
        """Validate the data against the shapes (SHACL) and return the report.

        `texts` maps an article (IRI, CURIE or the part behind the base) to its text, a UTF-8 file: then each extract
        that the evidence quotes is looked for in it. `profiles` names further shapes in shapes/profiles/. `engine` is
        `auto` or `pyshacl`: the reference alone, slower and with the same report. With `cache`, what was found is kept
        in `.lod_cache`, and the next time only what a change can affect is judged again, to the same report.

        On a store the data are judged where they are, to the same findings without lines; a crew (`lod.distributed`)
        can share that. Raises UsageError for texts and engines then, which are for files, or for a crew without a
        store, and SourceError for shapes that a store cannot be judged by, and where there is nothing to judge.
        """
        if self.on_store:
            from lod.validation.remote.validating import validate as validate_there

            if texts or engine != "auto":
                raise UsageError("texts and engines are for files, not for a store", remedy="Judge files: --no-store")
            names = tuple(profiles)
            share = (lambda pages: crew.judged(self.config, names, pages)) if crew else None
            store = self.remote.store
            report = validate_there(self.config, self.remote, store.query, profiles=names, share=share)
            if not report.triples:
                # A mistyped graph looks like this too, and would have a site emptied.
                place = f"the graph {store.graph} of the store" if store.graph else "the store's default graph"
                remedy = "Bring some there: lod push. Or is 'graph' in the settings another one?"
                raise SourceError(f"no facts in {place}", where=store.query, remedy=remedy)
            return report
        if crew:
            raise UsageError(
                "a cluster validates a store, not files", remedy="Bring them there: lod push; then: --store"
            )
        from lod.validation import validate

        return validate(self.config, texts=texts or {}, profiles=profiles, engine=engine, cache=cache)

    def query(
        self,
        query: str | NamedQuery,
        values: Mapping[str, str] | None = None,
        *,
        language: str | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """Answer a query: SPARQL 1.1 text, a named query or the name of one, with the values of its parameters.

        Values are written as a person would: `{"person": "person/x"}`. `language` is the reader's. With a
        `timeout`, in seconds, the query can be stopped: by Ctrl-C, and when the time is over, with a QueryError. Raises
        QueryError with line and column for text that does not parse, UsageError for an unknown name or value.
        """
        from lod.query import answer

        return answer(self.asked, query, config=self.config, values=values or {}, language=language, timeout=timeout)

    def node(self, text: str) -> ox.NamedNode:
        """Return the node that an IRI, a CURIE or the part of the IRI behind the base means. Raises UnknownNode."""
        from lod.graph.nodes import find

        return find(self.asked, self.config, text)

    def embed(
        self, node: str | Sequence[str], *, language: str | None = None, page: bool = False, all_terms: bool = False
    ) -> Document:
        """Return the schema.org document of a node, or one of several, for embedding in a web page.

        `node` is an IRI, a CURIE or the part of the IRI behind the base. With `page` it says on which page of the site
        it stands, with the way there; with `all_terms`, terms of other vocabularies are there too. Raises UnknownNode.
        """
        from lod.embedding import gathered

        tag = language or self.config.language
        nodes = [self.node(text) for text in dict.fromkeys([node] if isinstance(node, str) else node)]
        if self.on_store:
            if page:
                raise UsageError("the site is not known from the store", remedy="Leave --page out, or ask the files.")
            return self.remote.near(lambda graph: self._embedder(graph, tag, all_terms).documents(nodes), nodes)
        documents = [self.embedder(tag, all_terms=all_terms).document(node) for node in nodes]
        if page:
            from lod.embedding import on_page
            from lod.publishing.files.embedded import webpage

            site = self._site()
            documents = [on_page(made, webpage(site, made.node, tag)) for made in documents]
        return gathered(documents)

    def embedder(self, language: str, *, all_terms: bool = False) -> Embedder:
        """Return what makes the documents of this workspace in a language, for many of them."""
        return self._embedder(self.graph, language, all_terms)

    def _embedder(self, graph: Graph, language: str, all_terms: bool) -> Embedder:
        from lod.embedding import Embedder
        from lod.embedding.foreign import usable

        prefixes = usable(self.config.prefixes) if all_terms else None
        return Embedder(graph, self.vocabulary, language, self.config.base, shown=self.config.embed, prefixes=prefixes)

    def embed_all(
        self,
        output: Path,
        *,
        format: str = "json",
        indented: bool = False,
        all_terms: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Written:
        """Write the document of each page of the site to a file below `output`, and `map.json` from address to file.

        `format` is json or script. `progress` is called with the number of files written. The folder is replaced as a
        whole. Raises PublishError, and leaves everything as it was, if it cannot be written or holds other files.
        """
        from lod.publishing.disk.writer import write
        from lod.publishing.files.embedded import embedded

        embedders = {tag: self.embedder(tag, all_terms=all_terms) for tag in self.config.languages}
        return write(embedded(self._site(), embedders, format=format, indented=indented), output, progress)

    def embed_into(
        self,
        paths: Iterable[Path],
        *,
        node: ox.NamedNode | None = None,
        mapping: Path | None = None,
        sites: Sequence[str] = (),
        language: str | None = None,
        indented: bool = False,
        all_terms: bool = False,
    ) -> Iterator[Placed]:
        """Put into existing HTML pages the block of the thing that each is about, and yield what became of each.

        `paths` are pages, or folders of pages. A page is about `node`, else what `mapping` says (a JSON object from
        file, relative to its own folder, to node), else the thing of its canonical link or og:url. `sites` are
        addresses where pages stand in place of the base. The texts are in the page's language, else in `language`.
        """
        from lod.webpages import Belonging, into, pages, read_mapping

        embedders: dict[str, Embedder] = {}

        def document(node: ox.NamedNode, said: str | None) -> Document:
            own = (said or "").partition("-")[0].lower()
            tag = own if own in self.config.languages else language or self.config.language
            if tag not in embedders:
                embedders[tag] = self.embedder(tag, all_terms=all_terms)
            return embedders[tag].document(node)

        belonging = Belonging(self.graph, self.config, sites)
        known = read_mapping(mapping, self.node) if mapping else {}
        yield from into(pages(paths), belonging, document, mapping=known, node=node, indented=indented)

    def check_pages(
        self,
        pages: Sequence[str],
        *,
        node: ox.NamedNode | None = None,
        sites: Sequence[str] = (),
        profile: str | None = None,
        language: str | None = None,
        limits: Limits | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Report:
        """Return a report on pages, files or web addresses: every fact in which their JSON-LD and the graph differ.

        `node`, `sites` and `language` as for `embed_into`; `profile` names shapes in shapes/profiles/ that what the
        pages carry is judged by too; `progress` is called with the numbers of pages done and of all.
        """
        from lod.webpages import Checker

        checker = Checker(self.graph, self.vocabulary, self.config, addresses=sites, profile=profile, language=language)
        return checker.check(pages, node=node, limits=limits, progress=progress)

    def harvest(
        self, pages: Sequence[str], *, limits: Limits | None = None
    ) -> Iterator[tuple[str, Harvest | LodError]]:
        """Yield for each page, a file or a web address, what it says in JSON-LD, Microdata and RDFa, or what failed."""
        from lod.webpages import Limits, harvest, read_all

        for name, page in read_all(pages, limits or Limits()):
            try:
                if isinstance(page, LodError):
                    raise page
                made = harvest(
                    page.text, page.address, config=self.config, graph=self.graph, vocabulary=self.vocabulary
                )
                yield name, made
            except LodError as error:
                yield name, error

    def keep(self, harvest: Harvest, folder: Path | None = None) -> Path:
        """Write a harvest to a new file below `folder` (by default the first data folder) and return its path.

        Raises UsageError if the file is there already, or cannot be written.
        """
        from lod.webpages import save

        return save(harvest, folder or next((p for p in self.config.data if p.is_dir()), self.config.root / "data"))

    def _site(self) -> Site:
        from lod.publishing.site.site import Site

        return Site(self.config, self.graph, self.vocabulary, self.config.base)

    def publish(
        self,
        output: Path | str | None = None,
        *,
        base_url: str | None = None,
        jobs: int = 1,
        crew: Crew | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Summary:
        """Validate the data, then make the folder `output` (by default the configured one) hold the site.

        An address such as `s3://bucket/folder` is a folder of a storage that fsspec knows (extra `storage`). Only what
        has changed is written. `base_url` stands in the place of the base in addresses of pages, for a preview host.
        `jobs` processes share the work, or else a crew (`lod.distributed`). `progress` is called with the number of
        units (things, lists) done and of all to do. Raises InvalidData if the report has a violation, before anything
        is written, and PublishError if the folder cannot be written or is not lod's.
        """
        from lod.publishing import Processes, publish
        from lod.validation import Severity

        report = self.validate()
        if report.fails(Severity.VIOLATION):
            raise InvalidData(report)
        return publish(
            self.config,
            _place(output) if output else self.config.output,
            graph=self.whole,
            vocabulary=self.vocabulary,
            base_url=base_url,
            searched=True,
            report=report,
            crew=crew or Processes(jobs),
            progress=progress,
        )

    def push(
        self, *, every: bool = False, dry_run: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Pushed:
        """Validate the data, then bring the store of the settings to exactly what the files say.

        Only what has changed is sent; with `every`, all is compared. `dry_run` changes nothing. `progress` is called
        with the numbers of files done and of all to do. Raises InvalidData if the report has a violation, StoreError
        where the store does not take it; then the next push goes on where this one stopped.
        """
        from lod.syncing import push
        from lod.validation import Severity

        remote = self.remote
        # The files, even where the store is what is asked: without any, the store would be emptied.
        report = Workspace(self.config, store=False).validate()
        if report.fails(Severity.VIOLATION):
            raise InvalidData(report, "pushed")
        return push(self.config, remote, every=every, dry_run=dry_run, progress=progress)

    def pull(
        self, output: Path | None = None, *, force: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> Pulled:
        """Write what the store of the settings holds to files below `output`, by default the workspace's folder.

        Files that say otherwise are replaced only with `force`; else UsageError is raised before anything is written.
        """
        from lod.syncing import pull

        return pull(self.config, self.remote, output or self.config.root, force=force, progress=progress)


def _place(output: Path | str) -> Path | str:
    return output if "://" in str(output) else Path(output)
