"""A board that all processes of the server see: what they count, each in a row of its own, and what went wrong last.

It lies in memory that is shared by fork. A number has one writer; whoever reads adds the rows up.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import product

ROUTES = ("page", "data", "sparql", "query", "reconcile", "other")
STATUSES = ("2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.001, 0.01, 0.1, 1.0, 10.0)
KILLS = ("seconds", "memory", "size")

_REQUESTS = tuple(product(ROUTES, STATUSES))
_NAMES = (
    *(f"requests {route} {status}" for route, status in _REQUESTS),
    *(f"took {route} {bound}" for route in ROUTES for bound in (*BOUNDS, "+Inf")),
    *(f"seconds {route}" for route in ROUTES),
    *(f"killed {limit}" for limit in KILLS),
    "refused",
    "bytes",
    "hits",
    "made",
    "working",
    "waiting",
    "triples",
    "loaded",
)
_PLACES = {name: place for place, name in enumerate(_NAMES)}

# Where the numbers of each route stand: its statuses, its times, the sum of these, and the bytes sent.
_REQUEST = {
    route: tuple(
        _PLACES[name] for name in (f"requests {route} 2xx", f"took {route} {BOUNDS[0]}", f"seconds {route}", "bytes")
    )
    for route in ROUTES
}

#: Values that are states, not sums that only grow: a front that ends takes its own back.
_STATES = ("working", "waiting")

_MESSAGE = 8192

#: Metrics of Prometheus: name, type, what it says, and the labels with the values that belong to them.
_METRICS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    (
        "lod_requests_total",
        "counter",
        "Requests answered.",
        {f'{{route="{route}",status="{status}"}}': f"requests {route} {status}" for route, status in _REQUESTS},
    ),
    (
        "lod_queries_killed_total",
        "counter",
        "Queries that were stopped because they overran a limit.",
        {f'{{limit="{limit}"}}': f"killed {limit}" for limit in KILLS},
    ),
    ("lod_refused_total", "counter", "Requests refused because all workers were busy.", {"": "refused"}),
    ("lod_sent_bytes_total", "counter", "Bytes of bodies sent.", {"": "bytes"}),
    ("lod_cache_hits_total", "counter", "Files that were kept from an earlier request.", {"": "hits"}),
    ("lod_made_total", "counter", "Files that had to be made.", {"": "made"}),
    ("lod_queries_working", "gauge", "Queries that run now.", {"": "working"}),
    ("lod_queries_waiting", "gauge", "Requests that wait for a worker.", {"": "waiting"}),
)


class Board:
    """Numbers for so many rows, and one message; rows are handed out by the one who starts the processes."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._memory = mmap.mmap(-1, rows * len(_NAMES) * 8 + _MESSAGE)
        self._numbers = memoryview(self._memory)[: rows * len(_NAMES) * 8].cast("d")
        self._begin = rows * len(_NAMES) * 8

    def row(self, number: int) -> Row:
        """Return the row of this number (from 0), its states set back."""
        row = Row(self._numbers[number * len(_NAMES) : (number + 1) * len(_NAMES)])
        for name in _STATES:
            row.set(name, 0.0)
        return row

    @property
    def message(self) -> str:
        """What went wrong when the data was loaded last; empty if nothing did."""
        length = int.from_bytes(self._memory[self._begin : self._begin + 4], "big")
        return self._memory[self._begin + 4 : self._begin + 4 + length].decode("utf-8", "replace")

    @message.setter
    def message(self, text: str) -> None:
        data = text.encode()[: _MESSAGE - 4]
        self._memory[self._begin : self._begin + 4 + len(data)] = len(data).to_bytes(4, "big") + data

    def sum(self, name: str) -> float:
        return float(sum(self._numbers[row * len(_NAMES) + _PLACES[name]] for row in range(self.rows)))

    def most(self, name: str) -> float:
        return float(max(self._numbers[row * len(_NAMES) + _PLACES[name]] for row in range(self.rows)))

    def exposition(self) -> str:
        """Return all numbers in Prometheus' text format (0.0.4)."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        for name, kind, help, series in _METRICS:
            yield from (f"# HELP {name} {help}", f"# TYPE {name} {kind}")
            for labels, source in series.items():
                yield f"{name}{labels} {self.sum(source):.17g}"
        name = "lod_request_seconds"
        yield from (f"# HELP {name} How long requests took.", f"# TYPE {name} histogram")
        for route in ROUTES:
            so_far = 0.0
            for bound in (*BOUNDS, "+Inf"):
                so_far += self.sum(f"took {route} {bound}")
                yield f'{name}_bucket{{route="{route}",le="{bound}"}} {so_far:.17g}'
            yield f'{name}_sum{{route="{route}"}} {self.sum(f"seconds {route}"):.17g}'
            yield f'{name}_count{{route="{route}"}} {so_far:.17g}'
        for name, help, value in (
            ("lod_triples", "Triples of the graph.", self.most("triples")),
            ("lod_loaded_timestamp_seconds", "When the data was loaded.", self.most("loaded")),
            (
                "lod_reload_failed",
                "1 while the files hold an error and older data is served.",
                float(bool(self.message)),
            ),
        ):
            yield from (f"# HELP {name} {help}", f"# TYPE {name} gauge", f"{name} {value:.17g}")


class Row:
    """What one process counts."""

    def __init__(self, numbers: memoryview[float]) -> None:
        self._numbers = numbers

    def add(self, name: str, amount: float = 1.0) -> None:
        self._numbers[_PLACES[name]] += amount

    def set(self, name: str, value: float) -> None:
        self._numbers[_PLACES[name]] = value

    def request(self, route: str, status: int, seconds: float, size: int) -> None:
        """Count one request."""
        answered, took, sum, sent = _REQUEST[route]
        numbers = self._numbers
        numbers[answered + min(max(status // 100, 2), 5) - 2] += 1
        numbers[took + bisect_left(BOUNDS, seconds)] += 1
        numbers[sum] += seconds
        numbers[sent] += size
