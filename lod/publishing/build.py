"""The build: what has changed is made anew and put in place file by file; the rest is left alone.

New files land under another name and are renamed, things before what leads to them, and what is gone is removed last:
a site works at any moment. A killed build leaves a journal, and the next one makes good what it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

from lod.errors import PublishError
from lod.publishing.disk import manifest
from lod.publishing.disk.manifest import Manifest
from lod.publishing.disk.rows import Growing, Rows
from lod.publishing.disk.target import Target
from lod.publishing.files import dumps
from lod.publishing.making import Commission, Crew, Task, make_part, make_units
from lod.publishing.paging import maker_of
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.publishing.state import key_of, state_of
from lod.publishing.units import units

#: What stands for the whole dataset among the units: it is made in parts.
_DUMPS = "/dump"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has done: files and bytes of the whole site, and how many files it wrote and removed.

    `pages` is a digest of all pages.
    """

    files: int
    bytes: int
    written: int
    removed: int
    pages: int


def build(site: Site, target: Target, crew: Crew, progress: Callable[[int, int], None] | None = None) -> Built:
    """Make the folder `target` hold the site, with as few writes as that takes.

    The crew shares the work. `progress` is called with the number of units done and of all to do. Raises PublishError.
    """
    # The survey is first: what it has seen nobody has to look for again.
    key, state = key_of(site), state_of(site)
    todo = list(units(site))
    names = {unit.name for unit in todo}
    if len(names) != len(todo):
        raise PublishError("two pages would be the same file", where=target.place)
    old, left = manifest.read(target), manifest.unfinished(target)
    # After a build that was killed the manifest does not say what stands there; where nothing does, it need not.
    trusting = left is None and (old is not None or not target.found())
    before = old.units if old is not None else Rows.empty()
    damaged = target.damaged(before.files(), manifest.PATH) if trusting else frozenset()
    dirty = todo
    if old is not None and old.key == key:
        again = before.changed(_changed(old.digests, state)) | (left or damaged)
        dirty = [unit for unit in todo if unit.name in again or unit.name not in before]
    gone = before.keys() - names - {_DUMPS}
    manifest.begin(target, [*(unit.name for unit in dirty), *sorted(gone)])
    commission = Commission(key, state[reads.number(reads.ALL)], site.base_url, site.searched, target.place, trusting)
    maker = maker_of(site, target, commission)
    there = [unit.name in before and unit.name not in damaged for unit in dirty]
    tasks = [Task(unit, before[unit.name].files if known else ()) for unit, known in zip(dirty, there, strict=True)]
    made = Growing()
    written = 0
    for done in crew.share(maker, make_units, _lots(tasks, maker.size)):
        for result in done:
            made.add(result.name, result.made)
            written += result.written
        target.keep()
        if progress:
            progress(len(made), len(dirty))
    whole, poured = dumps.pour(
        maker.pieces,
        target,
        lambda parts: crew.share(maker, make_part, parts),
        trusting=trusting and old is not None and _DUMPS not in damaged,
    )
    made.add(_DUMPS, whole)
    now = Manifest(key, state, before.edited(made, {*names, _DUMPS}))
    if trusting:
        # What is not made anew has the files that it had.
        stale = _paths(before, gone | made.keys()) - _paths(now.units, made)
    else:
        stale = target.found() - {path for _, path, _ in now.units.files()}
    target.remove(stale)
    manifest.write(target, now)
    files, size = len(now.units.sizes), sum(now.units.sizes)
    return Built(files, size, written + poured, len(stale), _pages(now.units) if site.searched else 0)


def _paths(units: Rows, names: Iterable[str]) -> set[str]:
    return {file.path(name) for name in names if name in units for file in units[name].files}


def _changed(before: Mapping[int, int], now: Mapping[int, int]) -> set[int]:
    """Return the numbers of the keys that have another state now."""
    return {number for number, state in now.items() if before.get(number) != state} | (before.keys() - now.keys())


def _lots(tasks: Sequence[Task], size: int) -> list[Sequence[Task]]:
    """Return the tasks in lots; what there is once in a site stands apart from things, since it looks at more."""
    lots: list[Sequence[Task]] = []
    for _, some in groupby(tasks, lambda task: task.unit.name.startswith("/") and task.unit.name):
        group = list(some)
        lots += (group[n : n + size] for n in range(0, len(group), size))
    return lots


def _pages(units: Rows) -> int:
    found = blake2b(digest_size=8)
    for name, made in units.items():
        for file in made.files:
            if file.suffix.endswith(".html"):
                found.update(f"{name}{file.suffix} {file.digest}\n".encode())
    return int.from_bytes(found.digest(), "big")
