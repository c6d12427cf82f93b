"""What has been found on which thing, before it becomes a report: in this form it can be kept and brought together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.config import Config
from lod.graph import Term
from lod.terms import RDF_TYPE, SH
from lod.validation.arranging import merge, order
from lod.validation.checks import Guess
from lod.validation.excerpts import show
from lod.validation.labelling import SHAPE
from lod.validation.places import Statement
from lod.validation.report import Report, Result, Severity
from lod.validation.telling import hinted


@dataclass(frozen=True, slots=True)
class Finding:
    """A result with its place, and the statement that it is about.

    `home` is the IRI that it is a finding on, or the file of a blank node. `guess` is what a hint may help with.
    """

    home: str
    result: Result
    statement: Statement
    guess: Guess | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was found on some files.

    `faults` are findings on files that could not be read, or on shapes. `judged` are the results of the W3C report,
    each with its home and its triples, its own first; `sources` are what it says of shapes without IRIs.
    `hints` are those that were looked for. Blank nodes have the names of `labelling`.
    """

    files: tuple[str, ...]
    triples: int
    faults: tuple[Result, ...]
    shacl: tuple[Finding, ...]
    checks: tuple[Finding, ...]
    judged: tuple[tuple[str, tuple[ox.Triple, ...]], ...]
    sources: tuple[ox.Triple, ...]
    hints: Mapping[Guess, str | None]
    omitted: Mapping[str, int]


def report(outcome: Outcome, config: Config) -> Report:
    """Return the report: one finding for each cause, in order, with the lines of the files."""
    checks = ((_hinted(finding, outcome.hints), finding.statement) for finding in outcome.checks)
    found = [result for result, _ in merge(((f.result, f.statement) for f in outcome.shacl), checks)]
    results = (*sorted(outcome.faults, key=order), *sorted(found, key=order))
    # A shape that is wrong is left out, so that what its file demands is not judged in full.
    grave = (fault for fault in outcome.faults if fault.severity is Severity.VIOLATION)
    return Report(
        results=tuple(show(results)),
        files=outcome.files,
        triples=outcome.triples,
        unreadable=tuple(dict.fromkeys(fault.origin.path for fault in grave if fault.origin)),
        shacl=tuple(_w3c(outcome)),
        prefixes=config.prefixes,
        omitted=outcome.omitted,
    )


def split(triples: Iterable[ox.Triple]) -> tuple[list[tuple[Term, tuple[ox.Triple, ...]]], list[ox.Triple]]:
    """Return the results of a W3C report, each with its focus node and its triples, and what it says of shapes.

    Blank nodes of shapes have the names of `labelling`.
    """
    at: dict[Term, list[ox.Triple]] = {}
    for triple in triples:
        at.setdefault(triple.subject, []).append(triple)
    tops = (t.subject for stated in at.values() for t in stated if t.predicate == _RESULT)
    nodes = [t.object for top in dict.fromkeys(tops) for t in at[top] if t.predicate == _RESULT]
    results = []
    for node in nodes:
        focus = next(t.object for t in at[node] if t.predicate == _FOCUS)
        results.append((focus, tuple(_closure(node, at))))
    return results, [triple for term, stated in at.items() if _of_shape(term) for triple in stated]


def _hinted(finding: Finding, hints: Mapping[Guess, str | None]) -> Result:
    near = hints.get(finding.guess) if finding.guess else None
    return finding.result if near is None else hinted(finding.result, near)


def _w3c(outcome: Outcome) -> Iterator[ox.Triple]:
    top = ox.BlankNode("report")
    yield ox.Triple(top, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{SH}ValidationReport"))
    yield ox.Triple(top, ox.NamedNode(f"{SH}conforms"), ox.Literal(not outcome.judged))
    about: dict[Term, list[ox.Triple]] = {}
    for triple in outcome.sources:
        about.setdefault(triple.subject, []).append(triple)
    told: dict[ox.Triple, None] = {}
    for _, triples in outcome.judged:
        yield ox.Triple(top, _RESULT, triples[0].subject)
        told.update(dict.fromkeys(triples))
        shapes = (t.object for t in triples if _of_shape(t.object))
        told.update((t, None) for shape in shapes for t in _closure(shape, about))
    yield from told


def _closure(node: Term, at: Mapping[Term, list[ox.Triple]]) -> Iterator[ox.Triple]:
    """Yield what is said of a node and the blank nodes that it leads to: of those of shapes, or of the others."""
    level, seen, of_shape = [node], set[Term](), _of_shape(node)
    while level:
        seen.update(level)
        triples = [triple for node in level for triple in at.get(node, ())]
        yield from triples
        blanks = dict.fromkeys(t.object for t in triples if isinstance(t.object, ox.BlankNode))
        level = [blank for blank in blanks if blank not in seen and _of_shape(blank) is of_shape]


def _of_shape(term: Term) -> bool:
    return isinstance(term, ox.BlankNode) and term.value.startswith(SHAPE)


_RESULT, _FOCUS = ox.NamedNode(f"{SH}result"), ox.NamedNode(f"{SH}focusNode")
