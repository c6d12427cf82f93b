"""What a profile misses in the things that a page is there to show, such as what a search engine asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from lod.config import Config
from lod.graph import Graph, turtle
from lod.terms import RDF_TYPE, SCHEMA
from lod.validation import Result, validate
from lod.vocabulary import Vocabulary
from lod.webpages.comparing import NAMES

#: Read by search engines wherever they stand.
_ANYWHERE = f"{SCHEMA}MediaObject"


class Demands:
    """The shapes of a profile, for what pages carry."""

    def __init__(self, shapes: Sequence[Path], config: Config, vocabulary: Vocabulary) -> None:
        # What pages carry is in terms of schema.org only, and what the workspace asks of its data is not asked of them.
        self._config = replace(config, ontology=(), shapes=tuple(shapes))
        self._vocabulary = vocabulary

    def missed(self, carried: Sequence[ox.Triple], node: ox.NamedNode, graph: Graph) -> Iterator[Result]:
        """Yield what the profile misses in the triples of a page that is about `node`; `graph` knows what is ours.

        A thing of ours that the page shows in passing only is judged on its own page; a picture wherever it is shown
        and not just named.
        """
        with TemporaryDirectory() as folder:
            data = Path(folder) / "page.ttl"
            data.write_text(turtle(carried, {}), "utf-8")
            report = validate(replace(self._config, data=(data,)), cache=False)
        passing = set(self._passing(carried, node, graph))
        # The checks beyond SHACL are for data that is kept, not for what is shown of it.
        yield from (
            result for result in report.results if result.code.startswith("sh:") and result.focus not in passing
        )

    def _passing(self, carried: Sequence[ox.Triple], node: ox.NamedNode, graph: Graph) -> Iterator[ox.NamedNode]:
        types: dict[object, list[str]] = {}
        told: set[object] = set()
        for triple in carried:
            if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                types.setdefault(triple.subject, []).append(triple.object.value)
            elif triple.predicate.value not in NAMES:
                told.add(triple.subject)
        for thing in {triple.object for triple in carried}:
            if isinstance(thing, ox.NamedNode) and thing != node and thing in types:
                known = next(graph.triples(thing), None) is not None
                if known and not (thing in told and self._vocabulary.is_a(types[thing], _ANYWHERE)):
                    yield thing
