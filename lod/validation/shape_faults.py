"""Shapes that are themselves wrong: what the shapes for shapes demand (SHACL, appendix C), and what would not end.

A table takes the place of validation by those shapes, which takes pyshacl a minute for our own; a test compares both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from lod.errors import nearest
from lod.graph import Term
from lod.terms import OWL, RDF, SH, local_name
from lod.validation import sparql_faults
from lod.validation.codes import codes
from lod.validation.excerpts import show
from lod.validation.parameters import KNOWN, PARAMETERS, SHAPES, STEPS, Parameter, fits
from lod.validation.patterns import explodes, faulty
from lod.validation.places import Places, Statement
from lod.validation.report import LANGUAGES, Result, ResultPath, Severity
from lod.validation.rows import rows_of

Node = ox.NamedNode | ox.BlankNode

_IMPORTS = f"{OWL}imports"
_FIRST, _REST, _NIL = (f"{RDF}{name}" for name in ("first", "rest", "nil"))

#: Each fault in German and English.
_TEXTS = {
    "unknown": ("SHACL kennt kein „sh:{name}“.", "SHACL has no “sh:{name}”."),
    "value": ("„sh:{name}“ braucht {kind}, nicht {value}.", "“sh:{name}” needs {kind}, not {value}."),
    "many": ("„sh:{name}“ darf nur einmal stehen.", "“sh:{name}” may stand only once."),
    "list": ("„sh:{name}“ braucht eine Liste in Klammern: ( … ).", "“sh:{name}” needs a list in brackets: ( … )."),
    "path": (
        "Eine Form hinter „sh:property“ braucht genau einen gültigen „sh:path“.",
        "A shape behind “sh:property” needs exactly one valid “sh:path”.",
    ),
    "pattern": (
        "Der reguläre Ausdruck „{value}“ ist falsch: {fault}.",
        "The regular expression “{value}” is wrong: {fault}.",
    ),
    "explodes": (
        "Der reguläre Ausdruck „{value}“ rechnet bei manchen Texten fast endlos; er bleibt außer Betracht.",
        "The regular expression “{value}” takes nearly for ever on some texts; it is left out of account.",
    ),
    "select": (
        "Die Bedingung in SPARQL kann nicht verwendet werden: {fault}.",
        "The constraint in SPARQL cannot be used: {fault}.",
    ),
    "recursive": (
        "Diese Form verlangt auf Umwegen sich selbst; was das heißt, lässt SHACL offen.",
        "This shape asks for itself in a roundabout way; what that means SHACL leaves open.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Fault:
    kind: str
    triple: ox.Triple
    words: tuple[tuple[str, tuple[str, str] | str], ...] = ()
    near: str | None = None
    #: What has to go so that the other constraints can be judged.
    dropped: tuple[ox.Triple, ...] = ()
    severity: Severity = Severity.VIOLATION


def examine(
    files: Iterable[tuple[Path, list[ox.Triple]]], others: Iterable[ox.Triple], base: str
) -> tuple[list[ox.Triple], list[Result]]:
    """Return the triples of files of shapes that can be used, and a result for each fault, at its line.

    `others` are shapes that hold too and are taken to be right.
    """
    places, triples = Places(base), []
    for path, read in files:
        places.record(path, rows_of(read))
        triples += read
    faults = list(_Graph(triples, list(others)).faults())
    dropped = {triple for fault in faults for triple in fault.dropped}
    statements = [_statement(fault) for fault in faults]
    lines = places.find(statements)
    results = [replace(_result(f), origin=lines.get(s)) for f, s in zip(faults, statements, strict=True)]
    return [triple for triple in triples if triple not in dropped], list(show(results))


class _Graph:
    def __init__(self, triples: list[ox.Triple], others: list[ox.Triple]) -> None:
        self.triples = triples
        self.known: dict[Node, dict[str, list[ox.Triple]]] = {}
        for triple in (*triples, *others):
            if not isinstance(triple.subject, ox.Triple):
                self.known.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple)

    def faults(self) -> Iterator[_Fault]:
        for triple in self.triples:
            predicate = triple.predicate.value
            if predicate.startswith(SH):
                yield from self._parameter(triple, predicate.removeprefix(SH))
            elif predicate == _IMPORTS and triple.object not in self.known:
                words = (("value", _shown(triple.object)),)
                yield _Fault("import", triple, words, severity=Severity.WARNING)
        yield from self._recursive()

    def _parameter(self, triple: ox.Triple, name: str) -> Iterator[_Fault]:
        rule = PARAMETERS.get(name)
        if rule is None:
            if name not in KNOWN and name not in STEPS:
                near = nearest(name, [*PARAMETERS, *KNOWN])
                yield _Fault("unknown", triple, (("name", name),), f"sh:{near}" if near else None)
            return
        same = self.known[triple.subject][triple.predicate.value]  # type: ignore[index]  # no triple is a subject
        if rule.single and triple is not same[0] and triple != same[0]:
            yield _Fault("many", triple, (("name", name),), dropped=(triple,))
        elif rule.items and not self._is_list(triple.object, rule):
            yield _Fault("list", triple, (("name", name),), dropped=(triple,))
        elif not fits(triple.object, rule.kind):
            words = (("name", name), ("kind", rule.says), ("value", _shown(triple.object)))
            yield _Fault("value", triple, words, dropped=(triple,))
        elif name == "property" and not self._has_path(triple.object):
            yield _Fault("path", triple, dropped=(triple,))
        elif name == "sparql":
            yield from self._select(triple)
        elif name == "pattern" and isinstance(triple.object, ox.Literal):
            yield from self._pattern(triple, triple.object.value)

    def _select(self, triple: ox.Triple) -> Iterator[_Fault]:
        """Yield what is wrong with the query of a constraint in SPARQL (SHACL, section 5.2)."""
        cell = self._cell(triple.object)
        selects = cell.get(f"{SH}select", [])
        if len(selects) != 1 or not isinstance(selects[0].object, ox.Literal):
            yield _Fault("select", triple, (("fault", "it needs exactly one sh:select"),), dropped=(triple,))
            return
        declared = [t.object for t in cell.get(f"{SH}prefixes", [])]
        path = f"{SH}path" in self._cell(triple.subject)
        if (fault := sparql_faults.faulty(selects[0].object.value, self._prefixes(declared), path=path)) is not None:
            yield _Fault("select", selects[0], (("fault", fault),), dropped=(triple,))

    def _prefixes(self, declared: Iterable[Term]) -> dict[str, str]:
        """Return the prefixes that are declared at nodes (SHACL, section 5.2.1); pyshacl knows none from imports."""
        declarations = (self._cell(t.object) for node in declared for t in self._cell(node).get(f"{SH}declare", []))
        return {
            getattr(prefix.object, "value", ""): getattr(space.object, "value", "")
            for cell in declarations
            for prefix in cell.get(f"{SH}prefix", [])
            for space in cell.get(f"{SH}namespace", [])
        }

    def _cell(self, node: object) -> dict[str, list[ox.Triple]]:
        return self.known.get(node, {}) if isinstance(node, ox.NamedNode | ox.BlankNode) else {}

    def _pattern(self, triple: ox.Triple, text: str) -> Iterator[_Fault]:
        if (fault := faulty(text)) is not None:
            yield _Fault("pattern", triple, (("value", text), ("fault", fault)), dropped=(triple,))
        elif explodes(text):
            yield _Fault("explodes", triple, (("value", text),), dropped=(triple,))

    def _is_list(self, node: object, rule: Parameter) -> bool:
        if rule.filled and isinstance(node, ox.NamedNode) and node.value == _NIL:
            return False
        return self._is_chain(node, rule.items)

    def _is_chain(self, node: object, kind: str) -> bool:
        seen: set[object] = set()
        while not (isinstance(node, ox.NamedNode) and node.value == _NIL):
            cell = self._cell(node)
            first, rest = cell.get(_FIRST, []), cell.get(_REST, [])
            if node in seen or len(first) != 1 or len(rest) != 1 or not fits(first[0].object, kind):
                return False
            seen.add(node)
            node = rest[0].object
        return True

    def _has_path(self, node: object) -> bool:
        ways = self._cell(node).get(f"{SH}path", [])
        return len(ways) == 1 and self._is_path(ways[0].object, 0)

    def _is_path(self, node: object, depth: int) -> bool:
        if isinstance(node, ox.NamedNode):
            return True
        if not isinstance(node, ox.BlankNode) or depth > 100:
            return False
        cell = self.known.get(node, {})
        if _FIRST in cell:
            return self._is_chain(node, "any") and all(self._is_path(part, depth + 1) for part in self._items(node))
        steps = [triple for name in STEPS for triple in cell.get(SH + name, [])]
        if len(steps) != 1:
            return False
        target = steps[0].object
        if steps[0].predicate.value == f"{SH}alternativePath":
            return self._is_chain(target, "any") and all(self._is_path(part, depth + 1) for part in self._items(target))
        return self._is_path(target, depth + 1)

    def _items(self, node: object) -> Iterator[object]:
        while isinstance(node, ox.BlankNode) and _FIRST in self.known.get(node, {}):
            yield self.known[node][_FIRST][0].object
            node = self.known[node][_REST][0].object

    def _recursive(self) -> Iterator[_Fault]:
        """Yield a fault for each shape that leads back to itself by way of other shapes (SHACL, section 3.4.3)."""
        own = dict.fromkeys(t.subject for t in self.triples if t.predicate.value.removeprefix(SH) in SHAPES)
        for shape in own:
            level: list[tuple[object, ox.Triple]] = [(shape, link) for link in self._leads(shape)]
            seen: set[object] = set()
            while level:
                _, link = level.pop()
                if link.object == shape:
                    if isinstance(shape, ox.NamedNode):
                        yield _Fault("recursive", self._leads(shape)[0], severity=Severity.WARNING)
                    break
                if link.object not in seen:
                    seen.add(link.object)
                    level += [(link.object, further) for further in self._leads(link.object)]

    def _leads(self, node: object) -> list[ox.Triple]:
        """Return the statements by which a shape, or a list of shapes, leads to others."""
        cell = self._cell(node)
        names = (*(SH + name for name in SHAPES), _FIRST, _REST)
        return [triple for name in names for triple in cell.get(name, [])]


def _statement(fault: _Fault) -> Statement:
    triple = fault.triple
    return Statement(triple.subject, triple.predicate.value, triple.object)  # type: ignore[arg-type]  # no triple is a subject


def _result(fault: _Fault) -> Result:
    subject, predicate = fault.triple.subject, fault.triple.predicate.value
    code = {"recursive": "lod:recursive-shape", "import": "lod:import"}.get(fault.kind, "lod:shape")
    messages = {}
    for number, language in enumerate(LANGUAGES):
        words = {key: text if isinstance(text, str) else text[number] for key, text in fault.words}
        messages[language] = _text(fault.kind, number, language).format(**words)
    remedies = dict(codes()[code].remedies)
    if fault.near:
        remedies = {"de": f"Gemeint ist wohl {fault.near}.", "en": f"Probably {fault.near} is meant."}
    term = f"{'owl' if code == 'lod:import' else 'sh'}:{local_name(predicate)}"
    return Result(
        code=code,
        severity=fault.severity,
        messages=messages,
        focus=subject if isinstance(subject, ox.NamedNode | ox.BlankNode) else None,
        focus_name=dict.fromkeys(LANGUAGES, local_name(subject.value) if isinstance(subject, ox.NamedNode) else ""),
        path=ResultPath(term, dict.fromkeys(LANGUAGES, term), predicate),
        value=fault.triple.object if fault.kind in ("value", "pattern", "explodes", "import") else None,
        remedies=remedies,
    )


def _text(kind: str, number: int, language: str) -> str:
    return codes()["lod:import"].messages[language] if kind == "import" else _TEXTS[kind][number]


def _shown(term: object) -> tuple[str, str]:
    """Return a value as a German and an English message show it."""
    if isinstance(term, ox.NamedNode):
        return f"<{term.value}>", f"<{term.value}>"
    return (f"„{term.value}“", f"“{term.value}”") if isinstance(term, ox.Literal) else ("[ … ]", "[ … ]")
