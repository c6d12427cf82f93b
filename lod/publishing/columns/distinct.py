"""How many of a great many values differ."""

from __future__ import annotations

from lod.publishing.columns.numbers import Numbers


class Distinct:
    """Counts how many values differ, by 64 bits of each: a few in memory, many in parts beside it."""

    _PARTS = 64
    _BLOCK = 1 << 10

    #: So many are in memory.
    few = 1 << 14

    def __init__(self) -> None:
        self._recent: set[int] = set()
        self._parts: list[Numbers] = []

    def add(self, value: bytes) -> None:
        """Take up a value."""
        self._recent.add(hash(value))
        if len(self._recent) >= self.few:
            self._part()

    def _part(self) -> None:
        self._parts = self._parts or [Numbers("q", block=self._BLOCK) for _ in range(self._PARTS)]
        for digest in self._recent:
            self._parts[digest % self._PARTS].extend((digest,))
        self._recent.clear()

    def __len__(self) -> int:
        if not self._parts:
            return len(self._recent)
        self._part()
        return sum(len(set(part)) for part in self._parts)
