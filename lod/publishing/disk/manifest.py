"""The manifest of a site: of each unit the files that it is made of, with their digests, and what was read for them.

It lies in the site, in FOLDER, with a journal that is there only while a build is at work: it names what the build is
about to write, so that the next one knows what a killed one may have left half done.
"""

from __future__ import annotations

import itertools
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import orjson

from lod.publishing.disk.target import FOLDER, Target

#: The manifest itself, which a build writes last.
PATH = f"{FOLDER}/manifest"
_JOURNAL = f"{FOLDER}/journal"

#: Raised when the layout of the file changes.
_VERSION = 1


@dataclass(frozen=True, slots=True)
class File:
    """A file of a unit: what stands in its path behind the unit's name (or `/` and the whole path), digest, bytes."""

    suffix: str
    digest: int
    size: int

    def path(self, unit: str) -> str:
        """Return the path relative to the site."""
        return self.suffix[1:] if self.suffix.startswith("/") else unit + self.suffix


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a unit: its files, and the numbers of the keys that were read for it, sorted."""

    files: tuple[File, ...]
    reads: array[int]


class Manifest:
    """What stands in a site, by unit.

    `key` stands for all that every page depends on (settings, words, templates, lod itself); `digests` has the state of
    the graph, by the numbers of the keys of `reads`.
    """

    def __init__(self, key: str, digests: Mapping[int, int], units: Mapping[str, Made]) -> None:
        self.key = key
        self.digests = digests
        self.units = units

    def paths(self) -> Iterator[str]:
        """Yield the paths of all files."""
        return (file.path(unit) for unit, made in self.units.items() for file in made.files)


def digest(content: bytes) -> int:
    """Return 64 bits that stand for some bytes."""
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big")


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
    names, files, suffixes, hashes, sizes, ends, reads, keys, states = _cut(body, table["sections"])
    units: dict[str, Made] = {}
    kinds = table["suffixes"]
    rows = zip(map(kinds.__getitem__, _array("H", suffixes)), _array("Q", hashes), _array("Q", sizes), strict=True)
    numbers = _array("Q", reads)
    start = 0
    for name, count, end in zip(
        names.decode().split("\n") if names else (), _array("I", files), _array("I", ends), strict=True
    ):
        units[name] = Made(tuple(File(*row) for row in itertools.islice(rows, count)), numbers[start:end])
        start = end
    return Manifest(table["key"], dict(zip(_array("Q", keys), _array("Q", states), strict=True)), units)


def write(site: Target, manifest: Manifest) -> None:
    """Put a manifest in place and close the journal. Raises OSError."""
    units = {name: manifest.units[name] for name in sorted(manifest.units)}
    files = [file for made in units.values() for file in made.files]
    kinds = sorted({file.suffix for file in files})
    places = {suffix: place for place, suffix in enumerate(kinds)}
    ends = itertools.accumulate(len(made.reads) for made in units.values())
    states = sorted(manifest.digests.items())
    sections = (
        "\n".join(units).encode(),
        array("I", (len(made.files) for made in units.values())).tobytes(),
        array("H", (places[file.suffix] for file in files)).tobytes(),
        array("Q", (file.digest for file in files)).tobytes(),
        array("Q", (file.size for file in files)).tobytes(),
        array("I", ends).tobytes(),
        b"".join(made.reads.tobytes() for made in units.values()),
        array("Q", (key for key, _ in states)).tobytes(),
        array("Q", (state for _, state in states)).tobytes(),
    )
    head = {
        "version": _VERSION,
        "order": sys.byteorder,
        "key": manifest.key,
        "suffixes": kinds,
        "sections": [len(section) for section in sections],
    }
    with site.create(PATH) as file:
        file.write(orjson.dumps(head) + b"\n")
        file.writelines(sections)
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
