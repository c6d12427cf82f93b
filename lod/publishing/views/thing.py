"""The page of a thing, put together from what the graph says of it and from what points to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from lod.graph import Description, Term
from lod.publishing.site.gone import DEPRECATED, SUCCESSOR
from lod.publishing.views import continued
from lod.publishing.views import programme as parts
from lod.publishing.views.around import neighbourhood
from lod.publishing.views.evidence import evidence, places
from lod.publishing.views.facts import DESCRIBING, EVIDENCE, Telling, facts
from lod.publishing.views.gathered import gather
from lod.publishing.views.incoming import Pointing, collect, incoming
from lod.publishing.views.mentions import (
    ARTICLE,
    EVENT,
    HOLDING,
    PERSON,
    QUOTATION,
    ROLE,
    holders,
    in_order,
    mention,
    offices,
    rank,
    when,
)
from lod.publishing.views.perspective import Fact, Perspective, Value
from lod.publishing.views.tree import tree
from lod.terms import ONTOLOGY, SCHEMA


@dataclass(frozen=True, slots=True)
class Lead:
    """The lines below a heading, and the properties that they say, which are no facts further down."""

    lines: tuple[Fact, ...]
    said: frozenset[str]


def view(here: Perspective, thing: Description, pointing: Iterable[Pointing]) -> dict[str, Any]:
    """Return what the template of a thing shows, in words and links; see `templates/thing.html`.

    `pointing` is what `incoming.sources` finds.
    """
    site, node = here.site, thing.node
    assert isinstance(node, ox.NamedNode), "only what has an IRI has a page"  # noqa: S101  # its type cannot say so
    kinds = site.kinds
    name = site.names.of(node, here.language)
    kind, family = kinds.of(node), kinds.family(node)
    leading = kinds.first(node, _LED)
    lead = _LEADS[leading](here, thing) if leading else Lead((), frozenset())
    programme, place = parts.programme(here, thing), parts.among(here, thing)
    family_tree, in_tree = tree(here, node)
    notice = _notice(here, thing)
    shown = {*lead.said, DEPRECATED, SUCCESSOR, *(parts.PARTS if programme else ()), *in_tree}
    if any(isinstance(v, ox.Literal) and v.value == name.text for v in thing.values(f"{SCHEMA}headline")):
        shown.add(f"{SCHEMA}headline")
    described = (here.text(thing.statements[iri]) for iri in DESCRIBING if iri in thing.statements)
    paragraphs = [text for text in described if text]
    pointing = list(pointing)
    neighbours = [source for iri, source, direct in pointing if direct and iri != EVIDENCE]
    # A programme with more parts than its page has room for goes on where all else does that points here.
    long = len(programme) == parts.STEPS
    groups = collect(here, thing, pointing, shown)
    if long:
        groups[parts.PARTS[1]] = {part.value: part for part in parts.parts(here, node)}
    stem = site.paths[node.value]
    continuations = continued.continuations(here, stem, groups)
    ways = continued.ways(here, stem, groups)
    for iri in parts.PARTS:
        groups.pop(iri, None)
    if kinds.is_a(node, ARTICLE) and (quoted := _quotations(here, thing)):
        groups.setdefault(f"{SCHEMA}isPartOf", {}).update(quoted)
        shown.add(f"{SCHEMA}hasPart")
    gathered = gather(here, node, groups, ways)
    return {
        "name": Value(name.text, here.foreign(name.language)),
        "kind": here.term(kind) if kind else None,
        "family": family,
        "colour": kinds.colour(node),
        "lead": (*notice, *lead.lines),
        "paragraphs": list({text.text: text for text in paragraphs}.values()),
        "programme": programme,
        "programme_more": ways.get(parts.PARTS[1]) if long else None,
        "among": place,
        "timeline": parts.timeline(here, thing) if programme else None,
        "tree": family_tree,
        "gathered": gathered,
        "continued": continuations,
        "facts": facts(here, _without_offices(here, thing), shown, telling=_telling(here, node)),
        "incoming": incoming(here, thing, groups, ways),
        "picture": neighbourhood(here, thing, neighbours),
        "evidence": evidence(here, thing),
    }


def _notice(here: Perspective, thing: Description) -> tuple[Fact, ...]:
    """Return what is to be said first of a thing that is no longer valid, or that has a successor."""
    if successors := thing.values(SUCCESSOR):
        return (Fact(here.strings.say["replaced"], in_order(here, successors)),)
    said = {v.value for v in thing.values(DEPRECATED) if isinstance(v, ox.Literal)}
    return (Fact("", [Value(here.strings.say["withdrawn"])]),) if said & {"true", "1"} else ()


# What the lines below the heading say, by class; the first class that fits is taken.
def _event(here: Perspective, thing: Description) -> Lead:
    node, lasts = thing.node, parts.lasts(here, thing.node)
    date = when(here, node) or ("" if lasts.text else here.strings.say["day_unknown"])
    known = (Value(date), lasts, *parts.where(here, node))
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


def _office(here: Perspective, thing: Description) -> Lead:
    """Who holds it and where, then from when to when; its title is said by its name, if that holds the title."""
    node = thing.node
    ends = {*holders(here, node), *(v for iri in HOLDING for v in thing.values(iri))}
    who = sorted(ends, key=lambda end: (not here.site.kinds.is_a(end, PERSON), rank(here, end)))
    lines = (Fact("", [here.link(end) for end in who]), Fact("", [Value(when(here, node))]))
    title, name = here.text(thing.values(f"{SCHEMA}roleName")), here.link(node).text
    said = _schema("roleName") if title and title.text.casefold() in name.casefold() else frozenset()
    told = tuple(line for line in lines if any(value.text for value in line.values))
    return Lead(told, said | HOLDING | _schema("startDate", "endDate"))


def _image(here: Perspective, thing: Description) -> Lead:
    """Whoever has a place in the arrangement is seen: that needs not be said a second time."""
    onto = f"{here.site.config.base}{ONTOLOGY}"
    placed = {v for part in thing.nested.values() for v in part.values(f"{SCHEMA}item")}
    seen = thing.values(f"{onto}depicts")
    return Lead((), frozenset({f"{onto}depicts"}) if seen and placed.issuperset(seen) else frozenset())


_LEADS: Mapping[str, Callable[[Perspective, Description], Lead]] = {
    EVENT: _event,
    PERSON: _person,
    QUOTATION: _quotation,
    ROLE: _office,
    f"{SCHEMA}Organization": _organization,
    f"{SCHEMA}Place": _place,
    f"{SCHEMA}ImageObject": _image,
}
_LED = tuple(_LEADS)


def _quotations(here: Perspective, article: Description) -> dict[str, ox.NamedNode]:
    """Return the parts of an article by IRI if all of them are statements."""
    found = [v for v in article.values(f"{SCHEMA}hasPart") if isinstance(v, ox.NamedNode)]
    return {v.value: v for v in found} if all(here.site.kinds.is_a(v, QUOTATION) for v in found) else {}


def _telling(here: Perspective, page: ox.NamedNode) -> Telling:
    """Return how things are mentioned on a page: on that of an article with the places at which it speaks of them."""
    if not here.site.kinds.is_a(page, ARTICLE):
        return mention

    def found(here: Perspective, node: Term) -> Value:
        told, at = mention(here, node), places(here, node, page)
        return replace(told, places=at) if at else told

    return found


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
