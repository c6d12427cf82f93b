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

    def at(self, place: int, kinds: Sequence[str]) -> Made:
        """Return what was made of the unit at a place; `kinds` are all suffixes."""
        some, read = _place(self.ends, place), _place(self.last, place)
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
        found = Growing()
        anew, before = made.items(), enumerate(self.names)
        name, now = next(anew, _NOTHING)
        for wanted in names:
            if wanted == name:
                found.put(now)
                name, now = next(anew, _NOTHING)
            else:
                found.put(self.columns.at(next(place for place, there in before if there == wanted), self.kinds))
        return Rows(names, *found.sorted_out())


class _Items(ItemsView[str, Made]):
    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[str, Made]]:
        rows = self._rows
        return ((name, rows.columns.at(place, rows.kinds)) for place, name in enumerate(rows.names))


#: What comes after all units.
_NOTHING: tuple[str | None, Made] = (None, Made((), array("Q")))


class Growing:
    """Units as they come, in any order, each once."""

    def __init__(self) -> None:
        self._names = Sorting()
        self._kinds: dict[str, int] = {}
        self._columns = Columns.blank()

    def __len__(self) -> int:
        return len(self._columns.ends)

    def add(self, name: str, made: Made) -> None:
        """Take up a unit."""
        self._names.number(name.encode())
        self.put(made)

    def put(self, made: Made) -> None:
        """Take up a unit whose name others know."""
        kinds = self._kinds
        self._columns.add([kinds.setdefault(file.suffix, len(kinds)) for file in made.files], made)

    def items(self) -> Iterator[tuple[str, Made]]:
        """Yield all units in the order of their names. No more may come."""
        kinds = list(self._kinds)
        return ((name.decode(), self._columns.at(place, kinds)) for name, (place,) in self._names.merged())

    def sorted_out(self) -> tuple[Sequence[str], Columns]:
        """Return all suffixes, sorted, and columns that have them by their numbers there."""
        ordered = sorted(self._kinds)
        places = {suffix: place for place, suffix in enumerate(ordered)}
        table = [places[suffix] for suffix in self._kinds]
        suffixes = Numbers(TYPES[1])
        for block in self._columns.suffixes.blocks():
            suffixes.extend(map(table.__getitem__, block))
        return ordered, self._columns._replace(suffixes=suffixes)


def _place(ends: Numbers, place: int) -> slice:
    return slice(*ends[place - 1 : place + 1]) if place else slice(0, ends[0])


def _path(unit: str, suffix: str) -> str:
    return suffix[1:] if suffix.startswith("/") else unit + suffix
