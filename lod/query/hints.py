"""Point to terms in a query that the data does not know: no fault, but mostly the reason of an empty answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from lod.config import Config
from lod.errors import nearest
from lod.graph import Graph
from lod.query.faults import fault
from lod.query.tokens import Kind, Token, declared, tokens
from lod.terms import RDF_TYPE, expand
from lod.vocabulary import facts


def hints(graph: Graph, text: str, *, config: Config, origin: str = "query") -> list[str]:
    """Return a note on each name in a query that neither the data nor a vocabulary knows, with the nearest one."""
    found = [token for token in tokens(text) if token.kind is not Kind.COMMENT]
    own = set(declared(found))
    notes: dict[str, str] = {}
    for token in _named(found, own):
        iri = expand(token.text, config.prefixes)
        if iri is None or iri in notes or not token.text.partition(":")[2] or _known(graph, iri):
            continue
        guess = nearest(token.text.partition(":")[2], _near(graph, config, token), likeness=0.7)
        remedy = f"Did you mean {token.prefix}:{guess}?" if guess else "Look for the right name: lod query kinds"
        notes[iri] = str(fault(f"the data knows no {token.text}", text, token, origin, remedy=remedy))
    return list(notes.values())


def _named(found: Iterable[Token], own: set[str]) -> Iterator[Token]:
    """Yield the names whose prefix is one of the workspace's, not one that the query declares itself."""
    return (token for token in found if token.kind is Kind.NAME and token.prefix not in own)


def _known(graph: Graph, iri: str) -> bool:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return True  # no IRI: the engine says so
    if iri in facts() or any(True for _ in graph.triples(node)):
        return True
    return any(True for _ in graph.triples(predicate=node)) or any(True for _ in graph.triples(object=node))


def _near(graph: Graph, config: Config, token: Token) -> set[str]:
    """Return what may be meant, without the prefix: terms and things in the same namespace."""
    namespace = config.prefixes.get(token.prefix, "")
    if namespace.startswith(config.base):
        known = {iri.value for iri in graph.things(namespace)}
    else:
        kinds = (triple.object for triple in graph.triples(predicate=ox.NamedNode(RDF_TYPE)))
        known = {iri for iri in facts() if iri.startswith(namespace)}
        known |= {kind.value for kind in kinds if isinstance(kind, ox.NamedNode)}
    return {iri.removeprefix(namespace) for iri in known if iri.startswith(namespace)}
