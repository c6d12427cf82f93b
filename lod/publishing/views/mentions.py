"""How a thing is mentioned on the pages of others: its name, and what a reader wants to know of it at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import pyoxigraph as ox

from lod.graph import Graph, Term
from lod.publishing.site import dates
from lod.publishing.site.reads import Watched
from lod.publishing.site.standing import Rank
from lod.publishing.views.perspective import Perspective, Value
from lod.terms import ONTOLOGY, SCHEMA

ARTICLE = f"{SCHEMA}Article"
EVENT = f"{SCHEMA}Event"
PERSON = f"{SCHEMA}Person"
QUOTATION = f"{SCHEMA}Quotation"
ROLE = f"{SCHEMA}Role"

#: The properties by which schema.org lets a role stand between a person and an organisation.
HOLDING = frozenset(
    f"{SCHEMA}{name}" for name in ("memberOf", "worksFor", "affiliation", "alumniOf", "member", "employee")
)

#: What dates an event or a work, the most fitting first.
DATES = ("startDate", "datePublished", "dateCreated")


def mention(here: Perspective, node: Term) -> Value:
    """Return a thing as a link, with an office, a date or a speaker beside it."""
    found = here.mentioned.get(node.value, None) if isinstance(node, ox.NamedNode) else None
    if found is None:
        kind = here.site.kinds.first(node, _TOLD)
        found = _SAID[kind](here, node) if kind else here.link(node)
        if isinstance(node, ox.NamedNode):
            here.mentioned[node.value] = found
    return found


def in_order(
    here: Perspective, nodes: Collection[Term], telling: Callable[[Perspective, Term], Value] = mention
) -> list[Value]:
    """Return things as mentions, or as `telling` has them: events in their order, all others by name."""
    if len(nodes) > 1:
        nodes = sorted(nodes, key=lambda node: rank(here, node))
    return [telling(here, node) for node in nodes]


def rank(here: Perspective, node: Term) -> Rank:
    """Return the key of a thing in a list: its number, its date, its name."""
    key = str(node)
    found = here.ranks.get(key, None)
    if found is None:
        found = here.ranks[key] = _rank(here, node)
    return found


def date_of(here: Perspective, node: ox.NamedNode) -> str:
    """Return the date of an event or a work as it is written, or an empty text."""
    found = here.dates.get(node.value, None)
    if found is None:
        dates = (value(here.site.graph, node, f"{SCHEMA}{name}") for name in DATES)
        found = here.dates[node.value] = next(filter(None, dates), "")
    return found


def _rank(here: Perspective, node: Term) -> Rank:
    number, date = "", ""
    if here.site.kinds.is_a(node, EVENT):
        number = value(here.site.graph, node, f"{here.site.config.base}{ONTOLOGY}order")
        date = value(here.site.graph, node, f"{SCHEMA}startDate") or "~"
    return int(number) if number.isdecimal() else 0, date, here.link(node).text.casefold(), str(node)


def when(here: Perspective, node: Term) -> str:
    """Return when something is or was, in words, as far as the data says; EDTF text comes before plain dates."""
    graph, onto = here.site.graph, here.site.config.base + ONTOLOGY
    start = value(graph, node, f"{onto}startDateEdtf") or value(graph, node, f"{SCHEMA}startDate")
    end = value(graph, node, f"{onto}endDateEdtf") or value(graph, node, f"{SCHEMA}endDate")
    ongoing = value(graph, node, f"{onto}ongoing") in ("true", "1")
    day = dates.period(start, end, here.strings, ongoing=ongoing)
    time = here.text(objects(graph, node, f"{onto}timeOfDay"))
    return ", ".join(part for part in (day, time.text if time else "") if part)


def offices(here: Perspective, person: Term) -> list[Value]:
    """Return the offices of a person, each with the organisation beside it."""
    roles = {body for body in _held_by(here, person) if here.site.kinds.is_a(body, ROLE)}
    return sorted((_role(here, role) for role in roles), key=lambda office: (office.text.casefold(), repr(office)))


def holders(here: Perspective, role: Term) -> list[Term]:
    """Return who holds an office."""
    found = {t.subject for t in here.site.graph.triples(None, None, role) if t.predicate.value in HOLDING}
    return sorted(found, key=str)


def objects(graph: Graph, node: Term, iri: str) -> Sequence[Term]:
    """Return the values of one property of a node."""
    if not isinstance(node, ox.NamedNode | ox.BlankNode):
        return []
    return graph.objects(node, iri) if isinstance(graph, Watched) else graph.statements(node).get(iri, [])


def value(graph: Graph, node: Term, iri: str) -> str:
    """Return the least literal of a property as it is written, or an empty text."""
    return min((o.value for o in objects(graph, node, iri) if isinstance(o, ox.Literal)), default="")


def _held_by(here: Perspective, node: Term) -> list[Term]:
    """Return what a node leads to by one of HOLDING: from a person an office, from an office an organisation."""
    if not isinstance(node, ox.NamedNode | ox.BlankNode):
        return []
    return [o for iri, values in here.site.graph.statements(node).items() if iri in HOLDING for o in values]


def _person(here: Perspective, node: Term) -> Value:
    words = [", ".join((office.text, *(body.text for body in office.beside))) for office in offices(here, node)]
    return replace(here.link(node), note=" · ".join(words))


def _event(here: Perspective, node: Term) -> Value:
    return replace(here.link(node), note=when(here, node))


def _quotation(here: Perspective, node: Term) -> Value:
    graph = here.site.graph
    speakers = sorted(here.link(o).text for o in objects(graph, node, f"{SCHEMA}creator"))
    effect = here.text(objects(graph, node, f"{SCHEMA}abstract"))
    detail = effect.text if effect and effect.language is None else ""
    return replace(here.link(node), note=", ".join(speakers), detail=detail)


def _role(here: Perspective, node: Term) -> Value:
    graph = here.site.graph
    name = here.text(objects(graph, node, f"{SCHEMA}roleName"))
    link = here.link(node)
    bodies = (body for body in _held_by(here, node) if not here.site.kinds.is_a(body, ROLE))
    beside = tuple(here.link(body) for body in sorted(bodies, key=str))
    return replace(name or link, href=link.href, note=when(here, node), beside=beside)


_SAID = {PERSON: _person, EVENT: _event, QUOTATION: _quotation, ROLE: _role}
_TOLD = tuple(_SAID)
