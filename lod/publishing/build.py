"""The build: what has changed is made anew and put in place file by file; the rest is left alone.

New files land under another name and are renamed, things before what leads to them, and what is gone is removed last:
a site works at any moment. A killed build leaves a journal, and the next one makes good what it names.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from lod.errors import PublishError
from lod.publishing.columns.sorting import Sorting
from lod.publishing.columns.table import Table, apart
from lod.publishing.disk import manifest
from lod.publishing.disk.manifest import Manifest
from lod.publishing.disk.rows import Growing, Rows
from lod.publishing.disk.target import Target
from lod.publishing.files import dumps
from lod.publishing.making import Commission, Crew, Lots, make_part, make_units
from lod.publishing.paging import maker_of
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.publishing.state import key_of, state_of
from lod.publishing.units import Units

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
    todo = Units(site)
    names = _ordered(chain((unit.name for unit in todo), (_DUMPS,)))
    if len(names) <= len(todo):
        raise PublishError("two pages would be the same file", where=target.place)
    old, left = manifest.read(target), manifest.unfinished(target)
    # After a build that was killed the manifest does not say what stands there; where nothing does, it need not.
    trusting = left is None and (old is not None or not target.found())
    before = old.units if old is not None else Rows.empty()
    damaged = target.damaged(before.files(), manifest.PATH) if trusting else frozenset()
    dirty: Sequence[int] = range(len(todo))
    if old is not None and old.key == key:
        again = before.changed(old.digests.changed(state)) | (left or damaged) | set(apart(names, before.names))
        dirty = array("I", (number for number, unit in enumerate(todo) if unit.name in again))
    gone = set(apart(before.names, names))
    manifest.begin(target, chain((todo[number].name for number in dirty), sorted(gone)))
    commission = Commission(key, state[reads.number(reads.ALL)], site.base_url, site.searched, target.place, trusting)
    maker = maker_of(site, target, commission)
    made = Growing()
    written = 0
    for done in crew.share(maker, make_units, Lots(todo, dirty, before, damaged, maker.size)):
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
    now = Manifest(key, state, before.edited(made, names))
    if trusting:
        # What is not made anew has the files that it had.
        stale = _stale(before, gone, now.units, lambda: chain((todo[number].name for number in dirty), (_DUMPS,)))
    else:
        stale = target.found().difference(path for _, path, _ in now.units.files())
    target.remove(stale)
    manifest.write(target, now)
    files, size = len(now.units.columns.sizes), sum(now.units.columns.sizes)
    return Built(files, size, written + poured, len(stale), _pages(now.units) if site.searched else 0)


def _ordered(names: Iterable[str]) -> Table:
    found = Sorting()
    for name in names:
        found.number(name.encode())
    return Table(name for name, _ in found.merged())


def _stale(before: Rows, gone: Iterable[str], now: Rows, anew: Callable[[], Iterable[str]]) -> set[str]:
    """Return the paths that files of units had which are gone or were made anew, and that none has now."""
    had = (name for name in chain(gone, anew()) if name in before)
    found = {path for name in had for path in _paths(before, name) - _paths(now, name)}
    # Mostly there are none.
    for name in anew() if found else ():
        found -= _paths(now, name)
    return found


def _paths(units: Rows, name: str) -> set[str]:
    return {file.path(name) for file in units[name].files} if name in units else set()


def _pages(units: Rows) -> int:
    found = blake2b(digest_size=8)
    for name, made in units.items():
        for file in made.files:
            if file.suffix.endswith(".html"):
                found.update(f"{name}{file.suffix} {file.digest}\n".encode())
    return int.from_bytes(found.digest(), "big")
