"""What was said: statements with their effect, speaker, occasion and passage, as they stand on the pages of others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from lod.graph import describe
from lod.publishing.views.evidence import places
from lod.publishing.views.mentions import objects, rank
from lod.publishing.views.perspective import Perspective, Statement, Value
from lod.terms import SCHEMA

_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The statements of one occasion; `link` is None where none is given or where the page itself is the occasion's."""

    link: Value | None
    statements: list[Statement]


def by_occasion(here: Perspective, nodes: Iterable[ox.NamedNode], page: ox.NamedNode) -> list[Occasion]:
    """Return statements grouped by occasion, in the order of the occasions; those without one stand last.

    The page of a speaker does not repeat who speaks, that of an occasion not which one it is.
    """
    groups: dict[ox.NamedNode | None, list[ox.NamedNode]] = {}
    for node in sorted(nodes, key=lambda node: rank(here, node)):
        occasions = [o for o in objects(here.site.graph, node, f"{SCHEMA}recordedAt") if isinstance(o, ox.NamedNode)]
        groups.setdefault(min(occasions, key=lambda node: node.value, default=None), []).append(node)
    ordered = sorted(groups, key=lambda node: (node is None, rank(here, node) if node else (0, "", "", "")))
    return [
        Occasion(
            here.link(occasion) if occasion and occasion != page else None,
            sorted((statement(here, node, page) for node in groups[occasion]), key=_passage),
        )
        for occasion in ordered
    ]


def statement(here: Perspective, node: ox.NamedNode, page: ox.NamedNode) -> Statement:
    """Return a statement as it stands on a page."""
    found = here.statements.get(node.value, None)
    if found is None:
        found = here.statements[node.value] = _statement(here, node)
    speaker = here.link(page).href
    if any(value.href == speaker for value in found.speakers):
        return Statement(found.link, found.effect, found.kind, (), found.places)
    return found


def _passage(statement: Statement) -> int:
    """Return the first number in the words for a passage: so statements stand as in their source."""
    number = _NUMBER.search(", ".join(place.text for place in statement.places))
    return int(number[0]) if number else 0


def _statement(here: Perspective, node: ox.NamedNode) -> Statement:
    thing = describe(here.site.graph, node)
    kind = here.site.kinds.of(node)
    speakers = sorted((here.link(o) for o in thing.values(f"{SCHEMA}creator")), key=lambda link: link.text)
    return Statement(
        link=here.link(node),
        effect=here.text(thing.values(f"{SCHEMA}abstract")),
        kind=here.term(kind) if kind else None,
        speakers=tuple(speakers),
        places=places(here, node),
    )
