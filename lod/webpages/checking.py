"""Check pages: does what they carry still say what the graph says, and does it have what a profile demands?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from lod import source
from lod.config import Config
from lod.embedding import Document, Embedder
from lod.errors import LodError, Origin, SourceError, UsageError, nearest
from lod.graph import Graph, Names, turtle
from lod.terms import local_name
from lod.validation import Report, Result, ResultPath, validate
from lod.vocabulary import Vocabulary
from lod.webpages import belonging, encoding, markup
from lod.webpages.belonging import Belonging
from lod.webpages.carrying import Block, blocks, triples
from lod.webpages.comparing import Difference, Fact, compare, facts
from lod.webpages.contexts import Contexts
from lod.webpages.fetching import Limits, read_page
from lod.webpages.telling import tell

#: So many pages are fetched at a time.
AT_ONCE = 8

#: Below a folder of shapes: what others demand.
PROFILES = "profiles"


class Checker:
    """Checks pages against one graph."""

    def __init__(
        self,
        graph: Graph,
        vocabulary: Vocabulary,
        config: Config,
        *,
        addresses: Sequence[str] = (),
        profile: str | None = None,
        language: str | None = None,
    ) -> None:
        self._graph = graph
        self._vocabulary = vocabulary
        self._config = config
        self._belonging = Belonging(graph, config, addresses)
        self._contexts = Contexts(config.contexts)
        self._profile = _profile(config, profile) if profile else ()
        self._language = language
        self._embedders: dict[str, Embedder] = {}
        self._names = Names(graph, config.languages)
        self._known = lru_cache(4096)(self._all_of)

    def check(
        self,
        pages: Sequence[str],
        *,
        node: ox.NamedNode | None = None,
        limits: Limits | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Report:
        """Return a report on pages, paths or web addresses: every fact in which page and graph differ.

        `node` is what they are about; else it is looked for as for `into`. Pages from the web are fetched several at a
        time within `limits`. `progress` is called with the numbers of pages done and of all.
        """
        results: list[Result] = []
        unreadable: list[str] = []
        carried = 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            read = [pool.submit(read_page, page, limits or Limits()) for page in pages]
            for done, (page, future) in enumerate(zip(pages, read, strict=True), 1):
                try:
                    address, data, declared = future.result()
                    found, count = self._page(page, address, encoding.read(data, declared), node)
                    results += found
                    carried += count
                except LodError as error:
                    unreadable.append(page)
                    results.append(tell("lod:page-unreadable", Origin(page), said=error.what))
                if progress:
                    progress(done, len(pages))
        return Report(
            tuple(results),
            tuple(page for page in pages if page not in unreadable),
            carried,
            tuple(unreadable),
            prefixes=self._config.prefixes,
        )

    def _page(
        self, name: str, address: str, page: encoding.Text, node: ox.NamedNode | None
    ) -> tuple[list[Result], int]:
        head = markup.head(page.text)
        found = list(blocks(page, address, self._contexts))
        results = [tell("lod:page-block", Origin(name, block.line), said=block.fault) for block in found if block.fault]
        carried = [triple for block in found for triple in block.triples]
        node = node or self._belonging.of_page(page, head)[0] or self._belonging.node(address) or self._single(carried)
        if node is None:
            raise SourceError("it is not known what the page is about", remedy="Name it: lod embed NODE --check PAGE")
        if not carried:
            return [*results, tell("lod:page-bare", Origin(name), node=node, name=self._name(node.value))], 0
        document = self._document(node, belonging.language(head))
        wanted = triples(document.tree, address, self._contexts)
        lines = _lines(found)
        for difference in compare(node.value, wanted, carried, self._known):
            results.append(self._told(difference, Origin(name, lines.get(difference.thing, found[0].line))))
        results += self._demanded(carried, name, lines, found[0].line)
        return results, len(carried)

    def _single(self, carried: list[ox.Triple]) -> ox.NamedNode | None:
        """Return the one thing of ours that stands at the top of what a page carries, if there is but one."""
        led_to = {triple.object for triple in carried}
        tops = {t.subject for t in carried if t.subject not in led_to and isinstance(t.subject, ox.NamedNode)}
        ours = [top for top in tops if next(self._graph.triples(top), None) is not None]
        return ours[0] if len(ours) == 1 else None

    def _document(self, node: ox.NamedNode, said: str | None) -> Document:
        tag = (said or "").partition("-")[0].lower()
        known = tag in self._config.languages
        language = tag if known else self._language or self._config.language
        if language not in self._embedders:
            base, shown = self._config.base, self._config.embed
            self._embedders[language] = Embedder(self._graph, self._vocabulary, language, base, shown=shown)
        return self._embedders[language].document(node)

    def _all_of(self, thing: str) -> frozenset[Fact] | None:
        """Return all that documents in any language can say of a thing; None if the graph does not describe it."""
        node = ox.NamedNode(thing)
        if next(self._graph.triples(node), None) is None:
            return None
        documents = [self._document(node, language) for language in self._config.languages]
        return frozenset(fact for d in documents for fact in facts(triples(d.tree, thing, self._contexts)))

    def _told(self, difference: Difference, origin: Origin) -> Result:
        label = {tag: self._vocabulary.label(difference.property, tag).text for tag in ("de", "en")}
        path = ResultPath(f"schema:{local_name(difference.property)}", label, difference.property)
        code = "lod:page-differs"
        if difference.page is None or difference.graph is None:
            code = "lod:page-lacks" if difference.page is None else "lod:page-adds"
        return tell(
            code,
            origin,
            node=ox.NamedNode(difference.thing),
            name=self._name(difference.thing),
            path=path,
            page=difference.page or "",
            graph=difference.graph or "",
        )

    def _name(self, iri: str) -> Mapping[str, str]:
        return {tag: self._names.of(ox.NamedNode(iri), tag).text for tag in ("de", "en")}

    def _demanded(self, carried: list[ox.Triple], name: str, lines: Mapping[str, int], line: int) -> Iterator[Result]:
        """Yield what the profile finds missing in what a page carries."""
        if not self._profile:
            return
        with TemporaryDirectory() as folder:
            data = Path(folder) / "page.ttl"
            data.write_text(turtle(carried, {}), "utf-8")
            report = validate(replace(self._config, data=(data,), ontology=(), shapes=self._profile))
        for result in report.results:
            # The checks beyond SHACL are for data that is kept, not for what is shown of it.
            if result.code.startswith("sh:"):
                thing = result.focus.value if isinstance(result.focus, ox.NamedNode) else ""
                yield replace(result, origin=Origin(name, lines.get(thing, line)), excerpt=None)


def _profile(config: Config, name: str) -> tuple[Path, ...]:
    files = [file for folder in config.shapes for file in source.find([folder]) if PROFILES in file.parts]
    found = tuple(file for file in files if file.stem == name or file.stem.startswith(f"{name}-"))
    if not found:
        known = sorted({file.stem for file in files})
        guess = nearest(name, known)
        remedy = f"Did you mean {guess}?" if guess else f"There are: {', '.join(known) or 'none'}."
        raise UsageError(f"there is no profile '{name}'", remedy=remedy)
    return found


def _lines(found: Sequence[Block]) -> dict[str, int]:
    """Return the line of the block in which each thing is described first."""
    lines: dict[str, int] = {}
    for block in found:
        for triple in block.triples:
            if isinstance(triple.subject, ox.NamedNode):
                lines.setdefault(triple.subject.value, block.line)
    return lines
