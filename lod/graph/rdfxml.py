"""RDF/XML of one thing: its blank nodes inside the property that leads to them, only the namespaces that it uses.

The nodes of lists stand behind it, beside each other: readers of XML give up where elements nest too deep.

RDF 1.1 XML Syntax, sections 2.2 to 2.13.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast
from xml.sax.saxutils import escape

import pyoxigraph as ox

from lod.graph.resource import FIRST, NIL, REST
from lod.graph.store import Term
from lod.terms import RDF, RDF_TYPE, XSD, shorten

if TYPE_CHECKING:
    from lod.graph.telling import Part

Rows = Sequence[tuple[str, "Sequence[Term | Part]"]]

# Namespaces in XML 1.0, production NCName, as far as ASCII goes.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*:[A-Za-z_][A-Za-z0-9_.-]*")

# What XML 1.0 has no way to say, and a carriage return, which readers would take for the end of a line.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")

# The properties of RDF itself that RDF/XML lets stand as any other.
_SPEAKABLE = {RDF_TYPE, FIRST, REST}


class RdfXml:
    """Writes things with one set of prefixes, and remembers the names of properties and classes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = {**prefixes, "rdf": RDF}
        self._names: dict[str, str | None] = {}
        self._lists: list[Sequence[Term | Part]] = []

    def document(self, iri: str, rows: Rows) -> str | None:
        """Return a thing with all that is said of it; None where something in it has no name or no place in XML."""
        used = {"rdf"}
        self._lists = []
        lines: list[str] = []
        try:
            self._node(f' rdf:about="{_quoted(iri)}"', rows, 1, lines, used)
            # Lists in lists join the end while this goes on.
            for number, items in enumerate(self._lists):
                for place, item in enumerate(items):
                    rest = ox.BlankNode(f"list{number}-{place + 1}") if place + 1 < len(items) else NIL
                    self._node(f' rdf:nodeID="list{number}-{place}"', [(FIRST, [item]), (REST, [rest])], 1, lines, used)
        except _NoWay:
            return None
        spaces = "".join([f' xmlns:{name}="{_quoted(self._prefixes[name])}"' for name in sorted(used)])
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n{"".join(lines)}</rdf:RDF>\n'

    def _node(self, about: str, rows: Rows, depth: int, lines: list[str], used: set[str]) -> None:
        pad = "\t" * depth
        name, typed = "rdf:Description", False
        if rows and rows[0][0] == RDF_TYPE:
            first = rows[0][1][0]
            if type(first) is ox.NamedNode and (known := self._name(first.value)) and not known.startswith("rdf:"):
                name, typed = known, True
                used.add(name.partition(":")[0])
        if typed and len(rows) == 1 and len(rows[0][1]) == 1:
            lines.append(f"{pad}<{name}{about}/>\n")
            return
        lines.append(f"{pad}<{name}{about}>\n")
        for iri, values in rows:
            tag = self._name(iri)
            if tag is None or (tag.startswith("rdf:") and iri not in _SPEAKABLE):
                raise _NoWay
            used.add(tag.partition(":")[0])
            for value in values[1:] if typed and iri == RDF_TYPE else values:
                if type(value) is ox.NamedNode:
                    lines.append(f'{pad}\t<{tag} rdf:resource="{_quoted(value.value)}"/>\n')
                elif type(value) is ox.Literal:
                    lines.append(f"{pad}\t<{tag}{_attribute(value)}>{_escaped(value.value)}</{tag}>\n")
                elif type(value) is ox.BlankNode:
                    lines.append(f'{pad}\t<{tag} rdf:nodeID="{value.value}"/>\n')
                elif (part := cast("Part", value)).items:
                    lines.append(f'{pad}\t<{tag} rdf:nodeID="list{len(self._lists)}-0"/>\n')
                    self._lists.append(part.items)
                else:
                    lines.append(f"{pad}\t<{tag}>\n")
                    self._node("", part.rows, depth + 2, lines, used)
                    lines.append(f"{pad}\t</{tag}>\n")
        lines.append(f"{pad}</{name}>\n")

    def _name(self, iri: str) -> str | None:
        if iri not in self._names:
            short = shorten(iri, self._prefixes) or ""
            self._names[iri] = short if _NAME.fullmatch(short) else None
        return self._names[iri]


class _NoWay(Exception):
    """Something cannot be said in the way of this module."""


def _attribute(literal: ox.Literal) -> str:
    datatype = literal.datatype.value
    if datatype == f"{XSD}string":
        return ""
    if literal.language:
        if datatype != f"{RDF}langString":
            raise _NoWay
        return f' xml:lang="{literal.language}"'
    return f' rdf:datatype="{_quoted(datatype)}"'


def _escaped(text: str) -> str:
    if _UNSPEAKABLE.search(text):
        raise _NoWay
    return escape(text)


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
