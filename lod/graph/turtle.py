"""Turtle that stays the same: sorted, grouped by subject, blank nodes inside the statement that leads to them.

Lists stand in brackets, however long they are.

RDF 1.1 Turtle, sections 2 and 6. Two graphs with the same triples give the same text as long as their blank nodes form
trees; where blank nodes are shared or circular, their labels come from RDFC-1.0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from lod.graph.resource import FIRST, NIL, REST
from lod.graph.short import Short, listed
from lod.terms import RDF_TYPE


def turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> str:
    """Return triples as Turtle text, with those of `prefixes` declared that it uses."""
    return _Writer(list(triples), prefixes).text()


class _Writer:
    def __init__(self, triples: list[ox.Triple], prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self.short = Short(prefixes)
        triples = _steady(triples)
        self.subjects: dict[object, dict[str, list[object]]] = {}
        for triple in triples:
            self.subjects.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)
        counts = Counter(t.object for t in triples if isinstance(t.object, ox.BlankNode))
        # A blank node that one statement leads to is written inside it; `_steady` has named the others.
        self.inside = {node for node, count in counts.items() if count == 1 and not _named(node)}

    def text(self) -> str:
        tops = [node for node in self.subjects if node not in self.inside]
        things = sorted((node for node in tops if isinstance(node, ox.NamedNode)), key=lambda node: node.value)
        body = [self.block(node) for node in things]
        body += sorted(self.block(node) for node in tops if isinstance(node, ox.BlankNode))
        head = [f"@prefix {name}: <{self.prefixes[name]}> .\n" for name in sorted(self.short.used)]
        return "".join(head) + ("\n" if head and body else "") + "\n".join(body)

    def block(self, node: object) -> str:
        alone = isinstance(node, ox.BlankNode) and not _named(node)
        return f"{'[]' if alone else self.term(node, 0)}{self.body(node, 1)} .\n"

    def body(self, node: object, depth: int) -> str:
        pad = "    " * depth
        lines = []
        for predicate in sorted(self.subjects.get(node, {}), key=lambda iri: (iri != RDF_TYPE, iri)):
            values = sorted((self.term(value, depth) for value in self.subjects[node][predicate]), key=_order)
            verb = "a" if predicate == RDF_TYPE else self.short.iri(predicate)
            separator = ", " if all(len(v) < 40 and "\n" not in v for v in values) else f",\n{pad}    "
            lines.append(f"{verb} {separator.join(values)}")
        first = " " if depth == 1 else f"\n{pad}"
        return first + f" ;\n{pad}".join(lines) if lines else ""

    def term(self, term: object, depth: int) -> str:
        if isinstance(term, ox.NamedNode):
            return self.short.iri(term.value)
        if isinstance(term, ox.Literal):
            return self.short.literal(term)
        if term in self.inside:
            if (items := self.items(term)) is not None:
                return listed([self.term(item, depth + 1) for item in items], "    " * depth)
            inner = self.body(term, depth + 1)
            return f"[{inner}\n{'    ' * depth}]" if inner else "[]"
        return str(term)

    def items(self, head: object) -> list[object] | None:
        """Return what stands in the list that begins at a blank node; None where it cannot be written as one."""
        found: list[object] = []
        while head != NIL:
            part = self.subjects.get(head, {}) if head in self.inside else {}
            if part.keys() != {FIRST, REST} or len(part[FIRST]) != 1 or len(part[REST]) != 1:
                return None
            found.append(part[FIRST][0])
            head = part[REST][0]
        return found


def _order(text: str) -> tuple[bool, str]:
    return text.startswith(("[", "(")), text


def _named(node: object) -> bool:
    return isinstance(node, ox.BlankNode) and node.value.startswith("c14n")


def _steady(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Give the blank nodes that cannot be written inside a statement labels that depend on the triples only."""
    counts = Counter(t.object for t in triples if isinstance(t.object, ox.BlankNode))
    subjects = {t.subject for t in triples if isinstance(t.subject, ox.BlankNode)}
    tree = all(count == 1 for count in counts.values()) and not _circular(triples, subjects)
    if tree:
        return triples
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _circular(triples: list[ox.Triple], blanks: set[ox.BlankNode]) -> bool:
    """Tell whether blank nodes, each led to by one other at most, form a ring."""
    leads = {t.object: t.subject for t in triples if t.subject in blanks and t.object in blanks}
    safe: set[object] = set()
    for start in leads:
        path: dict[object, None] = {}
        node: object = start
        while node in leads and node not in safe and node not in path:
            path[node] = None
            node = leads[node]  # type: ignore[index]  # `in leads` has just said that it is a blank node
        if node in path:
            return True
        safe.update(path)
    return False
