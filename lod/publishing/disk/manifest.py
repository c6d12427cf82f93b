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
from hashlib import blake2b

import orjson

from lod.publishing.disk.rows import TYPES, Columns, Rows
from lod.publishing.disk.spill import Spill
from lod.publishing.disk.target import FOLDER, Target

#: The manifest itself, which a build writes last.
PATH = f"{FOLDER}/manifest"
_JOURNAL = f"{FOLDER}/journal"

#: Raised when the layout of the file changes.
_VERSION = 2


class States(Mapping[int, int]):
    """Digests by the numbers of their keys, in two columns."""

    def __init__(self, keys: array[int] | None = None, digests: array[int] | None = None) -> None:
        self._keys = array("Q") if keys is None else keys
        self._digests = array("Q") if digests is None else digests
        self._sorted = keys is not None

    def add(self, key: int, digest: int) -> None:
        """Take up the digest of a key that is not here yet."""
        self._keys.append(key)
        self._digests.append(digest)
        self._sorted = False

    def columns(self) -> tuple[array[int], array[int]]:
        """Return the keys, sorted, and their digests."""
        if not self._sorted:
            places = sorted(range(len(self._keys)), key=self._keys.__getitem__)
            self._keys = array("Q", map(self._keys.__getitem__, places))
            self._digests = array("Q", map(self._digests.__getitem__, places))
            self._sorted = True
        return self._keys, self._digests

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[int]:
        return iter(self.columns()[0])

    def __getitem__(self, key: int) -> int:
        keys, digests = self.columns()
        place = bisect_left(keys, key)
        if place == len(keys) or keys[place] != key:
            raise KeyError(key)
        return digests[place]


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
    head, _, body = (site.get(PATH) or b"").partition(b"\n")
    try:
        table = orjson.loads(head)
    except orjson.JSONDecodeError:
        # Without a manifest everything is made anew: slower, and just as right.
        return None
    if table.get("version") != _VERSION or table.get("order") != sys.byteorder or len(body) != sum(table["sections"]):
        return None
    names, keys, states, *columns = _cut(body, table["sections"])
    rows = Rows(
        names.decode().split("\n") if names else (),
        table["suffixes"],
        Columns(*(_array(kind, column) for kind, column in zip(TYPES, columns, strict=True))),
    )
    return Manifest(table["key"], States(_array("Q", keys), _array("Q", states)), rows)


def write(site: Target, manifest: Manifest) -> None:
    """Put a manifest in place and close the journal. Raises OSError."""
    rows = manifest.units
    names = "\n".join(rows.names).encode()
    columns = (*manifest.digests.columns(), *rows.columns)
    head = {
        "version": _VERSION,
        "order": sys.byteorder,
        "key": manifest.key,
        "suffixes": list(rows.kinds),
        "sections": [len(names), *(len(column) * array(column.typecode).itemsize for column in columns)],
    }
    with site.create(PATH) as file:
        file.write(orjson.dumps(head) + b"\n")
        file.write(names)
        for column in columns:
            file.writelines(column.blocks() if isinstance(column, Spill) else (column.tobytes(),))
    site.remove((_JOURNAL,))


def begin(site: Target, units: Iterable[str]) -> None:
    """Write down the units that are about to be written or removed. Raises OSError."""
    site.put(_JOURNAL, "\n".join(units).encode())


def unfinished(site: Target) -> frozenset[str] | None:
    """Return the units of a build that did not come to its end, or None if there was none."""
    journal = site.get(_JOURNAL)
    return None if journal is None else frozenset(journal.decode().split("\n"))


def _cut(body: bytes, lengths: Iterable[int]) -> Iterator[bytes]:
    start = 0
    for length in lengths:
        yield body[start : start + length]
        start += length


def _array(kind: str, section: bytes) -> array[int]:
    numbers: array[int] = array(kind)
    numbers.frombytes(section)
    return numbers
