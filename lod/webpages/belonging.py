"""Which thing of the graph a web page is about, by the addresses that it goes by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from urllib.parse import unquote

import pyoxigraph as ox

from lod.config import Config
from lod.graph import Queryable
from lod.terms import SCHEMA, SCHEMA_HTTP
from lod.webpages.encoding import Text
from lod.webpages.markup import Head

# Scheme, authority, path (RFC 3986, appendix B); what is no address at all is not for us to judge here.
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//([^/?#]+)([^?#]*)")
_LANGUAGE_PAGE = re.compile(r"\.[a-z]{2,3}(-[a-z0-9]+)*\.html$")

#: The properties by which the graph itself says at which address a thing has its page.
_ADDRESSES = tuple(
    ox.NamedNode(space + name) for space in (SCHEMA, SCHEMA_HTTP) for name in ("url", "mainEntityOfPage")
)


class Belonging:
    """Finds things by the addresses of their pages.

    An address belongs to the thing that has it as its IRI, as its schema:url or schema:mainEntityOfPage, or to the one
    whose page it is on the published site. http and https, a closing slash, `index.html` and what stands behind `#` or
    `?` make no difference. The addresses that the graph states are read as a whole, once.
    """

    def __init__(self, graph: Queryable, config: Config, addresses: Iterable[str] = ()) -> None:
        self._graph = graph
        self._config = config
        self._bases = tuple(_plain(address) for address in (config.base, *addresses))

    def on(self, part: Queryable) -> Belonging:
        """Return the same, looking for things in a part of the graph."""
        _ = self._stated
        other = copy(self)
        other._graph = part
        return other

    def node(self, address: str) -> ox.NamedNode | None:
        """Return the thing that an address belongs to, or None."""
        plain = _plain(address)
        if (found := self._stated.get(plain)) is not None:
            return found
        for base in self._bases:
            if plain.startswith(f"{base}/"):
                for path in _paths(plain[len(base) + 1 :]):
                    if (node := self._known(self._config.base + path)) is not None:
                        return node
        return None

    def of_page(self, page: Text, head: Head) -> tuple[ox.NamedNode | None, list[str]]:
        """Return the thing that a page says it is about, and the addresses by which it does, canonical link first."""
        named = list(dict.fromkeys(page.said(address) for address in addresses(head)))
        return next((node for address in named if (node := self.node(address)) is not None), None), named

    def _known(self, iri: str) -> ox.NamedNode | None:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return None  # no IRI, so none of ours
        return node if next(self._graph.triples(node), None) is not None else None

    @cached_property
    def _stated(self) -> Mapping[str, ox.NamedNode]:
        found: dict[str, ox.NamedNode] = {}
        for predicate in _ADDRESSES:
            # By IRI, so that of two things the same one counts wherever the graph is.
            for subject, value in sorted(self._addressed(predicate)):
                found.setdefault(_plain(value), ox.NamedNode(subject))
        return found

    def _addressed(self, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
        """Yield things of ours with what a property says of them."""
        for triple in self._graph.triples(None, predicate):
            subject, value = triple.subject, getattr(triple.object, "value", "")
            if value and isinstance(subject, ox.NamedNode) and subject.value.startswith(self._config.base):
                yield subject.value, value


def language(head: Head) -> str | None:
    """Return the language that a page says it is in (HTML, section 3.2.6.2), or None."""
    html = next((element for element in head.elements if element.name == "html"), None)
    return html.attributes.get("lang") or html.attributes.get("xml:lang") if html else None


def addresses(head: Head) -> Iterable[str]:
    """Yield the addresses that a page gives itself: its canonical link (RFC 6596), then og:url."""
    for element in head.elements:
        if element.name == "link" and "canonical" in element.rest.lower():
            attributes = element.attributes
            if "canonical" in attributes.get("rel", "").lower().split():
                yield attributes.get("href", "").strip()
    for element in head.elements:
        if element.name == "meta" and "og:url" in element.rest.lower():
            attributes = element.attributes
            if "og:url" in (attributes.get("property", "").lower(), attributes.get("name", "").lower()):
                yield attributes.get("content", "").strip()


def _paths(path: str) -> Iterator[str]:
    """Yield the paths of the things whose page on the published site may be at a path."""
    yield path
    if path.endswith(".html"):
        yield path.removesuffix(".html")
        if (short := _LANGUAGE_PAGE.sub("", path)) != path:
            yield short


def _plain(address: str) -> str:
    address = address.strip()
    parts = _ADDRESS.match(address)
    if parts is None:
        return address
    path = parts[2]
    path = unquote(path) if "%" in path else path
    return f"{parts[1].lower()}{path.removesuffix('index.html').rstrip('/')}"
