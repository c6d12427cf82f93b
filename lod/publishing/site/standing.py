"""What puts things in order, apart from all else that is said of them.

To some things more leads than fits into memory. What does is looked at some at a time, and of each no more is kept than
this; the pages of such a thing are then made with it, and look only at what stands on them.
"""

from __future__ import annotations

from collections.abc import Sequence

#: The key of a thing in a list: its number, its date, its name, and itself.
Rank = tuple[int, str, str, str]


class Standing:
    """Classes, date and rank of each of many things; ranks are by language, and by the thing as N-Triples write it."""

    def __init__(self, languages: Sequence[str] = ()) -> None:
        self.types: dict[str, tuple[str, ...]] = {}
        self.dates: dict[str, str] = {}
        self.ranks: dict[str, dict[str, Rank]] = {language: {} for language in languages}

    def add(self, iri: str, types: tuple[str, ...], date: str, ranks: Sequence[Rank]) -> None:
        """Take up a thing, with a rank for each of the languages."""
        self.types[iri] = types
        self.dates[iri] = date
        for known, rank in zip(self.ranks.values(), ranks, strict=True):
            known[rank[3]] = rank
