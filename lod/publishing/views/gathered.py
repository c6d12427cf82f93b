"""What points to a thing, sorted into what a reader looks for: articles, statements, events, people met, the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

import pyoxigraph as ox
from minijinja import Markup

from lod.publishing.views.mentions import ARTICLE, EVENT, PERSON, QUOTATION, date_of, mention, objects, rank
from lod.publishing.views.perspective import Perspective, Value
from lod.publishing.views.statements import Occasion, by_occasion
from lod.terms import SCHEMA

#: Things that point here, by property and IRI.
Groups = dict[str, dict[str, ox.NamedNode]]

#: Longer lists are cut here; the rest stands on pages of its own.
CUT = 20

_NAMING = tuple(f"{SCHEMA}{name}" for name in ("about", "mentions", "citation"))
_SAYING = tuple(f"{SCHEMA}{name}" for name in ("creator", "recordedAt", "isPartOf", "about", "spokenByCharacter"))
_TAKING_PART = tuple(f"{SCHEMA}{name}" for name in ("attendee", "performer", "organizer", "actor", "participant"))

# What goes without saying below the heading over events.
_PLAIN = tuple([f"{SCHEMA}{name}"] for name in ("attendee", "location", "about"))

# So many of a person's events are looked through for others who took part.
_EVENTS = 200
_COMPANY = 12


@dataclass(frozen=True, slots=True)
class Gathered:
    """What stands in sections of its own: `appears` in articles, `said` by occasion, `events`, `company` in them.

    `words` says in how many articles; `more` holds for each section that is cut (by its name) the words that say by
    how much, and the link to the rest.
    """

    appears: list[Value]
    words: str
    said: list[Occasion]
    events: list[Value]
    company: list[Value]
    more: dict[str, tuple[str, Markup]]


def gather(here: Perspective, node: ox.NamedNode, groups: Groups, ways: Mapping[str, Markup]) -> Gathered:
    """Take out of `groups` what has a section of its own, and return it; `ways` lead to the rest, by property."""
    kinds = here.site.kinds
    person = kinds.is_a(node, PERSON)
    articles = _taken(here, groups, ARTICLE, _NAMING)
    quotations = _taken(here, groups, QUOTATION, _SAYING)
    events = _taken(here, groups, EVENT, tuple(groups)) if not kinds.is_a(node, EVENT) else {}
    more = {}
    for name, found in (("appears", articles), ("said", quotations), ("events", events)):
        if len(found) > CUT and (iri := next((iri for _, iris in found.values() for iri in iris if iri in ways), None)):
            more[name] = (here.strings.count("more", len(found) - CUT), ways[iri])
    said = [quotation for quotation, _ in _first(here, quotations)]
    return Gathered(
        appears=[mention(here, article) for article, _ in _newest(here, articles)],
        words=here.strings.count("appears", len(articles)) if articles else "",
        said=by_occasion(here, said, node),
        events=[_event(here, event, iris) for event, iris in _newest(here, events)],
        company=_company(here, node, events) if person else [],
        more=more,
    )


Taken = dict[str, tuple[ox.NamedNode, list[str]]]


def _taken(here: Perspective, groups: Groups, kind: str, iris: Iterable[str]) -> Taken:
    """Move things of a kind out of some groups; return each with the properties by which it points here."""
    found: Taken = {}
    for iri in iris:
        group = groups.get(iri)
        if group is None:
            continue
        for other in [other for other, node in group.items() if here.site.kinds.is_a(node, kind)]:
            found.setdefault(other, (group.pop(other), []))[1].append(iri)
        if not group:
            del groups[iri]
    return found


def _first(here: Perspective, found: Taken) -> list[tuple[ox.NamedNode, list[str]]]:
    return sorted(found.values(), key=lambda pair: rank(here, pair[0]))[:CUT]


def _newest(here: Perspective, found: Taken) -> list[tuple[ox.NamedNode, list[str]]]:
    """Return the newest first and those without a date last; those of the same date in their order."""
    ordered = sorted(found.values(), key=lambda pair: rank(here, pair[0]))
    return sorted(ordered, key=lambda pair: date_of(here, pair[0]), reverse=True)[:CUT]


def _event(here: Perspective, node: ox.NamedNode, iris: list[str]) -> Value:
    """Return an event as a mention, with the roles below it where they are not just to have been there."""
    roles = [here.term(iri, inverse=True).text for iri in iris]
    plain = iris in _PLAIN
    return mention(here, node) if plain else replace(mention(here, node), detail=" · ".join(roles))


def _company(
    here: Perspective, node: ox.NamedNode, events: Mapping[str, tuple[ox.NamedNode, list[str]]]
) -> list[Value]:
    """Return with whom a person took part in events, those first whom it met most often."""
    met: Counter[ox.NamedNode] = Counter()
    for event, _ in islice(events.values(), _EVENTS):
        met.update(_people(here, event))
    met.pop(node, None)
    first = sorted(met, key=lambda other: (-met[other], rank(here, other)))[:_COMPANY]
    return [replace(here.link(other), note=here.strings.count("events", met[other])) for other in first]


def _people(here: Perspective, event: ox.NamedNode) -> frozenset[ox.NamedNode]:
    known = here.people.get(event.value, None)
    if known is None:
        others = (o for iri in _TAKING_PART for o in objects(here.site.graph, event, iri))
        people = (o for o in others if isinstance(o, ox.NamedNode) and here.site.kinds.is_a(o, PERSON))
        known = here.people[event.value] = frozenset(people)
    return known
