"""Things that may be there twice: of one name, or of addresses that differ in upper and lower case only."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF_TYPE
from lod.validation.checks import World, links
from lod.validation.checks.properties import NAMES
from lod.validation.remote.store import Store
from lod.validation.remote.values import quoted, written

#: What is found on one thing because of another.
CODES = frozenset({"lod:duplicate", "lod:case-twins"})

#: So many names or addresses are asked about in one query.
PAGE = 200


def named(world: World, store: Store, classes: frozenset[str]) -> Iterator[Term]:
    """Yield the things of kinds that are mostly single that share a name with another one."""
    kinds = [kind for kind in sorted(classes) if links.single(world, kind)]
    if not kinds:
        return
    language = world.config.language
    things = f"VALUES ?n {{ {' '.join(map(written, sorted(NAMES)))} }} ?this ?n ?t . {_of(kinds)}"
    spoken = f'FILTER(isLiteral(?t) && (LANG(?t) = "" || LANG(?t) = {quoted(language)}))'
    query = _repeated(f"{things} {spoken} BIND(STR(?t) AS ?x)")
    texts = [text.value for (text,) in store.select(query) if isinstance(text, ox.Literal)]
    for start in range(0, len(texts), PAGE):
        page = [ox.Literal(text, language=tag) for text in texts[start : start + PAGE] for tag in (None, language)]
        yield from _nodes(store, f"VALUES ?t {{ {' '.join(map(str, page))} }} {things}")


def spelt(world: World, store: Store) -> Iterator[Term]:
    """Yield the things below the base whose addresses differ from another one's in upper and lower case only."""
    things = f"?this <{RDF_TYPE}> ?c FILTER(isIRI(?this) && STRSTARTS(STR(?this), {quoted(world.config.base)}))"
    folded = "LCASE(STR(?this))"
    query = _repeated(f"{things} BIND({folded} AS ?x)")
    same = [text.value for (text,) in store.select(query) if isinstance(text, ox.Literal)]
    for start in range(0, len(same), PAGE):
        listed = ", ".join(map(quoted, same[start : start + PAGE]))
        yield from _nodes(store, f"{things} FILTER({folded} IN ({listed}))")


def _repeated(pattern: str) -> str:
    return f"SELECT ?x WHERE {{ {pattern} }} GROUP BY ?x HAVING (COUNT(DISTINCT ?this) > 1)"


def _of(kinds: list[str]) -> str:
    return f"VALUES ?c {{ {' '.join(map(written, kinds))} }} ?this <{RDF_TYPE}> ?c ."


def _nodes(store: Store, pattern: str) -> Iterator[Term]:
    return (node for (node,) in store.select(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}") if not store.is_own(node))
