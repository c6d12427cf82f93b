"""The data of a thing as compact JSON-LD 1.1: short names by prefixes, nodes without IRIs inside their statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pyoxigraph as ox

from lod.graph import Description, Term, serialise
from lod.graph.resource import DEPTH
from lod.terms import RDF_TYPE, XSD, shorten

# A prefix may be written as a plain string only if its namespace ends with one of these (JSON-LD 1.1, section 4.4).
_DELIMITERS = tuple(":/?#[]@")


class _TooDeep(Exception):
    """Nodes without IRIs stand inside each other deeper than DEPTH."""


class Compactor:
    """Writes descriptions with one set of prefixes, and remembers the short names."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {name: space for name, space in prefixes.items() if name and space.endswith(_DELIMITERS)}
        self._short: dict[str, tuple[str, str]] = {}

    def document(self, thing: Description) -> bytes:
        """Return what the graph says of a thing as a JSON-LD document with the prefixes that it uses.

        The same statements give the same bytes. Where nodes without IRIs form no tree or a deep one, it is flat.
        """
        used: set[str] = set()
        try:
            tree = self._node(thing, thing, used) if _is_tree(thing) else None
        except _TooDeep:
            tree = None
        if tree is None:
            return serialise(thing.triples(), "jsonld", self._prefixes)
        if clash := _clash(used):
            others = {name: space for name, space in self._prefixes.items() if name not in clash}
            return Compactor(others).document(thing)
        context = {name: self._prefixes[name] for name in sorted(used)}
        return orjson.dumps({"@context": context, **tree}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def part(self, thing: Description) -> bytes:
        """Return a thing as one object of a document whose context has all prefixes, compact.

        Its nodes without IRIs must form a tree.
        """
        used: set[str] = set()
        tree = self._node(thing, thing, used)
        if _clash(used):
            tree = {"@context": None, **Compactor({})._node(thing, thing, set())}
        return orjson.dumps(tree)

    def context(self) -> bytes:
        """Return the context that `part` counts on."""
        return orjson.dumps(self._prefixes, option=orjson.OPT_SORT_KEYS)

    def _node(self, part: Description, thing: Description, used: set[str], depth: int = 0) -> dict[str, Any]:
        if depth > DEPTH:
            raise _TooDeep
        tree: dict[str, Any] = {}
        if isinstance(part.node, ox.NamedNode):
            tree["@id"] = self._iri(part.node.value, used)
        for iri, values in part.statements.items():
            if iri == RDF_TYPE and all(isinstance(v, ox.NamedNode) for v in values):
                tree["@type"] = _single([self._iri(v.value, used) for v in values if isinstance(v, ox.NamedNode)])
                continue
            said = [self._value(v, used) for v in values if not isinstance(v, ox.BlankNode)]
            nested = [self._nested(v, thing, used, depth + 1) for v in values if isinstance(v, ox.BlankNode)]
            # Nodes without IRIs come out of the store in any order.
            tree[self._iri(iri, used)] = _single(said + (sorted(nested, key=orjson.dumps) if nested else nested))
        return tree

    def _nested(self, node: ox.BlankNode, thing: Description, used: set[str], depth: int) -> dict[str, Any]:
        items = thing.items(node)
        if items is None:
            return self._node(thing.nested[node], thing, used, depth)
        values = (
            self._nested(item, thing, used, depth + 1) if isinstance(item, ox.BlankNode) else self._value(item, used)
            for item in items
        )
        return {"@list": list(values)}

    def _value(self, term: Term, used: set[str]) -> Any:
        if isinstance(term, ox.NamedNode):
            return {"@id": self._iri(term.value, used)}
        if not isinstance(term, ox.Literal):
            raise TypeError(f"JSON-LD 1.1 has no way to say {term}")
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if datatype == f"{XSD}string":
            return term.value
        if datatype == f"{XSD}boolean" and term.value in ("true", "false"):
            return term.value == "true"
        return {"@value": term.value, "@type": self._iri(datatype, used)}

    def _iri(self, iri: str, used: set[str]) -> str:
        if iri not in self._short:
            short = shorten(iri, self._prefixes)
            self._short[iri] = (short, short.partition(":")[0]) if short else (iri, "")
        short, prefix = self._short[iri]
        if prefix:
            used.add(prefix)
        elif (scheme := iri.partition(":")[0]) in self._prefixes and not iri.startswith(f"{scheme}://"):
            used.add(f"{scheme}:")
        return short


def _clash(used: set[str]) -> set[str]:
    """Return the prefixes that an IRI has as its scheme: it would be read as a short name."""
    return {name.removesuffix(":") for name in used if name.endswith(":")}


def _is_tree(thing: Description) -> bool:
    leads = sum(
        isinstance(value, ox.BlankNode)
        for part in (thing, *thing.nested.values())
        for values in part.statements.values()
        for value in values
    )
    return leads == len(thing.nested)


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
