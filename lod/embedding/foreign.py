"""The context that terms of other vocabularies need in a document (JSON-LD 1.1, sections 4.1 and 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# A prefix may be written as a plain string only if its namespace ends with one of these (JSON-LD 1.1, section 4.4).
_DELIMITERS = tuple(":/?#[]@")


def usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that a JSON-LD context can declare as plain strings."""
    return {name: space for name, space in prefixes.items() if name and space.endswith(_DELIMITERS)}


def context(tree: Any, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return those prefixes that the keys and types of a document use."""
    used = {name for term in _terms(tree) if (name := term.partition(":")[0]) in prefixes and ":" in term}
    return {name: prefixes[name] for name in sorted(used)}


def clashes(tree: Any, prefixes: Mapping[str, str]) -> set[str]:
    """Return the prefixes that are schemes of IRIs in a document, which would be read as short names."""
    return {name for iri in _iris(tree) if (name := iri.partition(":")[0]) in prefixes and "://" not in iri}


def _terms(value: Any) -> Iterator[str]:
    for inner in _nodes(value):
        yield from (key for key in inner if not key.startswith("@"))
        types = inner.get("@type", [])
        yield from types if isinstance(types, list) else [types]


def _iris(value: Any) -> Iterator[str]:
    yield from (inner["@id"] for inner in _nodes(value) if not inner.get("@id", "_:").startswith("_:"))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)
