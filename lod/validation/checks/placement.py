"""Properties in their place: used with the kinds of things, and leading to the kinds of things, that they are for."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from lod.terms import RDFS, SCHEMA, SCHEMA_HTTP
from lod.validation.checks.world import Found, World, node
from lod.vocabulary import facts

_THING = f"{SCHEMA}Thing"

#: A role stands between two things and repeats the property that it qualifies, in both directions.
_ROLE = f"{SCHEMA}Role"

#: Where a link will do although the range names no class: an address is text.
_ADDRESSES = frozenset({f"{SCHEMA}URL", f"{SCHEMA}Text"})


def check(world: World) -> Iterator[Found]:
    """Yield properties outside their domain and links outside their range, by schema.org's facts and the ontology's."""
    judge = Judge(world)
    for (kinds, block), subjects in world.survey.signatures.items():
        for predicate in sorted(block):
            if judge.fits(kinds, judge.domains(predicate)):
                continue
            for subject in subjects:
                # In another file the thing may have a class that fits.
                whole = world.kinds(subject)
                if not judge.fits(whole, judge.domains(predicate)):
                    words = {"kind": judge.list(whole), "domains": judge.list(judge.domains(predicate))}
                    yield Found("lod:outside-domain", subject, predicate, None, words)
    for predicate, links in world.survey.links.items():
        ranges = judge.ranges(predicate)
        if not ranges or not _ADDRESSES.isdisjoint(ranges):
            continue
        for target, subjects in links.items():
            if not judge.fits(judge.kinds(target), ranges):
                words = {"ranges": judge.list(ranges)}
                for subject in subjects:
                    yield Found("lod:outside-range", subject, predicate, node(target), words)


class Judge:
    """Tells the domains and ranges of properties, and whether classes fit them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._fits: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
        self._stated: dict[tuple[str, str], tuple[str, ...]] = {}

    def domains(self, predicate: str) -> tuple[str, ...]:
        known = facts().get(predicate)
        return known.domains if known else self._own(predicate, "domain")

    def ranges(self, predicate: str) -> tuple[str, ...]:
        known = facts().get(predicate)
        return known.ranges if known else self._own(predicate, "range")

    def kinds(self, target: str) -> tuple[str, ...]:
        member = facts().get(target)
        if member is not None and member.kind == "member":
            return member.above
        return self.world.kinds(target)

    def fits(self, kinds: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
        """Tell whether one of the classes is wanted. What is not known fits, and so do roles."""
        key = (kinds, wanted)
        known = self._fits.get(key)
        if known is None:
            known = self._fits[key] = (
                not wanted
                or _THING in wanted
                or not self.world.known_kinds(kinds)
                or not all(kind in facts() or self.world.vocabulary.above(kind) for kind in kinds)
                or any(self.world.vocabulary.is_a(kinds, kind) for kind in (*wanted, _ROLE))
            )
        return known

    def list(self, iris: tuple[str, ...]) -> str:
        names = [self.world.short(iri) for iri in iris]
        return ", ".join(names[:5] + (["…"] if len(names) > 5 else []))

    def _own(self, predicate: str, side: str) -> tuple[str, ...]:
        if not predicate.startswith(self.world.namespace):
            return ()
        if (predicate, side) not in self._stated:
            self._stated[predicate, side] = tuple(
                triple.object.value
                for way in (f"{SCHEMA}{side}Includes", f"{SCHEMA_HTTP}{side}Includes", f"{RDFS}{side}")
                for triple in self.world.vocabulary.graph.triples(ox.NamedNode(predicate), ox.NamedNode(way))
                if isinstance(triple.object, ox.NamedNode)
            )
        return self._stated[predicate, side]
