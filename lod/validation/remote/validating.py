"""Validate data in a store: the report of the embedded engine on the same statements, without files and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pyoxigraph as ox
import rdflib

from lod.config import Config
from lod.graph import Graph, Term
from lod.graph.ecosystem import to_node
from lod.graph.remote import RemoteGraph
from lod.validation import inputs
from lod.validation.checks import Guess
from lod.validation.checks.hints import CANDIDATES, GUESSES, hints, kind_of
from lod.validation.engines import Evidence, Statements, quiet
from lod.validation.finding import arranged
from lod.validation.findings import findings
from lod.validation.inputs import Inputs
from lod.validation.labelling import settled
from lod.validation.outcome import Finding, Outcome, report, split
from lod.validation.places import Places
from lod.validation.remote.checking import Checking
from lod.validation.remote.judging import judge
from lod.validation.remote.store import Store
from lod.validation.report import Report, code_of
from lod.validation.telling import tell


def validate(config: Config, graph: Graph | RemoteGraph, where: str, *, profiles: Iterable[str] = ()) -> Report:
    """Validate the data in a graph against the shapes of a workspace.

    `where` names the graph in the report, in place of files; `profiles` names further shapes of shapes/profiles/. Only
    what may be wrong is fetched, with what surrounds it, so that the memory is that of the findings. Follows SHACL (W3C
    2017). Raises SourceError for shapes that cannot be used, or only with all of the data at hand, UsageError for an
    unknown profile, StoreError where the store does not answer.
    """
    with quiet():
        rules = _rules(config, profiles)
        # What ontology files say of others' terms is not judged, nor are the package's own terms by the checks.
        subjects = (triple.subject for triple in rules.vocabulary.graph.triples())
        foreign = {term.value for term in subjects if isinstance(term, ox.NamedNode)} - rules.survey.types.keys()
        store = Store(graph, config.base)
        others = foreign - rules.survey.others.keys()
        checking = Checking(store, config, rules, foreign)
        shacl: list[Finding] = []
        judged: list[ox.Triple] = []
        omitted: Counter[str] = Counter()
        for part in judge(store, rules.shapes, config.prefixes, rules.vocabulary.hierarchy, others):
            if part.evidence is not None:
                shacl += _found(part.evidence, rules, config)
            judged += settled(part.triples)
            omitted.update({code_of(component): number for component, number in part.omitted.items()})
        results, sources = split(dict.fromkeys(judged))
        told: list[Finding] = []
        for survey, found in checking.run():
            pairs = zip(tell(found, survey, config, rules.vocabulary), found, strict=True)
            told += (Finding(_home(r.focus), r, statement, one.guess) for (r, statement), one in pairs)
        outcome = Outcome(
            files=(where,),
            triples=len(graph),
            faults=rules.faults,
            shacl=tuple(shacl),
            checks=arranged(told),
            judged=tuple((_home(focus), triples) for focus, triples in results),
            sources=tuple(sources),
            hints=_hints(told, store, config, rules),
            omitted=omitted + Counter(checking.omitted),
        )
        return report(outcome, config)


def _rules(config: Config, profiles: Iterable[str]) -> Inputs:
    """Read what the data are judged by: the shapes and the terms, and no file of data."""
    with Statements() as things:
        return inputs.read(config, things, names=profiles, part=inputs.Part(files=(), data=()))


def _hints(told: Iterable[Finding], store: Store, config: Config, rules: Inputs) -> Mapping[Guess, str | None]:
    """Return hints, for which things of the same kinds are asked for."""
    guesses = {finding.guess for finding in told if finding.guess}
    kinds = sorted({kind_of(guess.iri) for guess in guesses if guess.role == "thing"})[:GUESSES]
    things = {
        node.value
        for kind in kinds
        for (node,) in store.select(
            f"SELECT DISTINCT ?s WHERE {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), {ox.Literal(kind)})) }}"
            f" ORDER BY ?s LIMIT {CANDIDATES}"
        )
        if isinstance(node, ox.NamedNode)
    }
    return hints(guesses, things, config, rules.vocabulary)


def _found(evidence: Evidence, rules: Inputs, config: Config) -> Iterator[Finding]:
    read = replace(rules, places=_Fetched(evidence.data))
    for result, statement in findings(evidence, read, config):
        yield Finding(_home(result.focus), result, statement)


def _home(focus: Term | None) -> str:
    return focus.value if isinstance(focus, ox.NamedNode) else ""


class _Fetched(Places):
    """The places of statements that no file has: it is known only of what something is said."""

    def __init__(self, data: rdflib.Graph) -> None:
        super().__init__("")
        self._data = data

    def __contains__(self, node: Term) -> bool:
        return (to_node(node), None, None) in self._data
