"""What was made of each unit of a site, in columns: so a million files are read, compared and written at once."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, ItemsView, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from lod.publishing.disk.spill import Spill


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

    def __init__(self, names: Sequence[str], kinds: Sequence[str], columns: Columns) -> None:
        self.names = names
        self.kinds = kinds
        self.columns = columns
        self.ends, self.suffixes, self.digests, self.sizes, self.last, self.reads = columns

    @classmethod
    def empty(cls) -> Rows:
        """Return no units."""
        return cls((), (), blank())

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._place(name) is not None

    def __getitem__(self, name: str) -> Made:
        place = self._place(name)
        if place is None:
            raise KeyError(name)
        return self._at(place)

    def _place(self, name: str) -> int | None:
        place = bisect_left(self.names, name)
        return place if place < len(self.names) and self.names[place] == name else None

    def _at(self, place: int) -> Made:
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

    def items(self) -> ItemsView[str, Made]:
        """Return all units with their names, in their order: none has to be looked for."""
        return _Items(self)

    def edited(self, made: Mapping[str, Made], names: Collection[str]) -> Rows:
        """Return the units of these names: as they were made now, else as they are here."""
        ordered = sorted(names)
        found = Growing()
        before = iter(enumerate(self.names))
        for name in ordered:
            now = made.get(name)
            if now is None:
                now = self._at(next(place for place, there in before if there == name))
            found.add(name, now)
        kinds, suffixes = found.kinds, found.suffixes
        left = sorted(kinds[number] for number in set(suffixes))
        places = {suffix: place for place, suffix in enumerate(left)}
        table = [places.get(suffix, 0) for suffix in kinds]
        suffixes = array(suffixes.typecode, map(table.__getitem__, suffixes))
        return Rows(ordered, left, found.columns._replace(suffixes=suffixes))


class _Items(ItemsView[str, Made]):
    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[str, Made]]:
        rows = self._rows
        return ((name, rows._at(place)) for place, name in enumerate(rows.names))


class Growing(Rows):
    """Units as they come, in any order; what was read for them lies beside the memory."""

    names: list[str]
    kinds: list[str]

    def __init__(self) -> None:
        self._spilled = Spill()
        super().__init__([], [], blank(self._spilled))
        self._places: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def add(self, name: str, made: Made) -> None:
        """Take up a unit."""
        self._places[name] = len(self.names)
        self.names.append(name)
        for suffix, digest, size in made.files:
            number = self._numbers.get(suffix)
            if number is None:
                number = self._numbers[suffix] = len(self.kinds)
                self.kinds.append(suffix)
            self.suffixes.append(number)
            self.digests.append(digest)
            self.sizes.append(size)
        self._spilled += made.reads
        self.ends.append(len(self.suffixes))
        self.last.append(len(self.reads))

    def _place(self, name: str) -> int | None:
        return self._places.get(name)


class Columns(NamedTuple):
    """The columns of Rows."""

    ends: array[int]
    suffixes: array[int]
    digests: array[int]
    sizes: array[int]
    last: array[int]
    reads: array[int] | Spill


#: The types of the columns.
TYPES = "IHQQIQ"


def blank(reads: array[int] | Spill | None = None) -> Columns:
    """Return columns in which nothing stands yet."""
    columns = Columns(*(array(kind) for kind in TYPES))
    return columns if reads is None else columns._replace(reads=reads)


def _start(ends: array[int], place: int) -> int:
    return ends[place - 1] if place else 0


def _path(unit: str, suffix: str) -> str:
    return suffix[1:] if suffix.startswith("/") else unit + suffix
