"""Validate data in a store: the report of the embedded engine on the same statements, without files and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

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
from lod.validation.engines.judging import Judgement
from lod.validation.finding import arranged
from lod.validation.findings import findings
from lod.validation.inputs import Inputs
from lod.validation.labelling import settled
from lod.validation.outcome import Finding, Outcome, report, split
from lod.validation.places import Places
from lod.validation.remote.checking import Checking
from lod.validation.remote.judging import Trial
from lod.validation.remote.store import Store
from lod.validation.report import Report, code_of
from lod.validation.telling import tell

#: Suspects as they are sent elsewhere: the number of the root shape among all, and the focus node.
Page = Sequence[tuple[int, Term]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of some suspects: findings, the W3C report on them, and how many results of a code it lacks."""

    findings: tuple[Finding, ...]
    triples: tuple[ox.Triple, ...]
    omitted: Mapping[str, int]


class Bench:
    """Judges suspects of a graph by the shapes of a workspace: where the data are, or in a worker of a cluster."""

    def __init__(self, config: Config, graph: Graph | RemoteGraph, profiles: Iterable[str] = ()) -> None:
        self.rules = _rules(config, profiles)
        self.store = Store(graph, config.base)
        self._config = config
        # What ontology files say of others' terms is not judged, nor are the package's own terms by the checks.
        subjects = (triple.subject for triple in self.rules.vocabulary.graph.triples())
        named = {term.value for term in subjects if isinstance(term, ox.NamedNode)}
        self.foreign = named - self.rules.survey.types.keys()
        self._others = self.foreign - self.rules.survey.others.keys()
        self._roots = self.rules.shapes.roots()
        self._trial = Trial(self.store, self.rules.shapes, config.prefixes, self.rules.vocabulary.hierarchy)

    def pages(self) -> Iterator[Page]:
        """Yield the suspects, some at a time, but for those that `rest` judges."""
        numbers = {root.shape: number for number, root in enumerate(self._roots)}
        for page in self._trial.pages(self._others):
            yield [(numbers[root.shape], node) for root, node in page]

    def judge(self, page: Page) -> Judged:
        """Judge a page of suspects."""
        return self._judged(self._trial.page([(self._roots[number], node) for number, node in page]))

    def rest(self) -> Judged:
        """Judge the suspects that can be judged with all of the data only."""
        return self._judged(self._trial.rest(self._others))

    def _judged(self, parts: Iterable[Judgement]) -> Judged:
        found: list[Finding] = []
        triples: list[ox.Triple] = []
        omitted: Counter[str] = Counter()
        for part in parts:
            if part.evidence is not None:
                found += _found(part.evidence, self.rules, self._config)
            triples += settled(part.triples)
            omitted.update({code_of(component): number for component, number in part.omitted.items()})
        return Judged(tuple(found), tuple(triples), omitted)


def validate(
    config: Config,
    graph: Graph | RemoteGraph,
    where: str,
    *,
    profiles: Iterable[str] = (),
    share: Callable[[Iterator[Page]], Iterator[Judged]] | None = None,
) -> Report:
    """Validate the data in a graph against the shapes of a workspace.

    `where` names the graph in the report, in place of files; `profiles` names further shapes of shapes/profiles/. Only
    what may be wrong is fetched, with what surrounds it, so that the memory is that of the findings. `share` has pages
    of suspects judged by others (`Bench.judge`), in their order. Follows SHACL (W3C 2017). Raises SourceError for
    shapes that cannot be used, or only with all of the data at hand, UsageError for an unknown profile, StoreError
    where the store does not answer.
    """
    with quiet():
        bench = Bench(config, graph, profiles)
        rules, store = bench.rules, bench.store
        shacl: list[Finding] = []
        triples: list[ox.Triple] = []
        omitted: Counter[str] = Counter()
        for judged in chain(share(bench.pages()) if share else map(bench.judge, bench.pages()), (bench.rest(),)):
            shacl += judged.findings
            triples += judged.triples
            omitted.update(judged.omitted)
        results, sources = split(dict.fromkeys(triples))
        checking = Checking(store, config, rules, bench.foreign)
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
            judged=tuple((_home(focus), about) for focus, about in results),
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
