"""What a workspace does with web pages: documents for them, put in, checked, harvested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lod.errors import LodError, UsageError
from lod.workspace.reading import Reading

if TYPE_CHECKING:
    import pyoxigraph as ox

    from lod.embedding import Document, Embedder
    from lod.graph import Graph
    from lod.graph.remote import RemoteGraph
    from lod.publishing.disk.writer import Written
    from lod.publishing.site.site import Site
    from lod.validation import Report
    from lod.webpages import Draft, Harvest, Limits, Placed


class Embedding(Reading):
    """The documents of a workspace, and the pages that carry them."""

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
        return self._embedder(self.from_files(), language, all_terms)

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

        def embedders(graph: Graph) -> dict[str, Embedder]:
            return {tag: self._embedder(graph, tag, all_terms) for tag in self.config.languages}

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
        address or file, relative to its own folder, to node), else the thing of its canonical link or og:url. `sites`
        are addresses where pages stand in place of the base. The texts are in the page's language, else in `language`.
        """
        from lod.webpages import Belonging, drafted, into, mapped, pages, read_mapping, settled

        known = read_mapping(mapping, self.nodes) if mapping else {}
        belonging = Belonging(self.asked, self.config, sites)
        if not self.on_store:
            document = self._in_language(self.graph, language, all_terms)
            yield from into(pages(paths), belonging, document, mapping=known, node=node, indented=indented)
            return

        def about(page: tuple[Path, bool]) -> ox.NamedNode | None:
            return node or mapped(page[0], known)

        def maker(near: Graph) -> Callable[[tuple[Path, bool]], Draft]:
            here, document = belonging.on(near), self._in_language(near, language, all_terms)
            return lambda page: drafted(*page, here, document, node=about(page), indented=indented)

        def nodes(page: tuple[Path, bool]) -> list[ox.NamedNode]:
            return [told] if (told := about(page)) is not None else []

        from lod.graph.remote.lots import made

        yield from settled(pages(paths), lambda found: made(self.remote, found, maker, nodes))

    def _in_language(
        self, graph: Graph, language: str | None, all_terms: bool
    ) -> Callable[[ox.NamedNode, str | None], Document]:
        """Return what makes the document of a thing for a page in some language."""
        embedders: dict[str, Embedder] = {}

        def document(node: ox.NamedNode, said: str | None) -> Document:
            own = (said or "").partition("-")[0].lower()
            tag = own if own in self.config.languages else language or self.config.language
            if tag not in embedders:
                embedders[tag] = self._embedder(graph, tag, all_terms)
            return embedders[tag].document(node)

        return document

    def check_pages(
        self,
        pages: Sequence[str],
        *,
        node: ox.NamedNode | None = None,
        mapping: Path | None = None,
        sites: Sequence[str] = (),
        profile: str | None = None,
        language: str | None = None,
        limits: Limits | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Report:
        """Return a report on pages, files or web addresses: every fact in which their JSON-LD and the graph differ.

        `node`, `mapping`, `sites` and `language` as for `embed_into`; `profile` names shapes in shapes/profiles/ that
        what the pages carry is judged by too; `progress` is called with the numbers of pages done and of all.
        """
        from lod.webpages import Checker, read_mapping

        graph: Graph | RemoteGraph = self.remote if self.on_store else self.graph
        checker = Checker(graph, self.vocabulary, self.config, addresses=sites, profile=profile, language=language)
        known = read_mapping(mapping, self.nodes) if mapping else {}
        return checker.check(pages, node=node, mapping=known, limits=limits, progress=progress)

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

        return Site(self.config, self.whole, self.vocabulary, self.config.base)
