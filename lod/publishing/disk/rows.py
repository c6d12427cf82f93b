"""What was made of each unit of a site, in columns: so a million files are read, compared and written at once."""

from __future__ import annotations

from array import array
from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from lod.publishing.columns.numbers import Numbers
from lod.publishing.columns.sorting import Sorting
from lod.publishing.columns.table import Table


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


#: The types of the columns.
TYPES = "IHQQIQ"

#: So many units are copied at once.
_RUN = 1000


class Columns(NamedTuple):
    """Where the files of each unit end, their suffixes by number, digests and sizes; where its reads end, and these."""

    ends: Numbers
    suffixes: Numbers
    digests: Numbers
    sizes: Numbers
    last: Numbers
    reads: Numbers

    @classmethod
    def blank(cls) -> Columns:
        """Return columns in which nothing stands yet."""
        return cls(*map(Numbers, TYPES))

    def add(self, suffixes: Iterable[int], made: Made) -> None:
        """Put what was made of a unit behind all others; `suffixes` are the numbers of those of its files."""
        self.suffixes.extend(suffixes)
        self.digests.extend(file.digest for file in made.files)
        self.sizes.extend(file.size for file in made.files)
        self.reads.extend(made.reads)
        self.ends.extend((len(self.suffixes),))
        self.last.extend((len(self.reads),))

    def copy(self, start: int, stop: int, others: Columns, kinds: Sequence[int]) -> None:
        """Put some units of others behind all; `kinds` are the numbers that their suffixes have here."""
        files, read = _between(others.ends, start, stop), _between(others.last, start, stop)
        ahead, further = len(self.suffixes) - files.start, len(self.reads) - read.start
        self.suffixes.extend(map(kinds.__getitem__, others.suffixes[files]))
        self.digests.extend(others.digests[files])
        self.sizes.extend(others.sizes[files])
        self.reads.extend(others.reads[read])
        self.ends.extend(end + ahead for end in others.ends[start:stop])
        self.last.extend(end + further for end in others.last[start:stop])

    def sorted_out(self, kinds: Sequence[str]) -> tuple[Sequence[str], Columns]:
        """Return of all suffixes those that some file has, sorted, and columns with their numbers there."""
        ordered = sorted(kinds[number] for number in set(self.suffixes))
        places = {suffix: place for place, suffix in enumerate(ordered)}
        table = [places.get(suffix, 0) for suffix in kinds]
        suffixes = Numbers(TYPES[1])
        for block in self.suffixes.blocks():
            suffixes.extend(map(table.__getitem__, block))
        return ordered, self._replace(suffixes=suffixes)

    def at(self, place: int, kinds: Sequence[str]) -> Made:
        """Return what was made of the unit at a place; `kinds` are all suffixes."""
        some, read = _between(self.ends, place, place + 1), _between(self.last, place, place + 1)
        suffixes = map(kinds.__getitem__, self.suffixes[some])
        files = tuple(map(File, suffixes, self.digests[some], self.sizes[some]))
        return Made(files, self.reads[read])


class Rows(Mapping[str, Made]):
    """Units by name, in the order of their names; each is put together when it is asked for.

    `names` and `kinds` (all suffixes of files) are sorted. A file has a number among the `kinds`.
    """

    def __init__(self, names: Table, kinds: Sequence[str], columns: Columns) -> None:
        self.names = names
        self.kinds = kinds
        self.columns = columns

    @classmethod
    def empty(cls) -> Rows:
        """Return no units."""
        return cls(Table(()), (), Columns.blank())

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.names.number(name) is not None

    def __getitem__(self, name: str) -> Made:
        place = self.names.number(name)
        if place is None:
            raise KeyError(name)
        return self.columns.at(place, self.kinds)

    def files(self) -> Iterator[tuple[str, str, int]]:
        """Yield the name of its unit, the path and the size of each file."""
        kinds, columns = self.kinds, self.columns
        suffixes, sizes = iter(columns.suffixes), iter(columns.sizes)
        for name, (start, end) in zip(self.names, pairwise(chain((0,), columns.ends)), strict=True):
            for _ in range(start, end):
                yield name, _path(name, kinds[next(suffixes)]), next(sizes)

    def changed(self, keys: Collection[int]) -> set[str]:
        """Return the names of the units for which one of these keys was read."""
        if not keys:
            return set()
        wanted, reads = frozenset(keys), self.columns.reads
        ends = pairwise(chain((0,), self.columns.last))
        return {name for name, (a, b) in zip(self.names, ends, strict=True) if not wanted.isdisjoint(reads[a:b])}

    def items(self) -> ItemsView[str, Made]:
        """Return all units with their names, in their order: none has to be looked for."""
        return _Items(self)

    def edited(self, made: Growing, names: Table) -> Rows:
        """Return the units of these names: as they were made now, else as they are here."""
        kinds: dict[str, int] = {}
        now, here = (
            (columns, [kinds.setdefault(suffix, len(kinds)) for suffix in suffixes])
            for columns, suffixes in ((made.columns, made.kinds), (self.columns, self.kinds))
        )
        found = Columns.blank()
        for anew, start, stop in _runs(self._places(made, names)):
            found.copy(start, stop, *(now if anew else here))
        return Rows(names, *found.sorted_out(list(kinds)))

    def _places(self, made: Growing, names: Table) -> Iterator[tuple[bool, int]]:
        """Yield for each unit whether it was made now, and its place there or here."""
        anew, before = made.places(), enumerate(self.names)
        name, place = next(anew, _NOTHING)
        for wanted in names:
            if wanted == name:
                yield True, place
                name, place = next(anew, _NOTHING)
            else:
                yield False, next(number for number, there in before if there == wanted)


class _Items(ItemsView[str, Made]):
    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[str, Made]]:
        rows = self._rows
        return ((name, rows.columns.at(place, rows.kinds)) for place, name in enumerate(rows.names))


#: What comes after all units.
_NOTHING: tuple[str | None, int] = None, 0


class Growing:
    """Units as they come, in any order, each once."""

    def __init__(self) -> None:
        self._names = Sorting()
        self._kinds: dict[str, int] = {}
        self.columns = Columns.blank()

    def __len__(self) -> int:
        return len(self.columns.ends)

    @property
    def kinds(self) -> Sequence[str]:
        """All suffixes of files, as they came."""
        return list(self._kinds)

    def add(self, name: str, made: Made) -> None:
        """Take up a unit."""
        kinds = self._kinds
        self._names.number(name.encode())
        self.columns.add([kinds.setdefault(file.suffix, len(kinds)) for file in made.files], made)

    def places(self) -> Iterator[tuple[str, int]]:
        """Yield all units with their places, in the order of their names. No more may come."""
        return ((name.decode(), place) for name, (place,) in self._names.merged())


def _runs(places: Iterable[tuple[bool, int]]) -> Iterator[tuple[bool, int, int]]:
    """Yield what of some places stands one behind the other, as the first and what comes after the last of them."""
    which, start, stop = False, 0, 0
    for one, place in places:
        if one is which and place == stop and stop - start < _RUN:
            stop += 1
        else:
            if start < stop:
                yield which, start, stop
            which, start, stop = one, place, place + 1
    if start < stop:
        yield which, start, stop


def _between(ends: Numbers, start: int, stop: int) -> slice:
    """Return where what belongs to some units begins and ends."""
    return slice(ends[start - 1] if start else 0, ends[stop - 1])


def _path(unit: str, suffix: str) -> str:
    return suffix[1:] if suffix.startswith("/") else unit + suffix
