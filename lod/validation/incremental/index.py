"""What each file describes and leads to, in short: enough to tell what a change of some files may affect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from lod.terms import SCHEMA
from lod.validation.checks.properties import NAMES
from lod.validation.engines import Statements
from lod.validation.incremental.reach import Reach
from lod.validation.inputs import Inputs

#: What tells apart two things of one name, beside their classes.
_TELLING = frozenset({*NAMES, f"{SCHEMA}startDate", f"{SCHEMA}disambiguatingDescription"})

#: What is known of a thing: digests of what others see of it, of what tells it from others of its name, and of what it
#: leads to by properties that are followed backwards.
Signs = tuple[str, str, str]


@dataclass
class Index:
    """Some files, by numbers that stay theirs.

    `files` has the numbers of the files that describe each IRI, `signs` what they say of it. `targets` has the numbers
    of the files that lead to an IRI, and `links` those that do so by a property that shapes follow on. `loose` are
    digests of the blank nodes of each file that lead somewhere by a property that is followed backwards. `names` are
    the IRIs of each name, `classes` those of which there are instances, `ordering` the files that put classes in order.
    `foreign` are the IRIs that only the package's own ontology describes.
    """

    files: dict[str, list[int]] = field(default_factory=dict)
    signs: dict[str, Signs] = field(default_factory=dict)
    targets: dict[str, list[int]] = field(default_factory=dict)
    links: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    ordering: set[int] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)

    def things(self, numbers: Collection[int]) -> set[str]:
        """Return the IRIs that some files describe."""
        return {iri for number in numbers for iri in self._described.get(number, ())}

    @cached_property
    def _described(self) -> Mapping[int, list[str]]:
        """The IRIs that each file describes. Once it is asked for, the index is complete."""
        described: dict[int, list[str]] = {}
        for iri, numbers in self.files.items():
            for number in numbers:
                described.setdefault(number, []).append(iri)
        return described

    def led(self, numbers: Collection[int], predicates: Iterable[str] | None = None) -> set[str]:
        """Return the IRIs to which some files lead, by any property or by some that shapes follow on."""
        if predicates is None:
            return _meeting(self.targets, numbers)
        return set[str]().union(*(_meeting(self.links.get(predicate, {}), numbers) for predicate in predicates))

    def leading(self, iris: Iterable[str], predicates: Iterable[str] | None = None) -> set[int]:
        """Return the numbers of the files that lead to IRIs."""
        tables = [self.targets] if predicates is None else [self.links.get(p, {}) for p in predicates]
        return {number for iri in iris for table in tables for number in table.get(iri, ())}

    def describing(self, iris: Iterable[str]) -> set[int]:
        """Return the numbers of the files that describe IRIs."""
        return {number for iri in iris for number in self.files.get(iri, ())}

    def called_alike(self, iris: Collection[str]) -> set[str]:
        """Return the IRIs that share a name with some, or differ from them in upper and lower case only."""
        found = {one for others in self.names.values() if not iris.isdisjoint(others) for one in others}  # type: ignore[attr-defined]  # sets only
        folded = {iri.casefold() for iri in iris}
        return found | {iri for iri in self.files if iri.casefold() in folded}

    def replace(self, numbers: Collection[int], part: Index) -> Index:
        """Return the index with some files as another index of them has it; they share no IRI with further files."""
        gone = self.things(numbers)
        names = {name: [iri for iri in iris if iri not in gone] for name, iris in self.names.items()}
        for name, iris in part.names.items():
            names[name] = [*names.get(name, ()), *iris]
        return Index(
            files={**{iri: found for iri, found in self.files.items() if iri not in gone}, **part.files},
            signs={**{iri: signs for iri, signs in self.signs.items() if iri not in gone}, **part.signs},
            targets=_replaced(self.targets, numbers, part.targets),
            links={
                predicate: _replaced(self.links.get(predicate, {}), numbers, part.links.get(predicate, {}))
                for predicate in self.links.keys() | part.links.keys()
            },
            loose={**{n: d for n, d in self.loose.items() if int(n) not in numbers}, **part.loose},
            names={name: iris for name, iris in names.items() if iris},
            classes=self.classes | part.classes,
            ordering=self.ordering.difference(numbers) | part.ordering,
            foreign=self.foreign,
        )


def indexed(read: Inputs, statements: Statements, numbers: Mapping[str, int], reach: Reach) -> Index:
    """Return the index of the files that have numbers, among those that were read."""
    survey = read.survey
    index = Index(
        classes=set(statements.classes),
        ordering={numbers[path] for path in read.ordering if path in numbers},
        foreign={iri for iri in survey.others if ":" in iri and iri not in survey.types},
    )
    places = read.places
    own = [numbers.get(path) for path in places.paths]
    # Most things stand in one file; the lists are shared, since none is ever changed in its place.
    alone = [[] if number is None else [number] for number in own]

    def files(name: str) -> list[int]:
        at = places.at(name)
        return alone[at[0]] if len(at) == 1 else sorted(number for n in at if (number := own[n]) is not None)

    of = {name: files(name) for name in (*survey.types, *index.foreign)}
    index.files = {name: found for name, found in of.items() if found and ":" in name}
    follow = reach.onward | reach.back
    targets = index.targets
    for predicate, links in survey.links.items():
        table = index.links.setdefault(predicate, {}) if predicate in follow else None
        for target, subjects in links.items():
            if ":" in target:
                found = of[subjects[0]]
                if len(subjects) > 1:
                    found = sorted({number for subject in subjects for number in of[subject]})
                if not found:
                    continue
                before = targets.get(target)
                targets[target] = found if before is None or before == found else sorted({*before, *found})
                if table is not None:
                    table[target] = found
    for name, first in survey.named.items():
        if iris := [iri for iri in dict.fromkeys((first, *survey.twins.get(name, ()))) if iri in index.files]:
            index.names[name] = iris
    _sign(index, statements, reach, files)
    return index


def _sign(index: Index, statements: Statements, reach: Reach, files: Callable[[str], list[int]]) -> None:
    noted: tuple[dict[str, list[str]], ...] = ({}, {}, {})
    loose: dict[str, list[str]] = {}
    visible, telling, back = ({f"<{iri}>".encode() for iri in found} for found in (reach.visible, _TELLING, reach.back))
    asked = None if reach.everything else reach.visible | reach.back | _TELLING
    tables: dict[bytes, list[dict[str, list[str]]]] = {}
    for subject, predicate, value in statements.stating(asked):
        if statements.is_blank(subject):
            if predicate in back:
                for number in files(statements.blank_name(subject)):
                    loose.setdefault(str(number), []).append(statements.content(subject))
            continue
        if (chosen := tables.get(predicate)) is None:
            wanted = (reach.everything or predicate in visible, predicate in telling, predicate in back)
            chosen = tables[predicate] = [table for table, wants in zip(noted, wanted, strict=True) if wants]
        said = statements.content(value) if statements.is_blank(value) else value.decode()
        line = f"{predicate.decode()} {said}"
        iri = subject[1:-1].decode()
        for table in chosen:
            if iri in table:
                table[iri].append(line)
            else:
                table[iri] = [line]
    seen, told, led = ({iri: _digest(set(lines)) for iri, lines in table.items()} for table in noted)
    index.signs = {iri: (seen.get(iri, ""), told.get(iri, ""), led.get(iri, "")) for iri in index.files}
    index.loose = {number: _digest(lines) for number, lines in loose.items()}


def _digest(lines: Iterable[str]) -> str:
    return blake2b("\n".join(sorted(lines)).encode(), digest_size=8).hexdigest()


def _meeting(table: Mapping[str, list[int]], numbers: Collection[int]) -> set[str]:
    wanted = frozenset(numbers)
    return {iri for iri, found in table.items() if not wanted.isdisjoint(found)}


def _replaced(
    table: Mapping[str, list[int]], numbers: Collection[int], part: Mapping[str, list[int]]
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    wanted = frozenset(numbers)
    for iri, all_ in table.items():
        if kept := all_ if wanted.isdisjoint(all_) else [number for number in all_ if number not in wanted]:
            found[iri] = kept
    for iri, more in part.items():
        found[iri] = [*found.get(iri, ()), *more]
    return found
