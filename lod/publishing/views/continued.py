"""Everything that points to a thing, on pages of their own, where there is too much for the thing's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from minijinja import Markup

from lod.publishing.views.facts import place
from lod.publishing.views.gathered import CUT, Groups
from lod.publishing.views.mentions import in_order, rank
from lod.publishing.views.perspective import Fact, Perspective, Value

#: So many things stand on one such page.
MANY = 500

_MARK = "~~all~"


@dataclass(frozen=True, slots=True)
class Continuation:
    """One of the `pages` of what points to a thing: its path without suffix, its number, and what stands on it."""

    path: str
    number: int
    pages: int
    groups: Mapping[str, list[ox.NamedNode]]


def path(stem: str, number: int) -> str:
    """Return the path of a page of this kind, without suffix. `~~` is followed by a digest in all paths of things."""
    return f"{stem}{_MARK}{number}"


def thing_of(stem: str) -> str:
    """Return the path of the thing that a page with this path would belong to."""
    return stem.partition(_MARK)[0]


def continuations(here: Perspective, stem: str, groups: Groups) -> list[Continuation]:
    """Return the pages for what points to the thing at `stem`; none where its own page has room for all."""
    if not needed(groups):
        return []
    every = [
        (iri, node)
        for iri in _ordered(groups)
        for node in sorted(groups[iri].values(), key=lambda node: rank(here, node))
    ]
    chunks = [every[start : start + MANY] for start in range(0, len(every), MANY)]
    found = []
    for number, chunk in enumerate(chunks, 1):
        parts: dict[str, list[ox.NamedNode]] = {}
        for iri, node in chunk:
            parts.setdefault(iri, []).append(node)
        found.append(Continuation(path(stem, number), number, len(chunks), parts))
    return found


def needed(groups: Groups) -> bool:
    """Tell whether a group is too long for the page of the thing."""
    return any(len(group) > CUT + 1 for group in groups.values())


def ways(here: Perspective, stem: str, groups: Groups) -> dict[str, Markup]:
    """Return for each property the link to the page on which its group begins; empty where there are no such pages."""
    return dict(_ways(here, stem, groups)) if needed(groups) else {}


def _ways(here: Perspective, stem: str, groups: Groups) -> Iterator[tuple[str, Markup]]:
    before = 0
    for iri in _ordered(groups):
        yield iri, here.way(path(stem, before // MANY + 1))
        before += len(groups[iri])


def view(here: Perspective, node: ox.NamedNode, page: Continuation) -> dict[str, Any]:
    """Return what one such page shows."""
    say = here.strings.say
    neighbours = {"previous": page.number - 1, "next": page.number + 1}
    stem = thing_of(page.path)
    turns = [
        (say[key], here.way(path(stem, number))) for key, number in neighbours.items() if 1 <= number <= page.pages
    ]
    labels = ((here.term(iri, inverse=True), nodes) for iri, nodes in page.groups.items())
    return {
        "name": Value(say["all_of"].format(name=here.link(node).text)),
        "colour": here.site.kinds.colour(node),
        "facts": [Fact(label.text, in_order(here, nodes), label.language) for label, nodes in labels],
        "turns": turns,
        "page_words": say["page"].format(n=page.number, all=page.pages) if page.pages > 1 else "",
    }


def _ordered(groups: Groups) -> list[str]:
    return sorted(groups, key=lambda iri: (place(iri), iri))
