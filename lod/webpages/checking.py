"""Check pages: does what they carry still say what the graph says, and does it have what a profile demands?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.config import Config
from lod.errors import LodError, Origin, StoreError
from lod.graph import Graph
from lod.validation import Report, Result, profiles
from lod.vocabulary import Vocabulary
from lod.webpages.belonging import Belonging
from lod.webpages.contexts import Contexts
from lod.webpages.demanding import Demands
from lod.webpages.fetching import Limits
from lod.webpages.judging import Judge
from lod.webpages.naming import expanded, mapped
from lod.webpages.reading import Page, read_all
from lod.webpages.telling import tell

if TYPE_CHECKING:
    # Whoever reads files has no use for HTTP.
    from lod.graph.remote import RemoteGraph

#: So many pages are judged at once where the graph is in a store: what they look at is fetched together.
LOT = 64

#: What became of a page: the results and the number of statements that it carries, or why it cannot be judged.
_Judged = tuple[list[Result], int] | LodError


class Checker:
    """Checks pages against one graph, in memory or in a store."""

    def __init__(
        self,
        graph: Graph | RemoteGraph,
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
        self._demands = Demands(tuple(profiles.find(config, [profile])), config, vocabulary) if profile else None
        self._language = language

    def check(
        self,
        pages: Sequence[str],
        *,
        node: ox.NamedNode | None = None,
        mapping: Mapping[str, ox.NamedNode] | None = None,
        limits: Limits | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Report:
        """Return a report on pages: every fact in which page and graph differ.

        They are files, web addresses, or folders, of which those pages count that are about things of the graph. `node`
        is what they are about, else what `mapping` says of a page; else it is looked for as for `into`. Pages are read
        several at a time within `limits`.
        `progress` is called with the numbers of pages done and of all. Raises StoreError where a store does not answer.
        """
        results: list[Result] = []
        read: list[str] = []
        unreadable: list[str] = []
        carried = 0
        named = dict(expanded(pages))
        about = {name: told for name in named if (told := node or mapped(name, mapping)) is not None}
        for done, (name, judged) in enumerate(self._judged(read_all(named, limits or Limits()), about, named), 1):
            if isinstance(judged, LodError):
                unreadable.append(name)
                remedy = {"de": judged.remedy, "en": judged.remedy} if judged.remedy else {}
                results.append(tell("lod:page-unreadable", Origin(name), remedies=remedy, said=judged.what))
            else:
                results += judged[0]
                carried += judged[1]
                read.append(name)
            if progress:
                progress(done, len(named))
        return Report(
            tuple(results),
            tuple(read),
            carried,
            tuple(unreadable),
            prefixes=self._config.prefixes,
        )

    def _judged(
        self, found: Iterable[tuple[str, Page | LodError]], about: Mapping[str, ox.NamedNode], named: Mapping[str, bool]
    ) -> Iterator[tuple[str, _Judged]]:
        def maker(graph: Graph) -> Callable[[tuple[str, Page | LodError]], tuple[str, _Judged]]:
            judge = Judge(
                graph,
                self._vocabulary,
                self._config,
                belonging=self._belonging.on(graph),
                contexts=self._contexts,
                demands=self._demands,
                language=self._language,
            )

            def make(read: tuple[str, Page | LodError]) -> tuple[str, _Judged]:
                name, page = read
                try:
                    return name, page if isinstance(page, LodError) else judge.judge(page, about.get(name), named[name])
                except StoreError:
                    raise
                except LodError as error:
                    return name, error

            return make

        if isinstance(self._graph, Graph):
            return map(maker(self._graph), found)
        from lod.graph.remote.lots import made

        return made(self._graph, found, maker, lambda read: [about[read[0]]] if read[0] in about else [], size=LOT)
