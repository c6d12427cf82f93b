"""Many texts in little room: sorted and one behind the other in a file, each with a number; and columns of numbers."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import compress, count, islice
from typing import overload

from lod.publishing.columns.numbers import Numbers
from lod.publishing.columns.scratch import Scratch

#: So many texts are read at once by those who look for one; the first of them is in memory.
_BLOCK = 64
#: So many blocks are kept: who looks for one text looks for its neighbours too.
_KEPT = 64
#: So many blocks are read at once by those who go through all.
_MANY = 32
#: So many bytes are handed on at once.
_CHUNK = 1 << 16


class Table(Sequence[str]):
    """Texts without line breaks, in the order of their bytes, by number: some 2 bytes of memory each.

    Forked processes can go on looking into it: nobody has a place in the file.
    """

    def __init__(self, texts: Iterable[bytes]) -> None:
        self._file = Scratch()
        self._first: list[bytes] = []
        self._starts = array("Q")
        self._length = 0
        ordered = iter(texts)
        while block := list(islice(ordered, _BLOCK)):
            self._first.append(block[0])
            self._starts.append(self._file.size)
            self._length += len(block)
            self._file.write((b"\n".join([*block, b""]),))
        self._starts.append(self._file.size)
        self._blocks: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        block, rest = divmod(place % len(self), _BLOCK)
        return self._block(block)[rest].decode()

    def __iter__(self) -> Iterator[str]:
        return (text.decode() for text in self.texts())

    def texts(self) -> Iterator[bytes]:
        """Yield all texts as bytes."""
        for block in range(0, len(self._first), _MANY):
            yield from self._read(block, min(block + _MANY, len(self._first)))

    def lines(self) -> tuple[int, Iterator[bytes]]:
        """Return all texts as lines, and how many bytes they are."""
        size = self._file.size
        return size, (self._file.read(start, _CHUNK) for start in range(0, size, _CHUNK))

    def number(self, text: str) -> int | None:
        """Return the number of a text, None if it is not here."""
        wanted = text.encode("utf-8", "surrogatepass")
        block = bisect_right(self._first, wanted) - 1
        if block < 0:
            return None
        texts = self._block(block)
        place = bisect_left(texts, wanted)
        return block * _BLOCK + place if place < len(texts) and texts[place] == wanted else None

    def _block(self, block: int) -> list[bytes]:
        found = self._blocks.get(block)
        if found is None:
            if len(self._blocks) >= _KEPT:
                self._blocks.clear()
            found = self._blocks[block] = self._read(block, block + 1)
        return found

    def _read(self, start: int, stop: int) -> list[bytes]:
        """Return the texts of some blocks."""
        begin, end = self._starts[start], self._starts[stop]
        return self._file.read(begin, end - begin)[:-1].split(b"\n")


def apart(some: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Yield those of some texts that are not among others, both in the order of tables."""
    rest = iter(others)
    other = next(rest, None)
    for text in some:
        while other is not None and other < text:
            other = next(rest, None)
        if text != other:
            yield text


class Column(Mapping[str, int]):
    """A number for each text of a table that is `there`, in their order."""

    def __init__(self, table: Table, values: Numbers, there: bytes) -> None:
        self.table = table
        self.values_by_number = values
        self._there = there

    def __len__(self) -> int:
        return len(self._there) - self._there.count(0)

    def __iter__(self) -> Iterator[str]:
        return compress(self.table, self._there)

    def __getitem__(self, text: str) -> int:
        number = self.table.number(text)
        if number is None or not self._there[number]:
            raise KeyError(text)
        return self.values_by_number[number]

    def numbered(self) -> Iterator[tuple[int, str, int]]:
        """Yield place, text and number of each, in their order."""
        return compress(zip(count(), self.table, self.values_by_number, strict=False), self._there)

    def items(self) -> ItemsView[str, int]:
        """Return all texts with their numbers, in their order: none has to be looked for."""
        return _Items(self)


class _Items(ItemsView[str, int]):
    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def __iter__(self) -> Iterator[tuple[str, int]]:
        column = self._column
        return compress(zip(column.table, column.values_by_number, strict=True), column._there)
