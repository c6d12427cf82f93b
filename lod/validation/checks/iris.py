"""Addresses of things: below the base, each its own file, and fit to be passed on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod.terms import ONTOLOGY, RDF_TYPE, local_name
from lod.validation.checks.world import Found, World

#: Below the base, the pages of lod's own.
_OWN_PAGES = frozenset({"", "index", "dataset", "ontology", "shapes", "sparql"})

_PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|index", re.IGNORECASE)
_BLANK = re.compile(r"(?:%20|%C2%A0|\+| )+", re.IGNORECASE)
LENGTH = 160


def check(world: World) -> Iterator[Found]:
    """Yield addresses outside the base, addresses of lod's own pages, and such as no file name or mail can carry."""
    base, own = world.config.base, world.config.base + ONTOLOGY
    for iri, kinds in world.survey.types.items():
        if ":" not in iri:
            continue
        if not iri.startswith(base):
            if kinds:
                yield Found("lod:outside-base", iri, RDF_TYPE, None, {"term": f"<{iri}>", "base": base})
            continue
        path = iri.removeprefix(base)
        if path in _OWN_PAGES:
            if kinds and not any(local_name(kind) in _DESCRIBED for kind in kinds):
                yield Found("lod:reserved-path", iri, None, None, {"term": world.short(iri)})
        elif not _PLAIN.fullmatch(path) or len(path) > LENGTH or _DEVICE.search(path):
            yield from _awkward(iri, path, own)


#: The kinds of lod's own pages, which the data may say more about.
_DESCRIBED = frozenset({"Ontology", "Dataset", "DataCatalog", "WebSite", "Catalog", "DataService"})


def _awkward(iri: str, path: str, own: str) -> Iterator[Found]:
    if _BLANK.search(path):
        words = {"term": f"<{iri}>", "near": f"<{_BLANK.sub('-', path)}>"}
        yield Found("lod:space-in-iri", iri, None, None, words)
        return
    for part in path.split("/"):
        plain = all(char in "-_" or char.isalnum() for char in part)
        device = _DEVICE.fullmatch(part) and not iri.startswith(own)
        if not part or not plain or device or len(part.encode()) > LENGTH:
            yield Found("lod:awkward-iri", iri, None, None, {"term": f"<{iri}>", "part": part})
            return


def twins(world: World) -> Iterator[Found]:
    """Yield addresses that differ from an earlier one in upper and lower case only."""
    seen: dict[str, str] = {}
    for iri, kinds in world.survey.types.items():
        if kinds and iri.startswith(world.config.base):
            other = seen.setdefault(iri.casefold(), iri)
            if other != iri:
                yield Found("lod:case-twins", iri, None, None, {"term": world.short(iri), "other": world.short(other)})
