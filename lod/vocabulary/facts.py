"""schema.org as a table of facts: `ontology/schema-org.tsv`, made from one release by tests/vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lod.config import builtin
from lod.terms import SCHEMA


@dataclass(frozen=True, slots=True)
class Facts:
    """What schema.org says of one term; all terms are full IRIs.

    `kind` is class, property, datatype or member (of an enumeration); `above` are its superclasses, its superproperties
    or, for a member, its enumeration.
    """

    iri: str
    kind: str
    above: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    inverse: str | None
    successors: tuple[str, ...]


class _Table(Mapping[str, Facts]):
    """The rows of the table by their terms. Each is read when it is first asked for: most never are."""

    def __init__(self, columns: str, rows: Iterable[str]) -> None:
        self._columns = columns.split("\t")
        # By the names that are in the table: to make IRIs of thousands takes longer than all that is asked of them.
        self._rows = {row.partition("\t")[0]: row for row in rows}
        self._known: dict[str, Facts] = {}

    def __getitem__(self, iri: str) -> Facts:
        if iri not in self._known:
            row = self._rows[_name(iri)]
            self._known[iri] = _fact(dict(zip(self._columns, row.split("\t"), strict=True)))
        return self._known[iri]

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and _name(iri) in self._rows

    def __iter__(self) -> Iterator[str]:
        return map(_iri, self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@cache
def facts() -> Mapping[str, Facts]:
    """Return the facts on each term of schema.org, by its https IRI."""
    text = (builtin("ontology") / "schema-org.tsv").read_text("utf-8")
    columns, *rows = (line for line in text.split("\n") if line and not line.startswith("#"))
    return _Table(columns, rows)


def _fact(row: Mapping[str, str]) -> Facts:
    inverse = _iris(row["inverse"])
    return Facts(
        iri=_iri(row["term"]),
        kind=row["kind"],
        above=_iris(row["super"]),
        domains=_iris(row["domains"]),
        ranges=_iris(row["ranges"]),
        inverse=inverse[0] if inverse else None,
        successors=_iris(row["successor"]),
    )


def _iris(names: str) -> tuple[str, ...]:
    return tuple(_iri(name) for name in names.split())


def _iri(name: str) -> str:
    return name if ":" in name else SCHEMA + name


def _name(iri: str) -> str:
    """Return how an IRI is written in the table; what is none of schema.org's is there as it is, or not at all."""
    return iri.removeprefix(SCHEMA) if iri.startswith(SCHEMA) else iri if ":" in iri else ""
