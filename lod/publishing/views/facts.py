"""The statements of a thing as facts on its page: property labels with values in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

import pyoxigraph as ox

from lod.graph import Description, Term
from lod.graph.names import NAMING
from lod.publishing.views.mentions import in_order, mention
from lod.publishing.views.perspective import Fact, Perspective, Value
from lod.terms import DCTERMS, ONTOLOGY, PROV, RDF_TYPE, RDFS, SCHEMA, SKOS

EVIDENCE = f"{PROV}hadPrimarySource"

#: What describes a thing in a sentence or two, the most fitting first.
DESCRIBING = (
    f"{SCHEMA}description",
    f"{SCHEMA}abstract",
    f"{SKOS}definition",
    f"{DCTERMS}description",
    f"{RDFS}comment",
)

# The order of facts; all others follow by their labels.
_FIRST = {
    f"{SCHEMA}{name}": place
    for place, name in enumerate(
        (
            "headline", "alternateName", "roleName", "superEvent", "startDate", "endDate", "endTime", "duration",
            "location", "containedInPlace", "creator", "author", "agent", "organizer", "performer", "attendee",
            "recordedAt", "object", "memberOf", "parentOrganization", "subOrganization", "member", "audience", "about",
            "mentions", "hasPart", "isPartOf",
        )
    )
}  # fmt: skip
_NAMES = {node.value for node in NAMING} - {f"{SCHEMA}headline"}
_HIDDEN = {RDF_TYPE, EVIDENCE, *DESCRIBING, *_NAMES}

# Own properties that are said in words elsewhere: in a date, in a programme, in the order of a list.
_SILENT = ("ongoing", "order", "startDateEdtf", "endDateEdtf", "timeOfDay", "countedFrom")

# Its values are language tags (BCP 47).
_LANGUAGE = f"{SCHEMA}inLanguage"

# Nodes without IRIs are shown inside each other down to this depth, and so never in a circle.
_DEEPEST = 8

# From this many values on, things of several kinds are parted by kind.
_PARTED = 6


#: How a thing is mentioned.
Telling = Callable[[Perspective, Term], Value]


def facts(
    here: Perspective,
    thing: Description,
    shown: Set[str] = frozenset(),
    depth: int = 0,
    telling: Telling = mention,
) -> list[Fact]:
    """Return the facts of a thing, without the properties that are `shown` elsewhere on the page.

    `telling` says how the things are mentioned that it leads to.
    """
    silent = {f"{here.site.config.base}{ONTOLOGY}{name}" for name in _SILENT}
    found: list[tuple[tuple[int, str], Fact]] = []
    for iri, values in thing.statements.items():
        if iri in _HIDDEN or iri in shown or iri in silent:
            continue
        label = here.term(iri)
        for kind, part in _parted(here, values):
            text = f"{label.text}: {kind}" if kind else label.text
            stated = _values(here, part, thing, depth, telling)
            fact = Fact(text, _languages(here, stated) if iri == _LANGUAGE else stated, label.language)
            found.append(((place(iri), label.text.casefold()), fact))
    return [fact for _, fact in sorted(found, key=lambda pair: pair[0]) if fact.values]


def _languages(here: Perspective, tags: Sequence[Value]) -> list[Value]:
    known = here.strings.languages
    return [replace(tag, text=known.get(tag.text.partition("-")[0].lower(), tag.text)) for tag in tags]


def place(iri: str) -> int:
    """Return the place of a property among the facts of a page."""
    return _FIRST.get(iri, len(_FIRST))


def _parted(here: Perspective, values: Sequence[Term]) -> Iterator[tuple[str, Sequence[Term]]]:
    kinds = here.site.kinds
    ours = len(values) > _PARTED and all(v.value in here.site.paths for v in values if not isinstance(v, ox.Triple))
    families = {kinds.family(v) for v in values} if ours else set()
    if len(families) < 2:
        yield "", values
        return
    for family in (family for family in here.site.families if family in families):
        name = here.family(family).text if family else ""
        yield name, [v for v in values if kinds.family(v) == family]


def _values(
    here: Perspective, values: Sequence[Term], thing: Description, depth: int, telling: Telling = mention
) -> list[Value]:
    listed = [items for v in values if (items := thing.items(v)) is not None]
    if listed and depth < _DEEPEST:
        rest = [v for v in values if thing.items(v) is None]
        parts = (_values(here, [item], thing, depth + 1, telling) for items in listed for item in items)
        return [*_values(here, rest, thing, depth, telling), *(entry for part in parts for entry in part)]
    literals = here.texts([v for v in values if isinstance(v, ox.Literal)])
    named = [v for v in values if isinstance(v, ox.NamedNode)]
    blank = [thing.nested[v] for v in values if isinstance(v, ox.BlankNode) and v in thing.nested]
    if len(blank) == 1 and (entries := blank[0].values(f"{SCHEMA}itemListElement")) and depth < _DEEPEST:
        order = here.text(blank[0].values(f"{SCHEMA}itemListOrder"))
        return [*_values(here, entries, thing, depth + 1), *([order] if order else [])]
    inner = [_inner(here, part, depth + 1) for part in blank]
    return [
        *(here.literal(x) for x in literals),
        *in_order(here, named, telling),
        *(v for _, v in sorted(inner, key=_order)),
    ]


def _inner(here: Perspective, thing: Description, depth: int) -> tuple[str, Value]:
    """Return a node without an IRI as a value with facts of its own, and its place among others like it.

    An entry of a list is the thing that is entered, with what the list says of it in words, if it does.
    """
    item = next((v for v in thing.values(f"{SCHEMA}item") if isinstance(v, ox.NamedNode)), None)
    name, detail = here.text(thing.values(f"{SCHEMA}name")), here.text(thing.values(f"{SCHEMA}description"))
    top = mention(here, item) if item else name or Value("")
    if detail:
        top = replace(top, detail=detail.text)
    parts = [] if depth > _DEEPEST or (item and detail) else facts(here, thing, {f"{SCHEMA}item"}, depth)
    position = next((v.value for v in thing.values(f"{SCHEMA}position") if isinstance(v, ox.Literal)), "")
    return f"{position:0>9}" if position else "~", replace(top, facts=tuple(parts))


def _order(pair: tuple[str, Value]) -> tuple[str, str, str]:
    return pair[0], pair[1].text.casefold(), repr(pair[1])
