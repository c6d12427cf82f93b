"""Where a thing stands among its like: what it belongs to and what belongs to it, as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.publishing.views.mentions import objects, rank
from lod.publishing.views.perspective import Perspective, Value
from lod.terms import SCHEMA, SKOS

_SCHEME = f"{SKOS}ConceptScheme"

#: What leads upwards in the tree of a class of things, and what leads downwards.
TREES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    f"{SCHEMA}Organization": (
        (f"{SCHEMA}parentOrganization",),
        (f"{SCHEMA}subOrganization", f"{SCHEMA}department"),
    ),
    f"{SCHEMA}Place": ((f"{SCHEMA}containedInPlace",), (f"{SCHEMA}containsPlace",)),
    f"{SKOS}Concept": ((f"{SKOS}broader",), (f"{SKOS}narrower",)),
    _SCHEME: (
        (f"{SKOS}topConceptOf", f"{SKOS}broader"),
        (f"{SKOS}hasTopConcept", f"{SKOS}narrower"),
    ),
}

_CLASSES = tuple(TREES)

# What stands highest is to be seen in the tree.
_TOPS = (f"{SKOS}topConceptOf", f"{SKOS}hasTopConcept")

# What leads from a topic to its scheme: where the tree has all topics, they are not listed again.
_MEMBER = ox.NamedNode(f"{SKOS}inScheme")

# So many levels below a thing are shown, and so many branches of one; further ones are on the pages of those.
_LEVELS = 3
_BRANCHES = 30


@dataclass(frozen=True, slots=True)
class Branch:
    """A thing in a tree with what is below it; `own` where the page is its own; `more` says how many are left out."""

    link: Value
    own: bool
    below: tuple[Branch, ...] = ()
    more: str = ""


def tree(here: Perspective, node: ox.NamedNode) -> tuple[Branch | None, frozenset[str]]:
    """Return the tree in which a thing stands and the properties that it says; None where the thing stands alone."""
    kind = here.site.kinds.first(node, _CLASSES)
    if kind is None:
        return None, frozenset()
    upwards, downwards = TREES[kind]
    said = frozenset((*upwards, *downwards, *_TOPS))
    above = _next(here, node, upwards, downwards)
    if not above and not _next(here, node, downwards, upwards):
        return None, said
    line: dict[str, ox.NamedNode] = {node.value: node}
    while above and above[0].value not in line:
        line[above[0].value] = above[0]
        above = _next(here, above[0], upwards, downwards)
    seen = set(line)
    branch = _grown(here, node, kind, _LEVELS, seen, own=True)
    for ancestor in list(line.values())[1:]:
        branch = Branch(here.link(ancestor), own=False, below=(branch,))
    if kind == _SCHEME and all(
        isinstance(t.subject, ox.NamedNode) and t.subject.value in seen
        for t in here.site.graph.triples(None, _MEMBER, node)
    ):
        return branch, said | {_MEMBER.value}
    return branch, said


def _next(
    here: Perspective, node: ox.NamedNode, forth: tuple[str, ...], back: tuple[str, ...]
) -> tuple[ox.NamedNode, ...]:
    """Return what stands next to a thing in one direction, by either way of saying it, sorted."""
    key = (node.value, forth)
    known = here.site.branches.get(key, None)
    if known is None:
        graph = here.site.graph
        found = [o for iri in forth for o in objects(graph, node, iri)]
        found += [t.subject for iri in back for t in graph.triples(None, ox.NamedNode(iri), node)]
        named = {o.value: o for o in found if isinstance(o, ox.NamedNode)}
        known = here.site.branches[key] = tuple(named[iri] for iri in sorted(named))
    return known


def _grown(
    here: Perspective, node: ox.NamedNode, kind: str, levels: int, seen: set[str], *, own: bool = False
) -> Branch:
    upwards, downwards = TREES[kind]
    below = [child for child in _next(here, node, downwards, upwards) if child.value not in seen] if levels else []
    shown = sorted(below, key=lambda child: rank(here, child))[:_BRANCHES]
    seen.update(child.value for child in shown)
    rest = len(below) - len(shown)
    return Branch(
        here.link(node),
        own,
        tuple(_grown(here, child, kind, levels - 1, seen) for child in shown),
        here.strings.count("more", rest) if rest else "",
    )
