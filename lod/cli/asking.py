"""One question from the command line: asked in a process of its own, the answer written where it is wanted."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lod.cli.printing import emit, note, pour
from lod.errors import UsageError

if TYPE_CHECKING:
    from lod.graph import Names
    from lod.query import NamedQuery, Stream
    from lod.workspace import Workspace

#: The formats that show things by name unless --iris is said.
BY_NAME = ("table", "chart", "svg")

#: Megabytes that a query may take unless --memory says otherwise: enough for most, and no machine stands still.
MEMORY = 4000


@dataclass(frozen=True, slots=True)
class Asking:
    """How questions are asked: of what, and how the answers are written; the fields are the options of `lod query`."""

    opened: Workspace
    language: str
    format: str | None = None
    labels: bool | None = None
    limit: int | None = None
    timeout: float | None = None
    memory: int | None = None
    endpoint: str | None = None
    timed: bool = False
    output: Path | None = None

    def ask(self, query: str | NamedQuery, values: Mapping[str, str]) -> None:
        """Ask and write the answer. Raises QueryError and UsageError as `lod.query` does, and Overrun."""
        from lod import query as room
        from lod.query import process

        began = time.perf_counter()
        config = self.opened.config
        query = room.resolve(query, config)
        begin = self._begin(query, values)
        loaded = time.perf_counter()
        terminal = self.output is None and sys.stdout.isatty()
        view = room.view(query, config=config, language=self.language, colour=terminal)
        format, image = self._drawn()

        def work() -> Iterator[bytes]:
            stream = begin()
            stream = stream if self.limit is None else stream.first(self.limit)
            usual = room.default(stream)
            chosen = format or ("csv" if usual == "table" and not terminal else usual)
            text = room.write(stream, chosen, view, names=self._names(chosen))
            yield from (room.png("".join(text)),) if image else map(str.encode, _ended(text))

        limits = process.Limits(self.timeout, (self.memory or MEMORY) * 1_000_000)
        pour(process.run(work, limits), self.output)
        if self.timed:
            note(f"loaded in {loaded - began:.3f} s, answered in {time.perf_counter() - loaded:.3f} s")

    def explain(self, query: str | NamedQuery, values: Mapping[str, str]) -> None:
        """Write how the engine goes about a query. Raises QueryError and UsageError as `lod.query.planning` does."""
        from lod import query as room
        from lod.graph import Graph
        from lod.query import planning

        config, graph = self.opened.config, None if self.endpoint else self.opened.asked
        if not isinstance(graph, Graph):
            what = "an endpoint does not tell how it goes about a query: the SPARQL 1.1 Protocol has no way to ask"
            raise UsageError(what, remedy="Ask the files: leave --endpoint out, or say --no-store.")
        text, bindings, origin = room.given(graph, query, config=config, values=values, language=self.language)
        seconds = self.timeout or planning.SECONDS
        found = planning.plan(graph, text, config=config, bindings=bindings, origin=origin, seconds=seconds)
        emit(planning.drawn(found, config.prefixes).rstrip(), self.output)

    def _begin(self, query: str | NamedQuery, values: Mapping[str, str]) -> Callable[[], Stream]:
        """Return what begins to answer the query: the graph of the workspace, loaded, or the endpoint."""
        from lod import query as room
        from lod.graph import Graph

        config, language = self.opened.config, self.language
        if self.endpoint is not None:
            asked = partial(room.remote, self.endpoint, query, values=values)
            return partial(asked, config=config, language=language, timeout=self.timeout)
        graph = self.opened.asked
        text, origin = (query, "query") if isinstance(query, str) else (query.text, query.origin)
        # Of a store that would take a request, or several, for each name in the query.
        for hint in room.hints(graph, text, config=config, origin=origin) if isinstance(graph, Graph) else ():
            note(f"note: {hint}")
        return partial(room.stream, graph, query, config=config, values=values, language=language)

    def _drawn(self) -> tuple[str | None, bool]:
        """Return the format, and whether it is to be made an image: a chart in a file is one of the file's suffix."""
        drawn = self.output is not None and self.format in (None, "chart", "svg")
        suffix = self.output.suffix.lower() if self.output and drawn else ""
        return ("svg" if suffix in (".svg", ".png") else self.format), suffix == ".png"

    def _names(self, format: str) -> Names | None:
        from lod.graph import Names

        by_name = format in BY_NAME if self.labels is None else self.labels
        if not by_name or self.endpoint is not None:
            return None
        return Names(self.opened.asked, self.opened.config.languages)


def _ended(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the pieces of a text, and a line feed where it does not end with one: a prompt must not stand behind it."""
    last = ""
    for piece in pieces:
        yield piece
        last = piece or last
    if not last.endswith("\n"):
        yield "\n"
