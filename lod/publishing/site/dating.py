"""When things were new or changed: by what the data says, else by the last commit of the file that holds them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from lod import source
from lod.graph import Graph
from lod.terms import DCTERMS, SCHEMA

M = TypeVar("M", bound=MutableMapping[str, datetime])

#: What dates a thing as published, the most fitting first.
DATING = (
    f"{SCHEMA}dateModified",
    f"{DCTERMS}modified",
    f"{SCHEMA}datePublished",
    f"{DCTERMS}issued",
    f"{SCHEMA}dateCreated",
)


def stated(graph: Graph, node: ox.NamedNode) -> datetime | None:
    """Return when the data says that a thing was changed or published, None if it does not, or not to the day."""
    statements = graph.statements(node)
    for iri in DATING:
        said = (o.value for o in statements.get(iri, ()) if isinstance(o, ox.Literal))
        if (found := max(filter(None, map(moment, said)), default=None)) is not None:
            return found
    return None


def all_stated(graph: Graph, blank: Callable[[], M]) -> M:
    """Return for each thing what `stated` does, by IRI: by few questions about everything.

    It is in a mapping of the sort that `blank` returns.
    """
    found = blank()
    for iri in reversed(DATING):
        newest = blank()
        for triple in graph.triples(None, ox.NamedNode(iri)):
            subject, object = triple.subject, triple.object
            if isinstance(subject, ox.NamedNode) and isinstance(object, ox.Literal) and (when := moment(object.value)):
                newest[subject.value] = max(newest.get(subject.value, when), when)
        # What fits better counts.
        found.update(newest.items())
    return found


def moment(text: str) -> datetime | None:
    """Return an xsd:date or xsd:dateTime as a moment; without a time zone it is taken as UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def day(text: str) -> date | datetime | None:
    """Return an xsd:date as a day, an xsd:dateTime as a moment; what is neither is None."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def committed(root: Path, paths: Iterable[Path], base: str) -> Mapping[str, datetime]:
    """Return when the files of a workspace that hold a thing were last committed, by the thing's IRI.

    Empty where there is no git or no repository. Raises SourceError for a file that cannot be read.
    """
    files = source.find(paths)
    found: dict[str, datetime] = {}
    if not (commits := _commits(root)):
        return found
    for file in files:
        when = commits.get(file.resolve())
        if when is None:
            continue
        subjects = {t.subject.value for t in source.read(file, base) if isinstance(t.subject, ox.NamedNode)}
        for iri in subjects:
            found[iri] = max(found.get(iri, when), when)
    return found


def _commits(root: Path) -> Mapping[Path, datetime]:
    top = _git(root, "rev-parse", "--show-toplevel").strip()
    if not top:
        return {}
    found: dict[Path, datetime] = {}
    when = None
    for line in _git(root, "-c", "core.quotePath=false", "log", "--format=%x00%ct", "--name-only").splitlines():
        if line.startswith("\0"):
            when = datetime.fromtimestamp(int(line[1:]), UTC)
        elif line and when is not None:
            # The newest commit comes first.
            found.setdefault(Path(top, line), when)
    return found


def _git(root: Path, *arguments: str) -> str:
    command: Sequence[str] = ("git", "-C", str(root), *arguments)
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")  # noqa: S603  # no shell, arguments of our own
    except OSError:
        # Without git no thing is dated by it.
        return ""
    return done.stdout if done.returncode == 0 else ""
