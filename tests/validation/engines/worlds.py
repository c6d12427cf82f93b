"""Made-up shapes and data, from the whole of SHACL core, as small as may be and as odd as may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from hypothesis import strategies as st

from lod.terms import RDF, RDF_TYPE, RDFS, SH, XSD

EX = "http://ex.org/"

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Draw = Callable[[st.SearchStrategy[Any]], Any]


def ex(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def _typed(datatype: str, *texts: str) -> list[ox.Literal]:
    return [ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)) for text in texts]


THINGS: list[Node] = [ex(name) for name in "abcd"] + [ox.BlankNode(f"b{number}") for number in range(3)]
CLASSES = [ex(name) for name in ("C", "D", "E")]
PROPERTIES = [ex(name) for name in "pqr"]
LITERALS: list[ox.Literal] = [
    *(ox.Literal(text) for text in ("", "a", "ab", "abc", "a b", "a\n", "ä", "1", "\x1c", "２", 'a"^^<b> .')),
    *(ox.Literal(text, language=tag) for text in ("a", "b") for tag in ("de", "DE", "en", "de-AT", "de-AT-1996")),
    *_typed("integer", "1", "01", "+1", "-0", "5", "a", "", " 1", "99999999999999999999", "9007199254740993"),
    *_typed("decimal", "1.0", "1", "1.10", ".5", "1e0", "0.1"),
    *_typed("double", "1", "1.0E0", "INF", "NaN", "0.1", "x"),
    *_typed("float", "0.1", "1"),
    *_typed("boolean", "true", "false", "1", "0", "TRUE"),
    *_typed("date", "2020-01-01", "2020-02-30", "2020-01-01Z", "0000-01-01", "12020-01-01", "2020-1-1"),
    *_typed("dateTime", "2020-01-01T00:00:00", "2020-01-01T00:00:00Z", "2020-01-01", "2020-01-01T24:00:00"),
    *_typed("gYear", "2020", "20", "-0001"),
    *_typed("int", "1", "2147483648"),
    *_typed("duration", "PT2H", "P1Y", "2H"),
    *_typed("anyURI", "http://a", "a b"),
    *_typed("string", "a"),
    ox.Literal("2020-22", datatype=ex("edtf")),
]
TERMS: list[Term] = [*THINGS, *CLASSES, *LITERALS]
PATTERNS = [
    "a",
    "^a",
    "b$",
    "^ab?$",
    r"\s",
    r"^\w+$",
    r"\d",
    ".",
    "(a|b)c",
    "[^a]",
    "a{2,}",
    "(?i)A",
    "(?=a)",
    "^$",
    "b$|c",
]
LIMITS = [
    literal
    for literal in LITERALS
    if literal.value in ("1", "5", "0.1", "2020-01-01", "2020-01-01T00:00:00", "a", "2020")
]


@dataclass
class World:
    """Shapes and data as triples."""

    shapes: list[ox.Triple]
    data: list[ox.Triple]

    def __repr__(self) -> str:
        return "\n".join(f"{triple} ." for triple in (*self.shapes, "---", *self.data))


class _Builder:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.triples: list[ox.Triple] = []
        self.named: list[Node] = []
        self.count = 0

    def pick(self, options: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, of: int) -> bool:
        return bool(self.draw(st.integers(0, of - 1)) == 0)

    def say(self, subject: Node, predicate: str, value: Any) -> None:
        iri = predicate if ":" in predicate else SH + predicate
        if isinstance(value, bool | int | str):
            value = ox.Literal(value)
        self.triples.append(ox.Triple(subject, ox.NamedNode(iri), value))

    def fresh(self) -> Node:
        self.count += 1
        return ex(f"S{self.count}") if self.chance(2) else ox.BlankNode(f"s{self.count}")

    def list(self, items: list[object]) -> Node:
        head: Node = ox.NamedNode(f"{RDF}nil")
        for item in reversed(items):
            self.count += 1
            cell = ox.BlankNode(f"l{self.count}")
            self.say(cell, f"{RDF}first", item)
            self.say(cell, f"{RDF}rest", head)
            head = cell
        return head

    def path(self, depth: int = 0) -> Any:
        kind = self.draw(st.integers(0, 11 if depth < 3 else 5))
        assert isinstance(kind, int)
        if kind <= 5:
            return self.pick(PROPERTIES)
        self.count += 1
        node = ox.BlankNode(f"p{self.count}")
        if kind == 6:
            self.say(node, "inversePath", self.path(depth + 2))
        elif kind == 7:
            return self.list([self.path(depth + 1) for _ in range(2 + self.chance(3))])
        elif kind == 8:
            self.say(node, "alternativePath", self.list([self.path(depth + 1) for _ in range(2)]))
        else:
            names = ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
            self.say(node, names[kind - 9], self.path(depth + 1))
        return node

    def shape(self, depth: int, *, property: bool | None = None) -> Any:
        if self.named and self.chance(8) and property is None:
            return self.pick(self.named)
        node = self.fresh()
        if property is None:
            property = self.chance(3)
        if isinstance(node, ox.NamedNode) and not property:
            self.named.append(node)
        if self.chance(2):
            self.say(node, RDF_TYPE, ox.NamedNode(SH + ("PropertyShape" if property else "NodeShape")))
        if property:
            self.say(node, "path", self.path())
        for _ in range(self.draw(st.integers(1, 3))):
            self.constraint(node, depth, property)
        if self.chance(12):
            self.say(node, "deactivated", self.chance(2))
        if self.chance(4):
            self.say(node, "severity", ox.NamedNode(SH + str(self.pick(["Info", "Warning", "Violation"]))))
        if self.chance(3):
            self.say(node, "message", ox.Literal("says", language="en"))
        return node

    def constraint(self, node: Node, depth: int, property: bool) -> None:
        kinds = list(SIMPLE)
        if property:
            kinds += ["count"] * 3 + ["uniqueLang", "order"]
        if depth < 3:
            kinds += ["property", "property", "node", "not", "and", "or", "xone"] * 2
            if property:
                kinds += ["qualified"] * 3
        kind = self.pick(kinds)
        taken = {t.predicate.value for t in self.triples if t.subject == node}
        if kind in SIMPLE and SH + str(kind) in taken:
            return
        if kind in ("class", "equals", "disjoint"):
            self.say(node, str(kind), self.pick(CLASSES if kind == "class" else PROPERTIES))
        elif kind == "datatype":
            datatypes = sorted({literal.datatype.value for literal in LITERALS})
            self.say(node, "datatype", ox.NamedNode(str(self.pick(datatypes))))
        elif kind == "nodeKind":
            kinds = ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
            self.say(node, "nodeKind", ox.NamedNode(SH + str(self.pick(kinds))))
        elif kind in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"):
            self.say(node, str(kind), self.pick(LIMITS))
        elif kind in ("minLength", "maxLength"):
            self.say(node, str(kind), self.draw(st.integers(0, 3)))
        elif kind == "pattern":
            self.say(node, "pattern", self.pick(PATTERNS))
            if self.chance(6):
                self.say(node, "flags", self.pick(["i", "s", "m"]))
        elif kind == "languageIn":
            self.say(node, "languageIn", self.list([self.pick(["de", "en", "de-AT", "EN", "*"]) for _ in range(2)]))
        elif kind == "closed":
            self.say(node, "closed", not self.chance(5))
            if self.chance(2):
                self.say(node, "ignoredProperties", self.list([ox.NamedNode(RDF_TYPE), self.pick(PROPERTIES)]))
        elif kind == "hasValue":
            self.say(node, "hasValue", self.pick(TERMS))
        elif kind == "in":
            self.say(node, "in", self.list([self.pick(TERMS) for _ in range(4)]))
        elif kind == "count":
            name = str(self.pick(["minCount", "maxCount"]))
            if SH + name not in taken:
                self.say(node, name, self.draw(st.integers(0, 2)))
        elif kind == "uniqueLang":
            if SH + "uniqueLang" not in taken:
                self.say(node, "uniqueLang", not self.chance(5))
        elif kind == "order":
            self.say(node, str(self.pick(["lessThan", "lessThanOrEquals"])), self.pick(PROPERTIES))
        elif kind == "property":
            self.say(node, "property", self.shape(depth + 1, property=True))
        elif kind in ("node", "not"):
            self.say(node, str(kind), self.shape(depth + 1, property=False if kind == "node" else None))
        elif kind in ("and", "or", "xone"):
            self.say(node, str(kind), self.list([self.shape(depth + 1) for _ in range(1 + self.chance(2))]))
        elif kind == "qualified" and SH + "qualifiedValueShape" not in taken:
            self.say(node, "qualifiedValueShape", self.shape(depth + 1))
            limits = self.draw(st.integers(1, 3))
            assert isinstance(limits, int)
            if limits & 1:
                self.say(node, "qualifiedMinCount", self.draw(st.integers(0, 2)))
            if limits & 2:
                self.say(node, "qualifiedMaxCount", self.draw(st.integers(0, 2)))
            if self.chance(4):
                self.say(node, "qualifiedValueShapesDisjoint", True)

    def root(self) -> None:
        node = self.shape(0, property=self.chance(5))
        for _ in range(1 + self.chance(3)):
            target = self.pick(["targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "class"])
            if target == "class" and isinstance(node, ox.NamedNode):
                self.say(node, RDF_TYPE, ox.NamedNode(f"{RDFS}Class"))
                self.say(node, RDF_TYPE, ox.NamedNode(f"{SH}NodeShape"))
            elif target == "targetNode":
                options: list[Term] = [ex("a"), ex("b"), ex("nowhere"), ox.Literal("a"), ox.Literal(1)]
                self.say(node, "targetNode", self.pick(options))
            elif target == "targetClass":
                self.say(node, "targetClass", self.pick(CLASSES))
            elif target != "class":
                self.say(node, str(target), self.pick(PROPERTIES))


SIMPLE = (
    "class", "datatype", "nodeKind", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "minLength",
    "maxLength", "pattern", "languageIn", "equals", "disjoint", "closed", "hasValue", "in",
)  # fmt: skip


@st.composite
def worlds(draw: Draw) -> World:
    """Draw shapes with targets, and data of a few things, classes and properties."""
    builder = _Builder(draw)
    for _ in range(1 + builder.chance(2)):
        builder.root()
    statement = st.tuples(st.sampled_from(THINGS), st.sampled_from(PROPERTIES), st.sampled_from(TERMS))
    typing = st.tuples(st.sampled_from(THINGS), st.just(ox.NamedNode(RDF_TYPE)), st.sampled_from(CLASSES))
    order = st.tuples(*[st.sampled_from(CLASSES)] * 2).map(
        lambda pair: (pair[0], ox.NamedNode(f"{RDFS}subClassOf"), pair[1])
    )
    rows = draw(st.lists(st.one_of(statement, statement, typing, order), min_size=1, max_size=14))
    return World(list(dict.fromkeys(builder.triples)), [ox.Triple(*row) for row in dict.fromkeys(rows)])
