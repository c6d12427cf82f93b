"""What can go wrong, and where: every failure names its place, its fault and a remedy.

    LodError
    ├── UsageError       an option or argument that cannot work
    │   └── UnknownNode  a node that the graph does not know
    ├── ConfigError      lod.toml or [tool.lod] cannot be used
    ├── SourceError      a file that cannot be read or parsed
    │   └── NothingFound a page that can be read, but says nothing of what is looked for
    ├── QueryError       a query that cannot be parsed or run
    │   └── StoreError   a SPARQL endpoint that cannot be reached, refuses, or answers with something else
    └── PublishError     an output folder that cannot be written

Findings about data are values (`lod.validation.Report`), not exceptions.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where something stands: a file, and in it a line and a column, both counted from 1."""

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


class LodError(Exception):
    """A failure that a person can act on.

    `where` is the place (or None), `what` the fault, `remedy` what to do about it. The text of the
    exception is all three, as the command line prints them.
    """

    def __init__(self, what: str, *, where: Origin | str | Path | None = None, remedy: str | None = None) -> None:
        self.where = Origin(str(where)) if isinstance(where, str | Path) else where
        self.what = what
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f"\n  {self.remedy}" if self.remedy else "")


class UsageError(LodError):
    """An option or argument that cannot work."""


class UnknownNode(UsageError):
    """A node that the graph does not describe."""


class ConfigError(LodError):
    """A configuration that cannot be used."""


class SourceError(LodError):
    """A file that cannot be read or parsed."""


class NothingFound(SourceError):
    """A page that can be read, but says nothing of what is looked for."""


class QueryError(LodError):
    """A query that cannot be parsed or run."""


class StoreError(QueryError):
    """A SPARQL endpoint that cannot be reached, refuses what is asked of it, or answers with something else.

    `status` is that of its answer, 504 if none came in time, None if it cannot be reached; `broken` says that an answer
    began and could not be read to its end, so that the same may be asked again.
    """

    def __init__(
        self,
        what: str,
        *,
        where: Origin | str | Path | None = None,
        remedy: str | None = None,
        status: int | None = None,
        broken: bool = False,
    ) -> None:
        self.status = status
        self.broken = broken
        super().__init__(what, where=where, remedy=remedy)


class PublishError(LodError):
    """An output folder or a temporary file that cannot be written."""


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """Return the known name that is most like `name`, or None if none has this likeness (0 to 1, as in difflib)."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=likeness)
    return found[0] if found else None
