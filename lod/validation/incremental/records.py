"""Outcomes and indexes as JSON and back: plain lists and strings, so that nothing that is read can be run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pyoxigraph as ox

from lod.errors import Origin
from lod.graph import Term
from lod.validation.checks import Guess
from lod.validation.incremental.index import Index
from lod.validation.incremental.reach import Reach
from lod.validation.outcome import Finding, Outcome
from lod.validation.places import Statement
from lod.validation.report import Excerpt, Result, ResultPath, Severity


def outcome_out(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as what JSON can say."""
    return {
        "files": outcome.files,
        "triples": outcome.triples,
        "faults": [_result_out(fault) for fault in outcome.faults],
        "shacl": [_finding_out(finding) for finding in outcome.shacl],
        "checks": [_finding_out(finding) for finding in outcome.checks],
        "judged": [[home, _triples_out(triples)] for home, triples in outcome.judged],
        "sources": _triples_out(outcome.sources),
        "hints": [[*guess, near] for guess, near in outcome.hints.items()],
        "omitted": dict(outcome.omitted),
    }


def outcome_in(said: Any) -> Outcome:
    """Return the outcome that JSON says."""
    return Outcome(
        files=tuple(said["files"]),
        triples=said["triples"],
        faults=tuple(map(_result_in, said["faults"])),
        shacl=tuple(map(_finding_in, said["shacl"])),
        checks=tuple(map(_finding_in, said["checks"])),
        judged=tuple((home, tuple(_triples_in(triples))) for home, triples in said["judged"]),
        sources=tuple(_triples_in(said["sources"])),
        hints={Guess(role, iri): near for role, iri, near in said["hints"]},
        omitted=said["omitted"],
    )


def index_out(index: Index) -> dict[str, Any]:
    """Return an index as what JSON can say."""
    sets = {name: sorted(getattr(index, name)) for name in ("classes", "ordering", "foreign")}
    return {name: getattr(index, name) for name in ("files", "signs", "targets", "links", "loose", "names")} | sets


def index_in(said: Any) -> Index:
    """Return the index that JSON says."""
    signs = {iri: (seen, told, led) for iri, (seen, told, led) in said["signs"].items()}
    return Index(
        files=said["files"],
        signs=signs,
        targets=said["targets"],
        links=said["links"],
        loose=said["loose"],
        names=said["names"],
        classes=set(said["classes"]),
        ordering=set(said["ordering"]),
        foreign=set(said["foreign"]),
    )


def reach_out(reach: Reach) -> dict[str, Any]:
    """Return how far shapes look as what JSON can say."""
    return {name: sorted(value) if isinstance(value, set) else value for name, value in asdict(reach).items()}


def reach_in(said: Any) -> Reach:
    """Return how far shapes look, as JSON says it."""
    visible, onward, back, back_onward = (set(said[n]) for n in ("visible", "onward", "back", "back_onward"))
    return Reach(visible, onward, back, back_onward, said["everything"])


def _finding_out(finding: Finding) -> list[Any]:
    statement = finding.statement
    return [
        finding.home,
        _result_out(finding.result),
        [_term_out(statement.subject), statement.predicate, _term_out(statement.value)],
        finding.guess and list(finding.guess),
    ]


def _finding_in(said: Any) -> Finding:
    home, result, (subject, predicate, value), guess = said
    statement = Statement(_term_in(subject), predicate, _term_in(value))  # type: ignore[arg-type]  # as it was written
    return Finding(home, _result_in(result), statement, Guess(*guess) if guess else None)


def _result_out(result: Result) -> list[Any]:
    path, origin, excerpt = result.path, result.origin, result.excerpt
    return [
        result.code,
        int(result.severity),
        dict(result.messages),
        _term_out(result.focus),
        dict(result.focus_name),
        None if path is None else [path.text, dict(path.labels), path.iri],
        _term_out(result.value),
        dict(result.remedies),
        result.shape,
        None if origin is None else [origin.path, origin.line, origin.column, origin.end_line],
        result.detail,
        None if excerpt is None else [excerpt.text, excerpt.start, excerpt.length],
    ]


def _result_in(said: Any) -> Result:
    code, severity, messages, focus, names, path, value, remedies, shape, origin, detail, excerpt = said
    return Result(
        code=code,
        severity=Severity(severity),
        messages=messages,
        focus=_term_in(focus),
        focus_name=names,
        path=None if path is None else ResultPath(*path),
        value=_term_in(value),
        remedies=remedies,
        shape=shape,
        origin=None if origin is None else Origin(*origin),
        detail=detail,
        excerpt=None if excerpt is None else Excerpt(*excerpt),
    )


def _triples_out(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _triples_in(said: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(said, format=ox.RdfFormat.N_TRIPLES)]


def _term_out(term: Term | None) -> list[str | None] | None:
    if isinstance(term, ox.Literal):
        return ["literal", term.value, term.language, term.datatype.value]
    if isinstance(term, ox.NamedNode):
        return ["iri", term.value]
    return ["blank", term.value] if isinstance(term, ox.BlankNode) else None


def _term_in(said: Any) -> Term | None:
    if said is None:
        return None
    if said[0] == "literal":
        _, value, language, datatype = said
        return ox.Literal(value, language=language) if language else ox.Literal(value, datatype=ox.NamedNode(datatype))
    return ox.NamedNode(said[1]) if said[0] == "iri" else ox.BlankNode(said[1])
