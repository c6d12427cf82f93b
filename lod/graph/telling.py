"""What is said of one thing, put in order once and written as Turtle, N-Triples and RDF/XML.

The Turtle is that of `turtle`. All this is for things whose blank nodes form a tree below them, as they nearly always
do; the others have `serialise`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import pyoxigraph as ox

from lod.graph.rdfxml import RdfXml
from lod.graph.resource import DEPTH, FIRST, NIL, REST, Description
from lod.graph.serial import serialise
from lod.graph.short import Short, listed
from lod.graph.speakable import rdfxml
from lod.graph.store import Term
from lod.terms import RDF_TYPE


@dataclass(frozen=True, slots=True)
class Part:
    """A thing, or a blank node below one: its properties, the types first, each with its values in order.

    `text` is its Turtle behind its name. The values are terms, in the place of blank nodes their parts. A list has
    `items` in the place of rows, and its whole Turtle.
    """

    text: str
    rows: Sequence[tuple[str, Sequence[Term | Part]]]
    items: Sequence[Term | Part] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A thing in order, and its Turtle: the `prefixes` that it takes, then its `block`."""

    node: ox.NamedNode
    part: Part
    prefixes: str
    block: str

    def turtle(self) -> str:
        """Return the thing in Turtle."""
        return f"{self.prefixes}\n{self.block}" if self.prefixes else self.block

    def ntriples(self, label: str = "b") -> str:
        """Return the thing in N-Triples, its lines sorted; blank nodes are called `label` and a number, in order."""
        return "".join(sorted(_lines(str(self.node), self.part, label, count())))


class _TooDeep(Exception):
    """Blank nodes stand inside each other deeper than DEPTH, as in lists with faults."""


class Teller:
    """Puts descriptions in order and writes them, with one set of prefixes; what it has abbreviated it remembers."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._short = Short(prefixes)
        self._rdfxml = RdfXml(prefixes)
        self._last: tuple[Description, Told | None] | None = None

    def write(self, thing: Description, format: str) -> bytes:
        """Return a thing in the format of this name, as `serialise` knows them."""
        if format in ("turtle", "ntriples", "rdfxml") and (told := self.told(thing)) is not None:
            text = told.turtle() if format == "turtle" else told.ntriples() if format == "ntriples" else None
            text = self._rdfxml.document(told.node.value, told.part.rows) if text is None else text
            if text is not None:
                return text.encode()
            if len(thing.nested) > DEPTH:
                # Canonical labels for the nodes of a long list take for ever where its entries are alike.
                quads = ox.parse(told.ntriples(), format=ox.RdfFormat.N_TRIPLES)
                return rdfxml(list(quads), {name: space for name, space in self._prefixes.items() if name})
        return serialise(thing.triples(), format, self._prefixes)

    def told(self, thing: Description) -> Told | None:
        """Return a thing in order; None where its blank nodes form no tree or a deep one, or it speaks of triples."""
        if self._last is None or self._last[0] is not thing:
            self._last = (thing, self._told(thing))
        return self._last[1]

    def _told(self, thing: Description) -> Told | None:
        if not isinstance(thing.node, ox.NamedNode) or not _is_tree(thing):
            return None
        self._short.used.clear()
        try:
            part = self._part(thing, 1)
        except _TooDeep:
            return None
        block = f"{self._short.iri(thing.node.value)}{part.text} .\n" if part.text else ""
        used = sorted(self._short.used) if block else ()
        heads = "".join([f"@prefix {name}: <{self._prefixes[name]}> .\n" for name in used])
        return Told(thing.node, part, heads, block)

    def _part(self, thing: Description, depth: int) -> Part:
        if depth > DEPTH:
            raise _TooDeep
        pad = "    " * depth
        iri_of, literal_of = self._short.iri, self._short.literal
        lines: list[str] = []
        rows: list[tuple[str, Sequence[Term | Part]]] = []
        for iri, terms in _types_first(thing.statements):
            named: list[tuple[str, Term | Part]] = []
            blank: list[tuple[str, Term | Part]] = []
            for term in terms:
                if type(term) is ox.NamedNode:
                    named.append((iri_of(term.value), term))
                elif type(term) is ox.Literal:
                    named.append((literal_of(term), term))
                else:
                    blank.append(self._blank(term, thing, depth))
            if len(named) > 1:
                named.sort(key=_text)
            if blank:
                # What begins with a bracket of either kind stands last.
                blank.sort(key=_text)
                named += blank
            texts = [text for text, _ in named]
            one = ", ".join(texts)
            if len(texts) > 1 and not all(len(text) < 40 and "\n" not in text for text in texts):
                one = f",\n{pad}    ".join(texts)
            lines.append(f"{'a' if iri == RDF_TYPE else iri_of(iri)} {one}")
            rows.append((iri, [value for _, value in named]))
        start = " " if depth == 1 else f"\n{pad}"
        return Part(start + f" ;\n{pad}".join(lines) if lines else "", rows)

    def _blank(self, node: Term, thing: Description, depth: int) -> tuple[str, Part]:
        """Return a blank node as it stands inside a statement, and its part; `_is_tree` has said that it is nested."""
        pad, items = "    " * depth, thing.items(node)
        if items is None:
            part = self._part(thing.nested[node], depth + 1)  # type: ignore[index]  # a blank node
            return f"[{part.text}\n{pad}]" if part.text else "[]", part
        found = [self._value(item, thing, depth + 1) for item in items]
        part = Part(listed([text for text, _ in found], pad), (), [value for _, value in found])
        return part.text, part

    def _value(self, term: Term, thing: Description, depth: int) -> tuple[str, Term | Part]:
        if isinstance(term, ox.NamedNode):
            return self._short.iri(term.value), term
        return (self._short.literal(term), term) if isinstance(term, ox.Literal) else self._blank(term, thing, depth)


def _lines(subject: str, part: Part, label: str, numbers: Iterator[int]) -> Iterator[str]:
    for iri, values in part.rows:
        start = f"{subject} <{iri}>"
        for value in values:
            if type(value) is Part:
                name = f"_:{label}{next(numbers)}"
                yield f"{start} {name} .\n"
                yield from _entries(name, value, label, numbers) if value.items else _lines(name, value, label, numbers)
            else:
                yield f"{start} {value} .\n"


def _entries(name: str, part: Part, label: str, numbers: Iterator[int]) -> Iterator[str]:
    items = part.items or ()
    for place, item in enumerate(items, 1):
        yield from _lines(name, Part("", [(FIRST, [item])]), label, numbers)
        rest = f"_:{label}{next(numbers)}" if place < len(items) else str(NIL)
        yield f"{name} <{REST}> {rest} .\n"
        name = rest


def _types_first(statements: Mapping[str, list[Term]]) -> Iterator[tuple[str, list[Term]]]:
    if RDF_TYPE in statements:
        yield RDF_TYPE, statements[RDF_TYPE]
    for iri, terms in statements.items():
        if iri != RDF_TYPE:
            yield iri, terms


def _text(value: tuple[str, object]) -> str:
    return value[0]


def _is_tree(thing: Description) -> bool:
    """Tell whether all values are terms or blank nodes of the thing's own, each of which one statement leads to."""
    leads = 0
    for part in (thing, *thing.nested.values()):
        for values in part.statements.values():
            for value in values:
                kind = type(value)
                if kind is ox.BlankNode:
                    leads += 1
                elif kind is not ox.NamedNode and kind is not ox.Literal:
                    return False
    return leads == len(thing.nested)
