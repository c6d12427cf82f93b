"""What a build knows of each thing lies beside the memory."""

from __future__ import annotations

import tracemalloc
from array import array
from collections.abc import Callable, Iterable

from lod.graph import Graph
from lod.publishing.columns.table import Table
from lod.publishing.disk.rows import File, Growing, Made, Rows
from lod.publishing.site.survey import survey

#: Both more than what is in memory at any time.
FEW, MANY = 17_000, 34_000


class Things(Graph):
    """A graph that is not at hand, of so many things that point to each other."""

    at_hand = False

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def lines(self, take: Callable[[Iterable[bytes]], None]) -> None:
        line = "<https://news.example.org/{}> <https://schema.org/about> <https://news.example.org/{}> ."
        take(line.format(number, number * 7 % self._count).encode() for number in range(self._count))


def surveyed(count: int) -> object:
    return survey(Things(count))


def made(count: int) -> object:
    growing = Growing()
    for number in range(count):
        files = tuple(File(suffix, number, number) for suffix in (".html", ".en.html", ".ttl", ".jsonld"))
        growing.add(f"thing/{number:06}", Made(files, array("Q", range(10))))
    return Rows.empty().edited(growing, Table(f"thing/{number:06}".encode() for number in range(count)))


def _grown(work: Callable[[int], object]) -> float:
    """Return how many bytes more one thing more takes, at the worst moment."""
    peaks = []
    for count in (FEW, MANY):
        tracemalloc.start()
        work(count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return (peaks[1] - peaks[0]) / (MANY - FEW)


def test_a_thing_more_takes_few_bytes_of_a_survey() -> None:
    assert _grown(surveyed) < 64


def test_a_thing_more_takes_few_bytes_of_what_was_made() -> None:
    assert _grown(made) < 32
