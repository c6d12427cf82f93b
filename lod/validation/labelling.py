"""Names of blank nodes that are the same in each run: by where they stand, since parsers name them at random."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import SH
from lod.validation.places import Places, Statement
from lod.validation.report import Result

#: What the names of the shapes' blank nodes begin with; those of the data begin with a digest of their file.
SHAPE = "shape"

_SETTLED = re.compile(rf"{SHAPE}[0-9]+|file[0-9a-f]{{16}}[os][0-9]+")
_PATH, _SHAPE = ox.NamedNode(f"{SH}resultPath"), ox.NamedNode(f"{SH}sourceShape")


def shapes(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples of shapes with their blank nodes named by the order in which they come."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: Term) -> Term:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.get(term) or names.setdefault(term, ox.BlankNode(f"{SHAPE}{len(names)}"))

    blank, found = ox.BlankNode, []
    for triple in triples:
        subject, predicate, value = triple
        if subject.__class__ is blank or value.__class__ is blank:
            triple = ox.Triple(named(subject), predicate, named(value))  # type: ignore[arg-type]  # a subject stays one
        found.append(triple)
    return found


def of_file(path: str) -> str:
    """Return what the names of a file's blank nodes begin with."""
    return f"file{_digest(path)}"


def settled(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples of a W3C report with the lists in it named by what leads to them.

    pyshacl gives the blank nodes of lists new names when it copies them; others keep theirs.
    """
    triples = list(triples)
    at: dict[Term, list[ox.Triple]] = {}
    for triple in triples:
        at.setdefault(triple.subject, []).append(triple)
    names: dict[Term, ox.BlankNode] = {}
    level: list[Term] = [term for term in at if _is_settled(term)]
    for stated in at.values():
        path, shape = (next((t.object for t in stated if t.predicate == p), None) for p in (_PATH, _SHAPE))
        if isinstance(path, ox.BlankNode) and shape is not None and not _is_settled(path):
            names[path] = ox.BlankNode(f"{SHAPE}{_digest(str(shape))}")
            level.append(path)
    while level:
        found: list[Term] = []
        for term in level:
            inner = [t for t in at.get(term, ()) if isinstance(t.object, ox.BlankNode) and not _is_settled(t.object)]
            # By what they say, where a node leads to several by one property.
            for number, t in enumerate(sorted(inner, key=lambda t: (t.predicate.value, _content(t.object, at)))):
                if t.object not in names:
                    above = names.get(term, term)
                    kind = SHAPE if str(above).startswith(f"_:{SHAPE}") else "list"
                    names[t.object] = ox.BlankNode(f"{kind}{_digest(f'{above} {t.predicate} {number}')}")
                    found.append(t.object)
        level = found

    def named(term: Term) -> Term:
        return names.get(term, term)

    return [ox.Triple(named(t.subject), t.predicate, named(t.object)) for t in triples]  # type: ignore[arg-type]  # a subject stays one


def _content(term: Term, at: Mapping[Term, list[ox.Triple]], depth: int = 100) -> str:
    if not isinstance(term, ox.BlankNode) or not depth or _is_settled(term):
        return str(term)
    return " ".join(sorted(f"{t.predicate} {_content(t.object, at, depth - 1)}" for t in at.get(term, ())))


def _is_settled(term: Term) -> bool:
    return isinstance(term, ox.BlankNode) and _SETTLED.fullmatch(term.value) is not None


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


class Labels:
    """Gives the blank nodes of the data their names."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def file(self, blank: str) -> str:
        """Return the file of a blank node, or "" for one that is not of the data."""
        position = self._places.position(blank)
        return position[0] if position else ""

    def term(self, term: Term) -> Term:
        """Return a term, a blank node of the data under its new name."""
        if isinstance(term, ox.BlankNode) and (position := self._places.position(term.value)) is not None:
            file, number, subject = position
            return ox.BlankNode(f"{of_file(file)}{'s' if subject else 'o'}{number}")
        return term

    def triple(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple with its blank nodes under their new names."""
        return ox.Triple(self.term(triple.subject), triple.predicate, self.term(triple.object))  # type: ignore[arg-type]  # a subject stays one

    def result(self, result: Result) -> Result:
        """Return a result with its blank nodes under their new names."""
        focus, value = (None if term is None else self.term(term) for term in (result.focus, result.value))
        return result if (focus, value) == (result.focus, result.value) else replace(result, focus=focus, value=value)

    def statement(self, statement: Statement) -> Statement:
        """Return a statement with its blank nodes under their new names."""
        value = None if statement.value is None else self.term(statement.value)
        return replace(statement, subject=self.term(statement.subject), value=value)  # type: ignore[arg-type]  # the same
