"""What the last validation found, and what of it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from lod.config import Config
from lod.validation.engines import Statements
from lod.validation.incremental import keys, store
from lod.validation.incremental.index import Index, indexed
from lod.validation.incremental.reach import Reach, reach
from lod.validation.incremental.records import index_in, index_out, outcome_in, outcome_out, reach_in, reach_out
from lod.validation.inputs import Inputs
from lod.validation.outcome import Outcome

#: With more findings than these nothing is kept: to keep them would take as long as to find them.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the files: their numbers and numbers of statements, how many of these are too many by home, how
    far the shapes look, and the index.
    """

    numbers: Mapping[str, int]
    lines: Mapping[str, int]
    repeated: Mapping[str, int]
    reach: Reach
    index: Index


@dataclass(frozen=True, slots=True)
class Memory:
    """The findings of the last validation of some files by some shapes, if there are any, and how to keep new ones.

    `data` are the data files as they are now, with digests, `times` those of their last changes. `again` tells whether
    a part may be validated again: not if files are both data and shapes, or with texts.
    """

    root: Path
    name: str
    key: str
    data: Mapping[str, str]
    times: Mapping[str, tuple[int, int]]
    again: bool
    said: Any

    @classmethod
    def open(cls, config: Config, texts: Mapping[str, Path], profiles: Iterable[str], engine: str) -> Memory | None:
        """Return the memory of a workspace, or None where there is no workspace or something cannot be read."""
        if config.source is None or (files := keys.data_files(config)) is None:
            return None
        profiles = tuple(profiles)
        times = keys.times(map(str, files))
        data, key = keys.digests(files), keys.key(config, files, texts, profiles, engine)
        if times is None or data is None or key is None:
            return None
        # Another key writes to the same place, but for what one workspace is asked for in turns.
        asked = repr((config.data, config.shapes, profiles, engine, sorted(texts)))
        name = sha256(asked.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        said = store.read(config.root, f"{name}.json")
        matches = isinstance(said, dict) and said.get("key") == key
        again = not texts and set(files).isdisjoint(keys.judging(config))
        return cls(config.root, name, key, data, times, again, said if matches else None)

    def unchanged(self) -> Outcome | None:
        """Return what was found, if no file has changed since."""
        return self.found() if self.said is not None and self.said.get("data") == self.data else None

    def found(self) -> Outcome | None:
        """Return what was found before, or None if that cannot be read."""
        try:
            return outcome_in(self.said["outcome"])
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None  # not written by this program

    @property
    def before(self) -> Mapping[str, str]:
        """The digests of the data files that were judged before."""
        found = self.said.get("data")
        return found if isinstance(found, dict) else {}

    def known(self) -> Known | None:
        """Return what is known of the files that were judged before, or None if nothing is that can be relied upon."""
        if not self.again or self.said is None:
            return None
        said = store.read(self.root, f"{self.name}.index.json")
        try:
            if said["stamp"] != self.said["stamp"]:
                return None
            return Known(
                numbers=said["numbers"],
                lines=said["lines"],
                repeated=said["repeated"],
                reach=reach_in(said["reach"]),
                index=index_in(said["index"]),
            )
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None  # the same

    def keep(self, outcome: Outcome, known: Known | None) -> None:
        """Keep what was found, for the next time."""
        if len(outcome.shacl) + len(outcome.checks) > MOST or keys.times(self.data) != self.times:
            return  # or a file has changed meanwhile, so that it is not known what was judged
        stamp = uuid4().hex
        if known is not None and not outcome.omitted:
            document = {
                "stamp": stamp,
                "numbers": known.numbers,
                "lines": known.lines,
                "repeated": known.repeated,
                "reach": reach_out(known.reach),
                "index": index_out(known.index),
            }
            store.write(self.root, f"{self.name}.index.json", document)
        document = {"key": self.key, "stamp": stamp, "data": self.data, "outcome": outcome_out(outcome)}
        store.write(self.root, f"{self.name}.json", document)


def learned(read: Inputs, statements: Statements) -> Known | None:
    """Return what is to be known of the files that were read, or None if a change might affect anything."""
    far = reach(read.shapes)
    if far is None:
        return None
    numbers = {path: number for number, path in enumerate(read.files)}
    return Known(numbers, dict(read.files), repeated(read), far, indexed(read, statements, numbers, far))


def repeated(read: Inputs) -> dict[str, int]:
    """Return how many statements too many there are on each IRI, and on the blank nodes of each file."""
    found: dict[str, int] = {}
    for name, count in read.repeated.items():
        home = name if ":" in name else read.places.files(name)[0]
        found[home] = found.get(home, 0) + count
    return found
