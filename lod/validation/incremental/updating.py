"""Validate again what a change can affect, and bring it together with what still holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lod.config import Config
from lod.errors import LodError
from lod.validation import engines, inputs
from lod.validation.checks import CAP, Guess
from lod.validation.checks.hints import hints, kind_of
from lod.validation.engines import Statements
from lod.validation.finding import arranged, judge
from lod.validation.incremental.affected import Change, affected, looked_at, sharing, told, unclear
from lod.validation.incremental.index import indexed
from lod.validation.incremental.memory import Known, Memory, repeated
from lod.validation.inputs import Inputs, Part
from lod.validation.outcome import Outcome

#: If a larger share of the files would have to be read, everything is judged anew.
WORTH = 0.5


@dataclass(frozen=True, slots=True)
class Updated:
    """What there is to find now, what is known of the files now, and how many of them were judged for it."""

    outcome: Outcome
    known: Known
    judged: int


def updated(memory: Memory, config: Config, profiles: Collection[str], engine: str) -> Updated | None:
    """Return what there is to find now, or None if everything has to be judged: then nothing is lost but a little time.

    It is what judging everything would find.
    """
    known = memory.known()
    outcome = None if known is None else memory.found()
    if known is None or outcome is None:
        return None
    try:
        return _Update(memory, config, profiles, engine, known, outcome).run()
    except LodError:
        return None  # judging everything tells it with all that belongs to it


class _Update:
    def __init__(
        self,
        memory: Memory,
        config: Config,
        profiles: Collection[str],
        engine: str,
        known: Known,
        outcome: Outcome,
    ) -> None:
        self.config = config
        self.profiles = profiles
        self.engine = engine
        self.known = known
        self.outcome = outcome
        self.data = memory.data
        self.changed = {path for path, digest in memory.data.items() if memory.before.get(path) != digest}
        self.removed = memory.before.keys() - memory.data.keys()
        self.numbers = dict(known.numbers)
        new = (path for path in memory.data if path not in self.numbers)
        self.numbers.update(
            (path, number) for number, path in enumerate(new, 1 + max(self.numbers.values(), default=0))
        )
        self.paths = {number: path for path, number in self.numbers.items()}
        self.read: Inputs | None = None

    def run(self) -> Updated | None:
        change, known = self._change()
        if unclear(change):
            return None
        homes = told((*self.outcome.shacl, *self.outcome.checks), change)
        numbers = affected(change, known.reach) | change.before.describing(homes) | change.after.describing(homes)
        numbers |= {self.numbers[home] for home in homes if home in self.numbers}
        numbers = sharing(change.after, (n for n in numbers if self.paths[n] not in self.removed))
        needed = looked_at(change.after, known.reach, numbers)
        if len(needed) > WORTH * len(known.lines) or not any(known.lines.get(path) for path in self.data):
            return None
        judged = {self.paths[number] for number in numbers} | self.changed
        things = change.after.things(numbers)
        led = {iri for iri in things if iri in change.after.targets}
        with Statements() as statements:
            part = self._part({self.paths[number] for number in needed} | self.changed, judged, led)
            read = inputs.read(self.config, statements, names=self.profiles, part=part)
            judgements = engines.judge(statements, read.shapes, self.config.prefixes, self.engine, read.among)
            fresh = judge(read, judgements, self.config)
        gone = judged.union(things, change.things, self.removed)
        outcome = self._merged(fresh, read, change, known, gone)
        return None if outcome is None else Updated(outcome, known, len(judged & self.data.keys()))

    def _part(self, paths: Collection[str], judged: Collection[str] = (), led: Collection[str] = ()) -> Part:
        return Part([Path(path) for path in self.data if path in paths], self.data, judged, led, self.read)

    def _change(self) -> tuple[Change, Known]:
        """Return the change, and what is known after it."""
        before = self.known.index
        numbers = sharing(before, (self.numbers[path] for path in self.changed | self.removed if path in self.numbers))
        while True:
            paths = {self.paths[number] for number in numbers}
            with Statements() as statements:
                read = self.read = inputs.read(self.config, statements, names=self.profiles, part=self._part(paths))
                there = {path: self.numbers[path] for path in paths if path in read.files}
                part = indexed(read, statements, there, self.known.reach)
            wider = sharing(before, numbers, part.files)
            if wider == numbers:
                break
            numbers = wider
        after = before.replace(numbers, part)
        things = before.things(numbers) | part.files.keys()
        more = {home: n for home, n in repeated(read).items() if home in part.files or home in paths}
        known = Known(
            numbers={path: n for path, n in self.numbers.items() if path not in self.removed},
            lines={
                **{path: n for path, n in self.known.lines.items() if path not in paths},
                **{path: n for path, n in read.files.items() if path in paths},
            },
            repeated={**{h: n for h, n in self.known.repeated.items() if h not in things and h not in paths}, **more},
            reach=self.known.reach,
            index=after,
        )
        return Change(before, after, numbers, paths, things), known

    def _merged(
        self, fresh: Outcome, read: Inputs, change: Change, known: Known, gone: Collection[str]
    ) -> Outcome | None:
        old = self.outcome
        found = arranged((*(f for f in old.checks if f.home not in gone), *fresh.checks))
        shacl = (*(f for f in old.shacl if f.home not in gone), *fresh.shacl)
        kinds = Counter((f.result.code, f.result.severity) for f in (*found, *shacl))
        if max(kinds.values(), default=0) > CAP or fresh.omitted:
            return None
        places = {path: number for number, path in enumerate(self.data)}
        kept = (f for f in old.faults if f.origin and f.origin.path in self.data and f.origin.path not in self.changed)
        # As they come when everything is read: the data first, file by file.
        faults = sorted(
            (*kept, *fresh.faults), key=lambda f: places.get(f.origin.path if f.origin else "", len(places))
        )
        data = [path for path in self.data if path in known.lines]
        guesses = (finding.guess for finding in found if finding.guess)
        things = change.after.files.keys() - change.after.foreign
        return Outcome(
            files=(*data, *(path for path in read.files if path not in self.data)),
            triples=sum(known.lines.values()) - sum(known.repeated.values()),
            faults=tuple(faults),
            shacl=shacl,
            checks=found,
            judged=(*((home, t) for home, t in old.judged if home not in gone), *fresh.judged),
            sources=tuple(dict.fromkeys((*old.sources, *fresh.sources))),
            hints=hints(guesses, things, self.config, read.vocabulary, self._hints(change)),
            omitted={},
        )

    def _hints(self, change: Change) -> dict[Guess, str | None]:
        """Return the hints that still hold: nothing of their kind has come or gone."""
        turned = [iri for iri in change.things if (iri in change.before.files) != (iri in change.after.files)]
        return {
            guess: near
            for guess, near in self.outcome.hints.items()
            if guess.role != "thing" or not any(iri.startswith(kind_of(guess.iri)) for iri in turned)
        }
