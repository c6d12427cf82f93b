"""Judge what was read: the checks and the engines, each finding with the line on which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from lod.config import Config
from lod.graph import Term
from lod.terms import SH
from lod.validation import checks, engines
from lod.validation.arranging import Pair
from lod.validation.checks.hints import hints
from lod.validation.inputs import Inputs
from lod.validation.labelling import Labels, settled
from lod.validation.outcome import Finding, Outcome, split
from lod.validation.report import code_of
from lod.validation.telling import tell

#: Behind the codes of the checks that stand in their table.
_LAST = len(checks.RANKS)


def judge(
    read: Inputs,
    judgements: Iterable[engines.Judgement],
    config: Config,
    *,
    texts: Mapping[str, Path] = MappingProxyType({}),
) -> Outcome:
    """Return what is found on the things that are to be judged, by shapes and by checks; hints only if these are all.

    Raises SourceError and UnknownNode as `validate` does.
    """
    checked, omitted = checks.run(read.survey, config, read.vocabulary, texts, read.among)
    labels = Labels(read.places)
    shacl: list[Pair] = []
    judged: list[ox.Triple] = []
    homes: dict[Term, str] = {}
    for judgement in judgements:
        if judgement.evidence is not None:
            # Here, since rdflib takes a sixth of a second to import.
            from lod.validation.findings import findings

            shacl += (pair for pair in findings(judgement.evidence, read, config) if _counts(pair[0].focus, read))
        focus = {
            t.object for t in judgement.triples if t.predicate.value == f"{SH}focusNode" and _counts(t.object, read)
        }
        homes |= {labels.term(node): _home(node, labels) for node in focus}
        judged += settled(map(labels.triple, judgement.triples))
        for component, number in judgement.omitted.items():
            omitted[code_of(component)] = omitted.get(code_of(component), 0) + number
    told = list(tell(checked, read.survey, config, read.vocabulary))
    lines = read.places.find(statement for _, statement in (*shacl, *told))

    def found(pair: Pair, guess: checks.Guess | None = None) -> Finding:
        result, statement = pair
        placed = labels.result(replace(result, origin=lines.get(statement)))
        return Finding(_home(result.focus, labels), placed, labels.statement(statement), guess)

    results, sources = split(dict.fromkeys(judged))
    guesses = (finding.guess for finding in checked if finding.guess)
    things = (iri for iri in read.survey.types if ":" in iri)
    return Outcome(
        files=tuple(read.files),
        triples=read.triples,
        faults=read.faults,
        shacl=tuple(map(found, shacl)),
        checks=arranged(found(pair, finding.guess) for pair, finding in zip(told, checked, strict=True)),
        judged=tuple((homes[node], triples) for node, triples in results if node in homes),
        sources=tuple(sources),
        hints=hints(guesses, things, config, read.vocabulary) if read.among is None else {},
        omitted=omitted,
    )


def arranged(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings of checks in the order of these."""
    return tuple(sorted(found, key=lambda finding: checks.RANKS.get(finding.result.code, _LAST)))


def _counts(focus: Term | None, read: Inputs) -> bool:
    return read.among is None or (isinstance(focus, ox.NamedNode | ox.BlankNode) and focus.value in read.among)


def _home(focus: Term | None, labels: Labels) -> str:
    if isinstance(focus, ox.BlankNode):
        return labels.file(focus.value)
    return focus.value if isinstance(focus, ox.NamedNode) else ""
