"""What points to a thing, grouped by what it means: the other side of each statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace

import pyoxigraph as ox
from minijinja import Markup

from lod.graph import Description, Term
from lod.publishing.site.site import Site
from lod.publishing.views.facts import EVIDENCE, place
from lod.publishing.views.gathered import CUT, Groups
from lod.publishing.views.mentions import ROLE, holders, in_order, mention, rank
from lod.publishing.views.perspective import Fact, Perspective, Value

#: A property, the thing that it points from, and whether it does so directly.
Pointing = tuple[str, ox.NamedNode, bool]


def collect(here: Perspective, thing: Description, pointing: Iterable[Pointing], shown: Set[str]) -> Groups:
    """Return what points to a thing, by property and IRI.

    `pointing` is what `sources` finds; it is the same in every language.
    What the thing says of the same other one by the inverse property is not said twice; nor what a general property
    says beside a special one. Properties in `shown` are shown elsewhere on the page.
    """
    site = here.site
    groups: Groups = {}
    aside: Groups = {}
    for iri, source, direct in pointing:
        if iri not in shown and source != thing.node and source.value not in site.vocabulary.terms:
            (groups if direct and iri != EVIDENCE else aside).setdefault(iri, {})[source.value] = source
    for iri, found in groups.items():
        for inverse in site.inverses(iri):
            for value in thing.values(inverse):
                if isinstance(value, ox.NamedNode):
                    found.pop(value.value, None)
        for special in groups:
            if special != iri and iri in site.vocabulary.above(special):
                for source_iri in groups[special]:
                    found.pop(source_iri, None)
    # What points here from afar, or as to its evidence, is worth a line only where nothing else is said of the two.
    told = {v.value for values in thing.statements.values() for v in values if isinstance(v, ox.NamedNode)}
    told.update(iri for found in groups.values() for iri in found)
    for iri, found in aside.items():
        groups.setdefault(iri, {}).update((other, node) for other, node in found.items() if other not in told)
    return {iri: found for iri, found in groups.items() if found}


def incoming(here: Perspective, thing: Description, groups: Groups, ways: Mapping[str, Markup]) -> list[Fact]:
    """Return what points to a thing as facts, each under the property's label for that direction.

    Of many only the first stand here; `ways` lead to the rest, by property.
    """
    said = [(place(iri), here.term(iri, inverse=True), iri) for iri in groups]
    own = here.link(thing.node).text
    facts = []
    for _, label, iri in sorted(said, key=lambda part: (part[0], part[1].text.casefold())):
        nodes = list(groups[iri].values())
        first = (
            sorted(nodes, key=lambda node: rank(here, node))[:CUT] if iri in ways and len(nodes) > CUT + 1 else nodes
        )
        values = [_without(own, value) for value in _values(here, first)]
        rest = len(nodes) - len(first)
        more = here.strings.count("more", rest) if rest else ""
        facts.append(Fact(label.text, values, label.language, more, ways[iri] if rest else None))
    return facts


def _without(own: str, value: Value) -> Value:
    """Return a value without a note that only repeats the name of the page."""
    return replace(value, note="") if value.note == own else value


def sources(site: Site, node: Term) -> Iterator[Pointing]:
    """Yield (property, thing, whether directly) for each thing that points to a node or to one that leads to it.

    Those that lead to it are nodes without IRIs; the property is the thing's own.
    """
    level: list[Term] = [node]
    seen = {node}
    while level:
        above: list[Term] = []
        for target in level:
            for triple in site.graph.triples(None, None, target):
                if isinstance(triple.subject, ox.NamedNode):
                    yield triple.predicate.value, triple.subject, target == node
                elif triple.subject not in seen:
                    seen.add(triple.subject)
                    above.append(triple.subject)
        level = above


def _values(here: Perspective, nodes: Collection[ox.NamedNode]) -> list[Value]:
    """Return things as mentions; in the place of an office, those who hold it."""
    roles = {node for node in nodes if here.site.kinds.is_a(node, ROLE)}
    held = (value for role in sorted(roles, key=str) for value in _held(here, role))
    others = [node for node in nodes if node not in roles]
    return [*sorted(held, key=lambda value: value.text.casefold()), *in_order(here, others)]


def _held(here: Perspective, role: ox.NamedNode) -> list[Value]:
    office = mention(here, role)
    note = ", ".join(part for part in (office.text, office.note) if part)
    return [replace(here.link(holder), note=note) for holder in holders(here, role)] or [replace(office, beside=())]
