"""The page of a thing, put together from what the graph says of it and from what points to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from lod.graph import Description, Term
from lod.publishing import dates
from lod.publishing.evidence import evidence
from lod.publishing.facts import DESCRIBING, facts
from lod.publishing.incoming import incoming
from lod.publishing.mentions import EVENT, PERSON, QUOTATION, ROLE, in_order, objects, offices, rank, value, when
from lod.publishing.perspective import Fact, Perspective, Value
from lod.terms import ONTOLOGY, SCHEMA


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a programme."""

    when: str
    link: Value
    where: tuple[Value, ...]
    duration: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """The lines below a heading, and the properties that they say, which are no facts further down."""

    lines: tuple[Fact, ...]
    said: frozenset[str]


def view(here: Perspective, thing: Description) -> dict[str, Any]:
    """Return what the template of a thing shows, in words and links; see `templates/thing.html`."""
    site, node = here.site, thing.node
    kinds = site.kinds
    name = site.names.of(node, here.language)
    kind, family = kinds.of(node), kinds.family(node)
    lead = next((say(here, thing) for iri, say in _LEADS.items() if kinds.is_a(node, iri)), Lead((), frozenset()))
    programme = _programme(here, thing)
    shown = {*lead.said, *(_PARTS if programme else ())}
    if any(isinstance(v, ox.Literal) and v.value == name.text for v in thing.values(f"{SCHEMA}headline")):
        shown.add(f"{SCHEMA}headline")
    paragraphs = [text for text in map(here.text, (thing.values(iri) for iri in DESCRIBING)) if text]
    return {
        "name": Value(name.text, here.foreign(name.language)),
        "kind": here.term(kind) if kind else None,
        "family": family,
        "colour": kinds.colour(node),
        "lead": lead.lines,
        "paragraphs": list({text.text: text for text in paragraphs}.values()),
        "programme": programme,
        "facts": facts(here, _without_offices(here, thing), shown),
        "incoming": incoming(here, thing, shown),
        "evidence": evidence(here, thing),
    }


_PARTS = (f"{SCHEMA}subEvent", f"{SCHEMA}superEvent")


def _programme(here: Perspective, thing: Description) -> list[Step]:
    if not here.site.kinds.is_a(thing.node, EVENT):
        return []
    graph = here.site.graph
    above = graph.triples(None, ox.NamedNode(f"{SCHEMA}superEvent"), thing.node)
    parts: set[Term] = {*thing.values(f"{SCHEMA}subEvent"), *(triple.subject for triple in above)}
    return [_step(here, part) for part in sorted(parts, key=lambda part: rank(here, part))]


# What the lines below the heading say, by class; the first class that fits is taken.
def _event(here: Perspective, thing: Description) -> Lead:
    node, lasts = thing.node, _duration(here, thing.node)
    date = when(here, node) or ("" if lasts.text else here.strings.say["day_unknown"])
    known = (Value(date), lasts, *_linked(here, node, "location"))
    lines = (*_labelled(here, thing, "superEvent"), Fact("", [v for v in known if v.text]))
    return Lead(lines, _schema("superEvent", "startDate", "endDate", "duration", "location"))


def _person(here: Perspective, thing: Description) -> Lead:
    held = offices(here, thing.node)
    return Lead((Fact("", held),) if held else (), frozenset())


def _quotation(here: Perspective, thing: Description) -> Lead:
    occasions = thing.values(f"{SCHEMA}recordedAt")
    occasion = (Fact(here.strings.say["occasion"], in_order(here, occasions)),) if occasions else ()
    return Lead((*_labelled(here, thing, "creator"), *occasion), _schema("creator", "recordedAt"))


def _organization(here: Perspective, thing: Description) -> Lead:
    return Lead(_labelled(here, thing, "parentOrganization"), _schema("parentOrganization"))


def _place(here: Perspective, thing: Description) -> Lead:
    return Lead(_labelled(here, thing, "containedInPlace"), _schema("containedInPlace"))


_LEADS: Mapping[str, Callable[[Perspective, Description], Lead]] = {
    EVENT: _event,
    PERSON: _person,
    QUOTATION: _quotation,
    f"{SCHEMA}Organization": _organization,
    f"{SCHEMA}Place": _place,
}


def _without_offices(here: Perspective, thing: Description) -> Description:
    """Return a person without the offices, which the lines below the heading say already."""
    kinds = here.site.kinds
    if not kinds.is_a(thing.node, PERSON):
        return thing
    rest = {iri: [v for v in values if not kinds.is_a(v, ROLE)] for iri, values in thing.statements.items()}
    return replace(thing, statements=rest)


def _schema(*names: str) -> frozenset[str]:
    return frozenset(f"{SCHEMA}{name}" for name in names)


def _labelled(here: Perspective, thing: Description, *names: str) -> tuple[Fact, ...]:
    found = ((here.term(f"{SCHEMA}{n}"), thing.values(f"{SCHEMA}{n}")) for n in names)
    return tuple(Fact(label.text, in_order(here, values), label.language) for label, values in found if values)


def _linked(here: Perspective, node: Term, name: str) -> tuple[Value, ...]:
    return tuple(here.link(o) for o in sorted(objects(here.site.graph, node, f"{SCHEMA}{name}"), key=str))


def _duration(here: Perspective, node: Term) -> Value:
    lasts = value(here.site.graph, node, f"{SCHEMA}duration")
    return Value(dates.duration(lasts, here.strings) if lasts else "")


def _step(here: Perspective, node: Term) -> Step:
    return Step(
        when=when(here, node),
        link=here.link(node),
        where=_linked(here, node, "location"),
        duration=_duration(here, node).text,
        numbered=bool(value(here.site.graph, node, f"{here.site.config.base}{ONTOLOGY}order")),
    )
