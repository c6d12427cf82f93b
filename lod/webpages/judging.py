"""One page beside one graph: what it says of things that the graph does not say, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pyoxigraph as ox

from lod.config import Config
from lod.embedding import Document, Embedder
from lod.errors import Origin, SourceError
from lod.graph import Graph, Names
from lod.terms import local_name
from lod.validation import Result, ResultPath
from lod.vocabulary import Vocabulary
from lod.webpages import belonging, markup
from lod.webpages.belonging import Belonging
from lod.webpages.carrying import Block, blocks, triples
from lod.webpages.comparing import Difference, Fact, compare, facts
from lod.webpages.contexts import Contexts
from lod.webpages.demanding import Demands
from lod.webpages.reading import Page
from lod.webpages.telling import tell


class Judge:
    """Judges pages by one graph, and by the demands of a profile if there are some."""

    def __init__(
        self,
        graph: Graph,
        vocabulary: Vocabulary,
        config: Config,
        *,
        belonging: Belonging,
        contexts: Contexts,
        demands: Demands | None,
        language: str | None,
    ) -> None:
        self._graph = graph
        self._vocabulary = vocabulary
        self._config = config
        self._belonging = belonging
        self._contexts = contexts
        self._demands = demands
        self._language = language
        self._embedders: dict[str, Embedder] = {}
        self._names = Names(graph, config.languages)
        self._known = lru_cache(4096)(self._all_of)

    def judge(self, page: Page, node: ox.NamedNode | None, named: bool) -> tuple[list[Result], int]:
        """Return every fact in which a page and the graph differ, and how many statements the page carries.

        The page is about `node`, else what it is about is looked for; if it was not `named` outright, it may be about
        nothing of ours. Raises SourceError if it is not known what it is about.
        """
        name, address = page.name, page.address
        head = markup.head(page.text.text)
        found = list(blocks(page.text, address, self._contexts))
        results = [tell("lod:page-block", Origin(name, block.line), said=block.fault) for block in found if block.fault]
        carried = [triple for block in found for triple in block.triples]
        node = node or self._belonging.of_page(page.text, head)[0]
        node = node or self._belonging.node(address) or self._single(carried)
        if node is None:
            if not named:
                return [], 0  # as `into` passes it over
            raise SourceError("it is not known what the page is about", remedy="Name it: lod embed NODE --check PAGE")
        document = self._document(node, belonging.language(head))
        wanted = tuple(triples(document.tree, address, self._contexts))
        if not carried:
            bare = tell("lod:page-bare", Origin(name), node=node, name=self._name(node.value))
            # A thing of which schema.org's terms say nothing has an empty block.
            return [*results, bare] if wanted else results, 0
        lines = _lines(found)
        for difference in compare(node.value, wanted, carried, self._known):
            results.append(self._told(difference, Origin(name, lines.get(difference.thing, found[0].line))))
        if self._demands is not None:
            for result in self._demands.missed(carried, node, self._graph):
                thing = result.focus.value if isinstance(result.focus, ox.NamedNode) else ""
                place = Origin(name, lines.get(thing, found[0].line))
                results.append(replace(result, origin=place, excerpt=None))
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


def _lines(found: Sequence[Block]) -> dict[str, int]:
    """Return the line of the block in which each thing is described first."""
    lines: dict[str, int] = {}
    for block in found:
        for triple in block.triples:
            if isinstance(triple.subject, ox.NamedNode):
                lines.setdefault(triple.subject.value, block.line)
    return lines
