"""JSON-LD contexts without the network: schema.org's is made from our table of facts, others come from files.

A context that is named and not known is an error: what its terms mean cannot be guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from lod.errors import SourceError
from lod.terms import SCHEMA, SCHEMA_HTTP
from lod.vocabulary import facts

#: Deeper JSON than this is not read.
DEPTH = 100

_SCHEMA_ORG = frozenset(
    f"{scheme}://{host}schema.org{path}"
    for scheme in ("http", "https")
    for host in ("", "www.")
    for path in (
        "",
        "/",
        "/docs/jsonldcontext.json",
        "/docs/jsonldcontext.jsonld",
        "/version/latest/schemaorg-current-https.jsonld",
    )
)


@cache
def schema_org() -> Mapping[str, Any]:
    """Return schema.org's context: its vocabulary, and links for the properties that take no text, but an address or a
    member of an enumeration.

    What takes other things only is no link: pages write `"author": "Max Mustermann"` and `"duration": "PT2H"`.
    """
    terms: dict[str, Any] = {"@vocab": SCHEMA, "schema": SCHEMA, "id": "@id", "type": "@type"}
    for iri, fact in facts().items():
        if fact.kind != "property" or f"{SCHEMA}Text" in fact.ranges:
            continue
        if f"{SCHEMA}URL" in fact.ranges or any(map(_enumerates, fact.ranges)):
            terms[iri.removeprefix(SCHEMA)] = {"@id": iri, "@type": "@id"}
    return terms


def _enumerates(term: str) -> bool:
    return term == f"{SCHEMA}Enumeration" or any(map(_enumerates, facts()[term].above if term in facts() else ()))


class Contexts:
    """Puts contexts in the place of their addresses."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    def inlined(self, document: Any) -> Any:
        """Return a JSON-LD document in which every context is written out.

        Of schema.org the terms are there that the document uses. Raises SourceError for a context that is not known
        and for JSON that nests too deep.
        """
        return _Inlining(self._files, _keys(document)).value(document, 0)


class _Inlining:
    def __init__(self, files: Mapping[str, Path], keys: set[str]) -> None:
        self._files = files
        self._keys = keys

    def value(self, value: Any, depth: int) -> Any:
        if depth > DEPTH:
            raise SourceError(f"its JSON nests deeper than {DEPTH} levels")
        if isinstance(value, list):
            return [self.value(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._context(inner, depth + 1) if key == "@context" else self.value(inner, depth + 1)
            for key, inner in value.items()
            # An @import is a context by another name (JSON-LD 1.1, section 4.1.9); it is refused with the others.
            if key != "@import" or _refuse(inner)
        }

    def _context(self, value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return [self._context(item, depth + 1) for item in value]
        if isinstance(value, str):
            return self._of(value)
        if isinstance(value, dict):
            # One that maps terms to schema.org in its http form means the https one.
            return {key: self.value(_https(inner), depth + 1) for key, inner in value.items()}
        return value

    def _of(self, address: str) -> Any:
        if address.rstrip("/") in _SCHEMA_ORG or address in _SCHEMA_ORG:
            # A reader takes milliseconds for all of its 1,500 terms. What is left out means the same by @vocab.
            return {key: term for key, term in schema_org().items() if isinstance(term, str) or key in self._keys}
        if address in self._files:
            try:
                document = orjson.loads(self._files[address].read_bytes())
            except (OSError, ValueError) as error:
                raise SourceError(f"this context cannot be read: {error}", where=self._files[address]) from None
            return document.get("@context", document) if isinstance(document, dict) else document
        return _refuse(address)


def _keys(document: Any) -> set[str]:
    """Return the keys of a JSON document, wherever they stand."""
    found: set[str] = set()
    rest = [document]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            found.update(value)
            rest.extend(value.values())
        elif isinstance(value, list):
            rest.extend(value)
    return found


def _refuse(address: Any) -> Any:
    remedy = f'Save it, and name the file in lod.toml: [contexts] "{address}" = "FILE"'
    raise SourceError(f"it needs the context {address}, which is not fetched", remedy=remedy)


def _https(value: Any) -> Any:
    return (
        SCHEMA + value.removeprefix(SCHEMA_HTTP) if isinstance(value, str) and value.startswith(SCHEMA_HTTP) else value
    )
