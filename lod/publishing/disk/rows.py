"""What was made of each unit of a site, in columns: so a million files are read, compared and written at once."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple


class File(NamedTuple):
    """A file of a unit: what stands in its path behind the unit's name (or `/` and the whole path), digest, bytes."""

    suffix: str
    digest: int
    size: int

    def path(self, unit: str) -> str:
        """Return the path relative to the site."""
        return _path(unit, self.suffix)


class Made(NamedTuple):
    """What was made of a unit: its files, and the numbers of the keys that were read for it, sorted."""

    files: tuple[File, ...]
    reads: array[int]


class Rows(Mapping[str, Made]):
    """Units by name, in the order of their names; each is put together when it is asked for.

    `names` and `kinds` (all suffixes of files) are sorted. `ends` tell for each unit where its files end in the columns
    of files, `last` where its reads end in `reads`. A file has a number among the `kinds`, a digest and a size.
    """

    def __init__(self, names: Sequence[str], kinds: Sequence[str], *columns: array[int]) -> None:
        self.names = names
        self.kinds = kinds
        self.ends, self.suffixes, self.digests, self.sizes, self.last, self.reads = self.columns = columns
        self._places = {name: place for place, name in enumerate(names)}

    @classmethod
    def empty(cls) -> Rows:
        """Return no units."""
        return cls((), (), *(array(kind) for kind in COLUMNS))

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> Made:
        place = self._places[name]
        some = slice(_start(self.ends, place), self.ends[place])
        suffixes = map(self.kinds.__getitem__, self.suffixes[some])
        files = tuple(map(File, suffixes, self.digests[some], self.sizes[some]))
        return Made(files, self.reads[_start(self.last, place) : self.last[place]])

    def files(self) -> Iterator[tuple[str, str, int]]:
        """Yield the name of its unit, the path and the size of each file."""
        kinds, suffixes, sizes = self.kinds, self.suffixes, self.sizes
        for name, (start, end) in zip(self.names, pairwise((0, *self.ends)), strict=True):
            for number in range(start, end):
                yield name, _path(name, kinds[suffixes[number]]), sizes[number]

    def changed(self, keys: Collection[int]) -> set[str]:
        """Return the names of the units for which one of these keys was read."""
        if not keys:
            return set()
        wanted, reads = frozenset(keys), self.reads
        ends = pairwise((0, *self.last))
        return {name for name, (a, b) in zip(self.names, ends, strict=True) if not wanted.isdisjoint(reads[a:b])}

    def edited(self, made: Mapping[str, Made], names: Collection[str]) -> Rows:
        """Return the units of these names: as they were made now, else as they are here."""
        kinds = {suffix: number for number, suffix in enumerate(self.kinds)}
        ends, suffixes, digests, sizes, last, reads = (array(kind) for kind in COLUMNS)
        ordered = sorted(names)
        for name in ordered:
            now = made.get(name)
            if now is None:
                place = self._places[name]
                some = slice(_start(self.ends, place), self.ends[place])
                suffixes += self.suffixes[some]
                digests += self.digests[some]
                sizes += self.sizes[some]
                reads += self.reads[_start(self.last, place) : self.last[place]]
            else:
                for suffix, digest, size in now.files:
                    suffixes.append(kinds.setdefault(suffix, len(kinds)))
                    digests.append(digest)
                    sizes.append(size)
                reads += now.reads
            ends.append(len(suffixes))
            last.append(len(reads))
        known = list(kinds)
        left = sorted(known[number] for number in set(suffixes))
        places = {kinds[suffix]: place for place, suffix in enumerate(left)}
        suffixes = array(suffixes.typecode, map(places.__getitem__, suffixes))
        return Rows(ordered, left, ends, suffixes, digests, sizes, last, reads)


#: The types of the columns, in the order in which Rows takes them.
COLUMNS = "IHQQIQ"


def _start(ends: array[int], place: int) -> int:
    return ends[place - 1] if place else 0


def _path(unit: str, suffix: str) -> str:
    return suffix[1:] if suffix.startswith("/") else unit + suffix
