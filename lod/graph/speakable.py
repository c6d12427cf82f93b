"""What RDF/XML can say: properties and classes that are names in XML, and text without control characters.

RDF 1.1 XML Syntax, section 5.1 and appendix; XML 1.0, sections 2.2 and 2.11.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from xml.etree import ElementTree

import pyoxigraph as ox

from lod.terms import RDF, RDF_TYPE

# What ends like this is a name in XML, whoever looks for one.
_PLAIN = re.compile(r"[/#][A-Za-z_][A-Za-z0-9_-]*$")

_UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_TYPE = ox.NamedNode(RDF_TYPE)
_ANY = ox.NamedNode("https://example.org/")


def rdfxml(quads: Sequence[ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Return quads, sorted by subject, in RDF/XML; a comment counts those that it cannot say, which are left out."""
    said = [quad for quad in quads if _is_speakable(quad)]
    if any(map(_is_nameless, said)):
        said = list(_typed(said))
    data = ox.serialize(said, format=ox.RdfFormat.RDF_XML, prefixes=dict(prefixes)) or b""
    # A reader would take a carriage return for the end of a line; only text has any.
    data = data.replace(b"\r", b"&#13;")
    if left := len(quads) - len(said):
        declaration, end, rest = data.partition(b"\n")
        comment = f"<!-- {left} of the statements cannot be said in RDF/XML: all other formats have them. -->\n"
        return declaration + end + comment.encode() + rest
    return data


def _is_speakable(quad: ox.Quad) -> bool:
    text = quad.object.value if isinstance(quad.object, ox.Literal) else ""
    return quad.predicate == _TYPE or (not _UNSAID.search(text) and _is_name(quad.predicate.value))


def _is_nameless(quad: ox.Quad) -> bool:
    """Tell whether a statement has a class that can be no element."""
    return quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode) and not _is_name(quad.object.value)


def _typed(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads so that no thing begins with a nameless class: the engine would make an element of it."""
    for _, some in groupby(quads, key=lambda quad: str(quad.subject)):
        ordered = sorted(some, key=_is_nameless)
        if not _is_nameless(ordered[0]):
            yield from ordered


@lru_cache(maxsize=4096)
def _is_name(iri: str) -> bool:
    """Tell whether an IRI can be an element in RDF/XML: it has to end with a name, and not with a word of RDF/XML's."""
    if _PLAIN.search(iri) and not iri.startswith(RDF):
        return True
    # The rare ones are tried: the engine writes some that no XML parser reads.
    try:
        data = ox.serialize([ox.Triple(_ANY, ox.NamedNode(iri), _ANY)], format=ox.RdfFormat.RDF_XML)
        tag = ElementTree.fromstring(data or b"")[0][0].tag  # noqa: S314  # we have just written it
    except (OSError, ElementTree.ParseError):
        return False
    space, _, name = tag[1:].rpartition("}")
    return bool(name) and space + name == iri
