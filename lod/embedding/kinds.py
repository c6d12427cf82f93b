"""How much of a thing a document shows, by its kind: the one table to turn when documents are too long or too short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lod.config import Shown
from lod.errors import ConfigError, nearest
from lod.terms import SCHEMA
from lod.vocabulary import facts

#: Deeper than every level of `linked`: shown whole wherever it stands.
WHOLE = 99


@dataclass(frozen=True, slots=True)
class Kind:
    """How much of a kind of thing is shown, in levels of links.

    `own` are the levels below the thing that the document is about, `linked` the levels that are left at most where
    another thing leads to it. With no level left the thing is a card: its type, IRI and name and the properties of
    `card`. A `WHOLE` thing belongs to what leads to it, as an office does, and takes no level.
    """

    own: int = 1
    linked: int = 0
    card: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether such a thing belongs to what leads to it."""
        return self.linked == WHOLE


def _kind(card: str = "", *, own: int = 1, linked: int = 0) -> Kind:
    return Kind(own, linked, frozenset(card.split()))


#: By the local name of the schema.org class; for other classes what stands above them counts, the nearest first.
DEPTH: Mapping[str, Kind] = {
    "Article": _kind("headline datePublished inLanguage url", own=2),
    "Quotation": _kind("creator inLanguage", linked=1),
    "MediaObject": _kind(
        "acquireLicensePage caption contentUrl copyrightNotice creator creditText height inLanguage license url width",
        linked=1,
    ),
    "CreativeWork": _kind("creator inLanguage url"),
    "Event": _kind("endDate eventStatus location startDate", linked=1),
    "Person": _kind("jobTitle memberOf sameAs url"),
    "Organization": _kind("sameAs url"),
    "Place": _kind("address geo sameAs url"),
    "Role": _kind(linked=WHOLE),
    "StructuredValue": _kind(linked=WHOLE),
    "ItemList": _kind(linked=WHOLE),
    "ListItem": _kind(linked=WHOLE),
    "Thing": _kind(),
}


def kind(classes: Iterable[str], table: Mapping[str, Kind] = DEPTH) -> Kind:
    """Return the row for a thing, from the local names of its classes and of what stands above them, nearest first."""
    return next((table[name] for name in classes if name in table), table["Thing"])


def table(shown: Mapping[str, Shown]) -> Mapping[str, Kind]:
    """Return DEPTH with what a workspace wants otherwise; what it leaves open is as in the nearest row above."""
    rows = dict(DEPTH)
    for name, wanted in shown.items():
        fact = facts().get(SCHEMA + name)
        if fact is None or fact.kind != "class":
            guess = nearest(name, (iri.removeprefix(SCHEMA) for iri, fact in facts().items() if fact.kind == "class"))
            remedy = f"Did you mean {guess}?" if guess else "The names are those of schema.org's classes."
            raise ConfigError(f"'embed' names '{name}', which is no class of schema.org", remedy=remedy)
        old = kind((name, *_above(name)), DEPTH)
        rows[name] = Kind(
            own=old.own if wanted.levels is None else wanted.levels,
            linked=old.linked if wanted.linked is None else wanted.linked,
            card=old.card if wanted.card is None else frozenset(wanted.card),
        )
    return rows


def _above(name: str) -> Iterator[str]:
    """Yield the local names of what stands above a class, the nearest first."""
    level = [SCHEMA + name]
    while level:
        level = [up for iri in level for up in facts()[iri].above if up in facts()]
        yield from (iri.removeprefix(SCHEMA) for iri in level)
