"""Things that are no longer what they were: merged into another, or withdrawn. Their pages stay and say so.

A thing is deprecated by owl:deprecated; dcterms:isReplacedBy leads to its successor.
"""

from __future__ import annotations

import pyoxigraph as ox

from lod.publishing.site.site import Site
from lod.terms import DCTERMS, OWL

DEPRECATED = f"{OWL}deprecated"
SUCCESSOR = f"{DCTERMS}isReplacedBy"

_DEPRECATED, _SUCCESSOR = ox.NamedNode(DEPRECATED), ox.NamedNode(SUCCESSOR)


def gone(site: Site) -> dict[str, str | None]:
    """Return the IRIs of the things that are deprecated, each with that of its successor, if it has one; sorted."""
    found = {}
    for triple in site.graph.triples(None, _DEPRECATED):
        node, said = triple.subject, triple.object
        if isinstance(node, ox.NamedNode) and isinstance(said, ox.Literal) and said.value in ("true", "1"):
            found[node] = successor(site, node)
    return {node.value: found[node] for node in sorted(found, key=str) if node.value in site.paths}


def successor(site: Site, node: ox.NamedNode) -> str | None:
    """Return the IRI of what has taken the place of a thing; of several the first."""
    found = site.graph.triples(node, _SUCCESSOR)
    return min((t.object.value for t in found if isinstance(t.object, ox.NamedNode)), default=None)
