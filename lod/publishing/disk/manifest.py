"""The manifest of a site: of each unit the files that it is made of, with their digests, and what was read for them.

It lies in the site, in FOLDER, with a journal that is there only while a build is at work: it names what the build is
about to write, so that the next one knows what a killed one may have left half done.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from heapq import merge
from itertools import accumulate, groupby, islice, pairwise

import orjson

from lod.publishing.columns.numbers import Numbers
from lod.publishing.columns.scratch import Scratch
from lod.publishing.columns.table import Table
from lod.publishing.disk.rows import TYPES, Columns, Rows
from lod.publishing.disk.target import FOLDER, Target

#: The manifest itself, which a build writes last.
PATH = f"{FOLDER}/manifest"
_JOURNAL = f"{FOLDER}/journal"

#: Raised when the layout of the file changes.
_VERSION = 3

#: So many bytes of it are read at once.
_CHUNK = 1 << 16


#: So many parts of states are put in order one by one, by the first bits of their keys.
_PARTS, _SHIFT = 64, 58


class States(Mapping[int, int]):
    """Digests by the numbers of their keys: two columns, in the order of the keys."""

    def __init__(self, keys: Numbers, digests: Numbers) -> None:
        self.columns = keys, digests

    @classmethod
    def of(cls, states: Iterable[tuple[int, int]]) -> States:
        """Return digests that come with their keys, in any order, no key twice."""
        parts = [array("Q") for _ in range(_PARTS)]
        for state in states:
            parts[state[0] >> _SHIFT].extend(state)
        keys, digests = Numbers(), Numbers()
        for part in parts:
            ordered = sorted(zip(part[::2], part[1::2], strict=True))
            keys.extend(key for key, _ in ordered)
            digests.extend(digest for _, digest in ordered)
        return cls(keys, digests)

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[int]:
        return iter(self.columns[0])

    def __getitem__(self, key: int) -> int:
        keys, digests = self.columns
        place = bisect_left(keys, key)
        if place == len(keys) or keys[place] != key:
            raise KeyError(key)
        return digests[place]

    def changed(self, now: States) -> set[int]:
        """Return the keys that have another digest now, or that only one of both has."""
        states = merge(zip(*self.columns, strict=True), zip(*now.columns, strict=True))
        return {key for (key, _), same in groupby(states) if len(list(same)) == 1}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in a site, by unit.

    `key` stands for all that every page depends on (settings, words, templates, lod itself); `digests` has the state of
    the graph, by the numbers of the keys of `reads`.
    """

    key: str
    digests: States
    units: Rows


def digest(content: bytes) -> int:
    """Return 64 bits that stand for some bytes."""
    return weighed((content,))[0]


def weighed(pieces: Iterable[bytes]) -> tuple[int, int]:
    """Return 64 bits that stand for the bytes of some pieces together, and how many these are."""
    found, size = blake2b(digest_size=8), 0
    for piece in pieces:
        found.update(piece)
        size += len(piece)
    return int.from_bytes(found.digest(), "big"), size


def read(site: Target) -> Manifest | None:
    """Return the manifest of a site, or None if there is none that can be used."""
    if site.size(PATH) is None:
        return None
    # A copy, since its successor takes its place while it is still read.
    copy = Scratch()
    with site.open(PATH) as there:
        copy.write(iter(partial(there.read, _CHUNK), b""))
    copy.file.seek(0)
    try:
        table = orjson.loads(copy.file.readline())
    except orjson.JSONDecodeError:
        # Without a manifest everything is made anew: slower, and just as right.
        return None
    starts = list(accumulate(table.get("sections", ()), initial=copy.file.tell()))
    if table.get("version") != _VERSION or table.get("order") != sys.byteorder or copy.size != starts[-1]:
        return None
    names = Table(line[:-1] for line in islice(copy.file, table["units"]))
    kinds = ("Q", "Q", *TYPES)
    columns = [Numbers.stored(kind, copy, *place) for kind, place in zip(kinds, pairwise(starts[1:]), strict=True)]
    return Manifest(table["key"], States(*columns[:2]), Rows(names, table["suffixes"], Columns(*columns[2:])))


def write(site: Target, manifest: Manifest) -> None:
    """Put a manifest in place and close the journal. Raises OSError."""
    rows = manifest.units
    size, names = rows.names.lines()
    columns = (*manifest.digests.columns, *rows.columns)
    head = {
        "version": _VERSION,
        "order": sys.byteorder,
        "key": manifest.key,
        "suffixes": list(rows.kinds),
        "units": len(rows),
        "sections": [size, *(len(column) * column.itemsize for column in columns)],
    }
    with site.create(PATH) as file:
        file.write(orjson.dumps(head) + b"\n")
        file.writelines(names)
        for column in columns:
            file.writelines(block.tobytes() for block in column.blocks())
    site.remove((_JOURNAL,))


def begin(site: Target, units: Iterable[str]) -> None:
    """Write down the units that are about to be written or removed. Raises OSError."""
    with site.create(_JOURNAL) as file:
        file.writelines(f"{name}\n".encode() for name in units)


def unfinished(site: Target) -> frozenset[str] | None:
    """Return the units of a build that did not come to its end, or None if there was none."""
    journal = site.get(_JOURNAL)
    return None if journal is None else frozenset(filter(None, journal.decode().split("\n")))
