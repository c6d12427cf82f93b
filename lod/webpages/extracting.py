"""Microdata and RDFa in a page as JSON-LD: the one point where extruct is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lod.errors import SourceError
from lod.terms import SCHEMA, SCHEMA_HTTP

_SCHEMA_ORG = (SCHEMA, SCHEMA_HTTP)


def extract(html: str, address: str) -> Iterator[dict[str, Any]]:
    """Yield what a page says in Microdata and RDFa with schema.org, as JSON-LD documents.

    Raises SourceError where extruct (the extra `harvest`) is not installed or cannot read the page.
    """
    try:
        import extruct  # heavy, and an extra
        from extruct.utils import parse_xmldom_html
        from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it carries no types
    except ImportError:
        what = "reading Microdata and RDFa needs extruct"
        raise SourceError(what, remedy="Install it: pip install 'lod[harvest]'") from None
    try:
        tree = parse_xmldom_html(html, encoding="utf-8")
        for time in tree.iter("time"):
            # HTML+RDFa 1.1, section 3.1, which extruct does not know.
            if "datetime" in time.attrib and "content" not in time.attrib:
                time.set("content", time.get("datetime"))
        found = extruct.extract(tree, base_url=address, syntaxes=["microdata", "rdfa"])
    except (ValueError, TypeError, AssertionError, RecursionError, LxmlError) as error:
        raise SourceError(f"its markup cannot be read: {error}", where=address) from None
    for item in found["microdata"]:
        if isinstance(item, dict) and _is_ours(item):
            yield {"@context": "https://schema.org", **_item(item)}
    # RDFa comes expanded, so it needs no context; in one piece, since its nodes lead to each other by labels.
    ours = [node for node in found["rdfa"] if any(iri.startswith(_SCHEMA_ORG) for iri in node.get("@type", []))]
    yield {"@graph": [{k: v for k, v in node.items() if k[0] == "@" or k.startswith(_SCHEMA_ORG)} for node in ours]}


def _is_ours(item: dict[str, Any]) -> bool:
    return any(kind.startswith(_SCHEMA_ORG) for kind in _list(item.get("type")))


def _item(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as a JSON-LD node (Microdata to RDF, W3C Note 2014), in terms of schema.org."""
    node: dict[str, Any] = {"@type": [kind for kind in _list(item.get("type")) if kind.startswith(_SCHEMA_ORG)]}
    if isinstance(item.get("id"), str):
        node["@id"] = item["id"]
    for name, values in item.get("properties", {}).items():
        node[name] = [_item(value) if isinstance(value, dict) else value for value in _list(values)]
    return node


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
