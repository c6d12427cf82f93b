"""What a change of some files may affect: the files to judge again, and those that these look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from lod.graph import Term
from lod.validation.incremental.index import Index
from lod.validation.incremental.reach import Reach
from lod.validation.labelling import of_file
from lod.validation.outcome import Finding


@dataclass(frozen=True, slots=True)
class Change:
    """The index as it was and as it will be, and the numbers of the files that were changed, added or removed.

    `numbers` are also those of the files that share a thing with these, `paths` their paths, and `things` what they
    describe, before or after.
    """

    before: Index
    after: Index
    numbers: frozenset[int]
    paths: Collection[str]
    things: Collection[str]

    def differing(self, sign: int) -> set[str]:
        """Return the things that came, went, or have another sign."""
        before, after = self.before.signs, self.after.signs
        return {i for i in self.things if i not in before or i not in after or before[i][sign] != after[i][sign]}

    @property
    def loosely(self) -> bool:
        """Whether blank nodes that lead to something have changed."""
        return any(self.before.loose.get(str(n)) != self.after.loose.get(str(n)) for n in self.numbers)


def sharing(index: Index, numbers: Iterable[int], things: Iterable[str] = ()) -> frozenset[int]:
    """Return the files that describe things, or share one with some files at any remove, and these files."""
    found, edge = frozenset[int](), frozenset(numbers) | index.describing(things)
    while not edge <= found:
        found |= edge
        edge = frozenset(index.describing(index.things(edge)))
    return found


def unclear(change: Change) -> bool:
    """Tell whether a change concerns the classes themselves, which may affect anything."""
    ordering = change.before.ordering | change.after.ordering
    classes = change.before.classes | change.after.classes
    return not ordering.isdisjoint(change.numbers) or not classes.isdisjoint(change.things)


def affected(change: Change, reach: Reach) -> frozenset[int]:
    """Return the numbers of the files of which the things are to be judged again."""
    before, after, numbers = change.before, change.after, change.numbers
    indexes = (before, after)
    found = set(numbers)
    # What others see of a thing: its classes, that it is there at all, and what shapes read of it from elsewhere.
    edge, seen = change.differing(0), set[str]()
    if edge or change.differing(2) or change.loosely:
        for index in indexes:
            found |= index.describing(index.led(numbers, reach.back))
            edge |= index.led(numbers, reach.back_onward)
    while edge := edge - seen:
        seen |= edge
        onward: set[int] = set()
        for index in indexes:
            found |= index.leading(edge)
            onward |= index.leading(edge, reach.onward)
            where = index.describing(edge)
            found |= index.describing(index.led(where, reach.back))
            onward |= index.describing(index.led(where, reach.back_onward))
        edge = set[str]().union(*(index.things(onward) for index in indexes)) if onward else set()
    # Things that nothing led to, or nothing leads to now.
    led = before.led(numbers) | after.led(numbers)
    turned = {iri for iri in led if bool(before.targets.get(iri)) != bool(after.targets.get(iri))}
    alike = change.differing(0) | change.differing(1)
    for index in indexes:
        found |= index.describing(turned) | index.describing(index.called_alike(alike))
    return frozenset(found)


def told(findings: Iterable[Finding], change: Change) -> set[str]:
    """Return the homes of the findings that name a thing of the changed files, or stand in one of these."""
    prefixes = tuple(map(of_file, change.paths))
    return {
        finding.home
        for finding in findings
        if (finding.result.origin is not None and finding.result.origin.path in change.paths)
        or _names(finding.result.value, change.things, prefixes)
    }


def _names(value: Term | None, things: Collection[str], prefixes: tuple[str, ...]) -> bool:
    if isinstance(value, ox.NamedNode):
        return value.value in things
    return isinstance(value, ox.BlankNode) and value.value.startswith(prefixes)


def looked_at(index: Index, reach: Reach, numbers: Collection[int]) -> frozenset[int]:
    """Return the files that are read to judge the things of some files, these included."""
    judged = index.things(numbers)
    found = frozenset(numbers) | index.describing(index.led(numbers)) | index.leading(judged, reach.back)
    found |= index.describing(index.called_alike(judged)) | index.ordering
    edge = found - frozenset(numbers)
    while edge:
        further = index.describing(index.led(edge, reach.onward))
        further |= index.leading(index.things(edge), reach.back_onward)
        edge = frozenset(further) - found
        found |= edge
    return found
