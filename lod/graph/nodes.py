"""From what a person writes for a thing to the thing: an IRI, a CURIE, or the part of the IRI behind the base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from lod.config import Config
from lod.errors import UnknownNode, nearest
from lod.graph.names import NAMING
from lod.graph.seam import Queryable
from lod.graph.store import Graph
from lod.terms import expand, local_name, shorten


def find(graph: Queryable, config: Config, text: str) -> ox.NamedNode:
    """Return the node that `text` means: an IRI, a CURIE, or the part of the IRI behind the base.

    What comes first in this order and is in the graph is meant. Raises UnknownNode, with the nearest thing that the
    graph describes, if none is.
    """
    for node in _meant(config, text):
        if _known(graph, node):
            return node
    raise UnknownNode(f"the data knows no '{text}'", remedy=_remedy(graph, config, _bare(text)))


def find_all(graph: Queryable, config: Config, texts: Sequence[str]) -> list[ox.NamedNode]:
    """Return the nodes that texts mean, each as `find` does; a store is asked for hundreds at a time."""
    first = {text: next(_meant(config, text), None) for text in texts}
    near = graph.neighbourhood(dict.fromkeys(node for node in first.values() if node is not None))
    # What nothing is said of may be pointed to, or mean something else.
    return [
        node if node is not None and next(near.triples(node), None) is not None else find(graph, config, text)
        for text in texts
        for node in [first[text]]
    ]


def _meant(config: Config, text: str) -> Iterator[ox.NamedNode]:
    """Yield what a text may mean, in order."""
    wanted = _bare(text)
    for iri in (expand(wanted, config.prefixes), wanted, config.base + wanted):
        if (node := _node(iri)) is not None:
            yield node


def _bare(text: str) -> str:
    return text.strip().removeprefix("<").removesuffix(">")


def short(iri: str, config: Config) -> str:
    """Return how a person would write an IRI: the part behind the base, a CURIE, or the IRI as it is."""
    if iri.startswith(config.base):
        return iri.removeprefix(config.base) or iri
    return shorten(iri, config.prefixes) or iri


def _node(iri: str | None) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri) if iri else None
    except ValueError:
        return None  # no IRI, so it cannot be meant as one


def _known(graph: Queryable, node: ox.NamedNode) -> bool:
    return any(True for _ in graph.triples(node)) or any(True for _ in graph.triples(object=node))


def _remedy(graph: Queryable, config: Config, wanted: str) -> str:
    written = "Write an IRI, a CURIE or the part of the IRI behind the base; all there is: lod query kinds"
    if not isinstance(graph, Graph):
        return written  # all names of a store would have to come here for a guess
    expanded = expand(wanted, config.prefixes) or wanted
    part = expanded.removeprefix(config.base)
    things = [iri.value.removeprefix(config.base) for iri in graph.things(config.base)]
    # Whoever leaves out the kind ("serap-gueler") is nearer to what ends so than to what is spelt alike.
    same_end = next((thing for thing in things if local_name(thing) == part), None)
    guess = same_end or _called(graph, config, wanted) or nearest(part, things)
    if guess is not None:
        return f"Did you mean {guess}?"
    return written


def _called(graph: Queryable, config: Config, wanted: str) -> str | None:
    """Return the thing whose name is `wanted`, nearly so, or holds it: people know things by name."""
    named = {
        t.object.value.casefold(): t.subject.value
        for naming in reversed(NAMING)
        for t in graph.triples(predicate=naming)
        if isinstance(t.object, ox.Literal) and isinstance(t.subject, ox.NamedNode)
    }
    folded = wanted.casefold()
    near = folded if folded in named else nearest(folded, named, likeness=0.8)
    # Of one or two letters anything may be meant.
    holding = (name for name in named if folded in name and len(folded) > 2)
    name = near or min(holding, default=None, key=len)
    return short(named[name], config) if name else None
