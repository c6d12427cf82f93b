"""The maker: it makes units of a site and puts their files in place, and makes the parts of the dumps.

What is shared among workers are tasks for a maker: each worker has one of its own, and all make the same bytes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar, overload

from lod.errors import PublishError
from lod.publishing.disk import manifest
from lod.publishing.disk.artifact import Artifact, Long
from lod.publishing.disk.rows import File, Made, Rows
from lod.publishing.disk.sharing import share
from lod.publishing.disk.target import Target
from lod.publishing.files import dumps
from lod.publishing.press import Press
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.publishing.units import Unit, Units, make

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Commission:
    """What is to be made, so that makers elsewhere make the same.

    `key` and `state` stand for all that pages depend on (`state.key_of`, and the digest of the graph); `place` is the
    folder or the address of the storage; with `trusting` the manifest can be believed as to what stands there.
    """

    key: str
    state: int
    base_url: str
    searched: bool
    place: Path | str
    trusting: bool


class Task(NamedTuple):
    """A unit to make, and the files that stand there of it."""

    unit: Unit
    files: Sequence[File]


class Lots(Sequence[list[Task]]):
    """Some units of a site as tasks in lots, each put together when it is asked for.

    `wanted` are the numbers of the units, in their order; `before` says what stands there of them but for the
    `damaged`. What is about no single thing stands apart from the others, since it looks at more.
    """

    def __init__(self, units: Units, wanted: Sequence[int], before: Rows, damaged: Collection[str], size: int) -> None:
        self._units, self._wanted = units, wanted
        self._before, self._damaged = before, damaged
        single = bisect_left(wanted, units.single)
        self._starts = (*range(0, single, size), *range(single, len(wanted)))
        self._ends = (*self._starts[1:], len(wanted))

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> list[Task]: ...
    @overload
    def __getitem__(self, place: slice) -> list[list[Task]]: ...
    def __getitem__(self, place: int | slice) -> list[Task] | list[list[Task]]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        numbers = self._wanted[self._starts[place] : self._ends[place]]
        return [Task(unit, self._there(unit.name)) for unit in map(self._units.__getitem__, numbers)]

    def _there(self, name: str) -> Sequence[File]:
        return self._before[name].files if name in self._before and name not in self._damaged else ()


class Result(NamedTuple):
    """The name of a unit, what was made of it, and how many of its files were written."""

    name: str
    made: Made
    written: int


#: The files of a unit, and what was read for them: all of it, once they have come.
Draft = tuple[Iterable[Artifact], Set[str]]


class Maker:
    """Makes what a commission asks for, from a site, into a target."""

    #: So many units are given to a worker at once.
    size = 32

    def __init__(self, site: Site, target: Target, commission: Commission, like: Maker | None = None) -> None:
        self.site = site
        self.commission = commission
        self.press: Press = Press(site, like.press.renderer if like else None)
        self.target = target
        self._numbers: dict[str, int] = {}

    @cached_property
    def pieces(self) -> dumps.Pieces:
        """What makes the parts of the dumps."""
        return dumps.Pieces(self.site, dumps.parts(self.site))

    def units(self, tasks: Sequence[Task]) -> list[Result]:
        """Make some units and put their files in place. Raises OSError and PublishError."""
        return [self.put(task, *self.draft(task)) for task in tasks]

    def part(self, number: int) -> tuple[bytes, ...]:
        """Make a part of the dumps in each of their formats."""
        return self.pieces.make(number)

    def draft(self, task: Task) -> Draft:
        """Return the files of a unit, and what was read for them."""
        return self.site.reads.during(lambda: list(make(self.press, task.unit)))

    def put(self, task: Task, artifacts: Iterable[Artifact], found: Set[str]) -> Result:
        """Put the files of a unit in place, as far as they are not there; `found` is what was read for them."""
        name = task.unit.name
        before = {file.suffix: file for file in task.files}
        files: dict[str, File] = {}
        written = 0
        trusting = self.commission.trusting
        for artifact in artifacts:
            inside = not name.startswith("/") and artifact.path.startswith(name)
            suffix = artifact.path[len(name) :] if inside else f"/{artifact.path}"
            if suffix in files:
                raise PublishError("two pages would be the same file", where=artifact.path)
            file = files[suffix] = File(suffix, *manifest.weighed(artifact.pieces()))
            if trusting and before.get(suffix) == file:
                continue
            if isinstance(artifact, Long):
                written += self._pour(artifact, file)
            else:
                written += self.target.put(artifact.path, artifact.content, compare=not trusting)
        return Result(name, Made(tuple(files.values()), self._read(found)), written)

    def _pour(self, artifact: Long, file: File) -> bool:
        """Put a long file in place, unless it is known to be there; return whether it was written."""
        if not self.commission.trusting and self.target.size(artifact.path) == file.size:
            with self.target.open(artifact.path) as there:
                if manifest.weighed(iter(partial(there.read, 1 << 16), b"")) == (file.digest, file.size):
                    return False
        with self.target.create(artifact.path) as place:
            place.writelines(artifact.pieces())
        return True

    def _read(self, found: Set[str]) -> array[int]:
        if reads.ALL in found:
            # All that the graph says is in that; which of it was read one by one depends on what was made before.
            found = found & {reads.ALL, reads.REPORT}
        known = self._numbers
        if len(known) > reads.KEPT:
            # It would be all IRIs of the site in the end.
            known.clear()
        for key in found:
            if key not in known:
                known[key] = reads.number(key)
        return array("Q", sorted(known[key] for key in found))


def make_units(maker: Maker, tasks: Sequence[Task]) -> list[Result]:
    """Make some units."""
    return maker.units(tasks)


def make_part(maker: Maker, number: int) -> tuple[bytes, ...]:
    """Make a part of the dumps in each of their formats."""
    return maker.part(number)


class Crew(Protocol):
    """Workers that share tasks for a maker: processes of this machine, or of others."""

    def prepare(self, site: Site) -> None:
        """Let the workers get ready for a site, while whoever calls finds out what is to be made of it."""

    def share(self, maker: Maker, work: Callable[[Maker, T], R], tasks: Sequence[T]) -> Iterator[R]:
        """Yield what `work` makes of each task, in their order. Raises what `work` raises."""


class Processes:
    """So many processes of this machine, each with all that is in memory; where it cannot fork, this one alone."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def prepare(self, site: Site) -> None:
        """Do nothing: what is in memory goes with the fork."""

    def share(self, maker: Maker, work: Callable[[Maker, Any], R], tasks: Sequence[Any]) -> Iterator[R]:
        return share(lambda number: work(maker, tasks[number]), len(tasks), self._jobs)
