"""schema.org as a table of facts: `ontology/schema-org.tsv`, made from one release by tests/vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
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


@cache
def facts() -> Mapping[str, Facts]:
    """Return the facts on each term of schema.org, by its https IRI."""
    path = builtin("ontology") / "schema-org.tsv"
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    columns, *terms = rows
    return {fact.iri: fact for fact in (_fact(dict(zip(columns, row, strict=True))) for row in terms)}


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
