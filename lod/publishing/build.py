"""The build: what has changed is made anew and put in place file by file; the rest is left alone.

New files land under another name and are renamed, things before what leads to them, and what is gone is removed last:
a site works at any moment. A killed build leaves a journal, and the next one makes good what it names.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from lod.errors import PublishError
from lod.publishing.disk import manifest
from lod.publishing.disk.manifest import File, Made, Manifest
from lod.publishing.disk.sharing import share
from lod.publishing.disk.target import Target
from lod.publishing.files import dumps
from lod.publishing.press import Press
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.publishing.state import key_of, state_of
from lod.publishing.units import Unit, make, units

#: So many units are given to a process at once.
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has done: files and bytes of the whole site, and how many files it wrote and removed."""

    files: int
    bytes: int
    written: int
    removed: int


def build(site: Site, target: Target, *, jobs: int = 1, progress: Callable[[int, int], None] | None = None) -> Built:
    """Make the folder `target` hold the site, with as few writes as that takes.

    `jobs` processes share the work where the system can fork. `progress` is called with the number of units done and of
    all to do. Raises PublishError.
    """
    todo = list(units(site))
    names = {unit.name for unit in todo}
    if len(names) != len(todo):
        raise PublishError("two pages would be the same file", where=target.place)
    key, state = key_of(site), state_of(site)
    old, left = manifest.read(target), manifest.unfinished(target)
    # After a build that was killed the manifest does not say what stands on the disk.
    trusting = old is not None and left is None
    before = old.units if old is not None else {}
    dirty = todo
    if old is not None and old.key == key:
        states = old.digests
        changed = {number for number in states.keys() | state.keys() if states.get(number) != state.get(number)}
        dirty = [unit for unit in todo if _is_dirty(unit, before, changed, left or frozenset())]
    manifest.begin(target, [*(unit.name for unit in dirty), *(before.keys() - names)])
    maker = _Maker(Press(site), dirty, target, before, trusting=trusting)
    made: dict[str, Made] = {}
    written = 0
    for done in share(maker.batch, -(-len(dirty) // _BATCH), jobs):
        for name, result, count in done:
            made[name] = result
            written += count
        target.keep()
        if progress:
            progress(len(made), len(dirty))
    made["/dump"], poured = dumps.pour(site, target, jobs, trusting=trusting)
    now = Manifest(key, state, {name: made.get(name) or before[name] for name in (*names, "/dump")})
    paths = set(now.paths())
    gone = (set(old.paths()) if old is not None and trusting else target.found()) - paths
    target.remove(gone)
    manifest.write(target, now)
    size = sum(file.size for unit in now.units.values() for file in unit.files)
    return Built(len(paths), size, written + poured, len(gone))


def _is_dirty(unit: Unit, before: Mapping[str, Made], changed: Set[int], left: Set[str]) -> bool:
    made = before.get(unit.name)
    return made is None or unit.name in left or not changed.isdisjoint(made.reads)


Result = tuple[str, Made, int]


class _Maker:
    """Makes units by their place in a list and puts their files in place."""

    def __init__(
        self, press: Press, todo: Sequence[Unit], target: Target, before: Mapping[str, Made], *, trusting: bool
    ) -> None:
        self._todo = todo
        self._press = press
        self._target = target
        self._before = before
        # Whether the old manifest can be believed as to what stands on the disk.
        self._trusting = trusting
        self._numbers: dict[str, int] = {}

    def batch(self, number: int) -> list[Result]:
        """Make one batch of the units and put it in place."""
        start = number * _BATCH
        return [self._made(unit) for unit in self._todo[start : start + _BATCH]]

    def _made(self, unit: Unit) -> Result:
        artifacts, found = self._press.site.reads.during(lambda: list(make(self._press, unit)))
        before = {file.suffix: file for file in self._before[unit.name].files} if unit.name in self._before else {}
        files: dict[str, File] = {}
        written = 0
        for artifact in artifacts:
            inside = not unit.name.startswith("/") and artifact.path.startswith(unit.name)
            suffix = artifact.path[len(unit.name) :] if inside else f"/{artifact.path}"
            if suffix in files:
                raise PublishError("two pages would be the same file", where=artifact.path)
            file = files[suffix] = File(suffix, manifest.digest(artifact.content), len(artifact.content))
            if self._trusting and before.get(suffix) == file:
                continue
            written += self._target.put(artifact.path, artifact.content, compare=not self._trusting)
        return unit.name, Made(tuple(files.values()), self._read(found)), written

    def _read(self, found: Iterable[str]) -> array[int]:
        known = self._numbers
        for key in found:
            if key not in known:
                known[key] = reads.number(key)
        return array("Q", sorted(known[key] for key in found))
