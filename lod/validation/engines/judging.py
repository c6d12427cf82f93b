"""Judge the data: the fast engine suspects, pyshacl judges what is suspect and writes the report (SHACL, W3C 2017)."""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.errors import SourceError
from lod.graph import Term
from lod.terms import RDF_TYPE, SH
from lod.validation.engines import fast
from lod.validation.engines.knowledge import learned
from lod.validation.engines.shapes import Shapes
from lod.validation.engines.statements import Statements
from lod.validation.engines.suspects import Part, suspects

if TYPE_CHECKING:
    import rdflib

    from lod.validation.engines.cutout import Cutout

#: `auto` asks the fast engine for suspects, if it is installed; `pyshacl` has everything judged by the reference.
ENGINES = ("auto", "pyshacl")

#: So many suspects are judged at a time.
AT_ONCE = 2_000

#: After so many pages their garbage goes: to look for it in all that is kept takes longer than to judge a page.
_COLLECTED = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """The report on data that does not conform, with as much of the data and of the shapes as its results speak of."""

    report: rdflib.Graph
    data: rdflib.Graph
    shapes: rdflib.Graph


@dataclass(frozen=True, slots=True)
class Judgement:
    """The W3C validation report, triple by triple, and what it is about, unless there is no result.

    `omitted` is the number of results that it lacks of each constraint component.
    """

    triples: tuple[ox.Triple, ...]
    evidence: Evidence | None = None
    omitted: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def judge(
    statements: Statements,
    shapes: Shapes,
    prefixes: Mapping[str, str],
    engine: str = "auto",
    among: Collection[str] | None = None,
) -> Iterator[Judgement]:
    """Judge data by shapes; yield the report in parts, each on some of the suspects, so that few are held at a time.

    `prefixes` shorten the IRIs in pyshacl's own messages, `engine` is one of ENGINES. The report is the same with each:
    docs/validation-engines.md. With `among`, it is complete on the focus nodes of these names only; what else it says
    may be wrong. Of each kind of result so many are kept (`capping.CAP`). Raises SourceError for shapes that cannot be
    used.

    The fast engine sets to work when this is called, in a thread of its own, and holds the interpreter hardly at all:
    do what else there is to do before you ask for the first part.
    """
    if engine != "auto" or not fast.installed():
        return _report(statements, shapes, prefixes, None)
    pool = ThreadPoolExecutor(1)
    suspected = pool.submit(_suspected, statements, shapes, among)
    pool.shutdown(wait=False)
    return _report(statements, shapes, prefixes, suspected)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep libraries from speaking to the user in between.

    rdflib logs each ill-typed literal with a stack trace, though to judge them is what shapes are for; pyshacl warns of
    shapes that ask for themselves, which `lod:recursive-shape` tells with its line.
    """
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(rdflib|pyshacl|shacl)\b")
            yield
    finally:
        log.disabled = before


def _suspected(statements: Statements, shapes: Shapes, among: Collection[str] | None) -> Iterator[list[Part]] | None:
    """Return what pyshacl has to judge, the first portion ready made, or None for everything."""
    try:
        portions = suspects(shapes, statements, learned(statements, shapes))
        portions = chain([next(portions)], _undoubted(portions))
    except (fast.Undecided, RecursionError):
        # Shapes that lead to shapes hundreds of times over are pyshacl's to refuse.
        return None
    return portions if among is None else (list(_narrowed(parts, among)) for parts in portions)


def _undoubted(portions: Iterator[list[Part]]) -> Iterator[list[Part]]:
    """Yield the portions after the first: results have been told by then, so that pyshacl cannot begin anew."""
    try:
        yield from portions
    except fast.Undecided as error:
        remedy = "Judge without it: lod validate --engine pyshacl"
        raise SourceError(f"the fast engine has broken down in the middle: {error}", remedy=remedy) from None


def _report(
    statements: Statements,
    shapes: Shapes,
    prefixes: Mapping[str, str],
    suspected: Future[Iterator[list[Part]] | None] | None,
) -> Iterator[Judgement]:
    portions = None if suspected is None else suspected.result()
    found = False
    for judgement in _judged(statements, shapes, prefixes, portions):
        found = True
        yield judgement
    if not found:
        yield _CONFORMS


def _narrowed(parts: Iterable[Part], among: Collection[str]) -> Iterator[Part]:
    for part in parts:
        nodes = [n for n in part.nodes if isinstance(n, ox.NamedNode | ox.BlankNode) and n.value in among]
        if nodes:
            yield replace(part, nodes=dict.fromkeys(nodes))


def _judged(
    statements: Statements, shapes: Shapes, prefixes: Mapping[str, str], portions: Iterator[list[Part]] | None
) -> Iterator[Judgement]:
    pages: Iterator[list[Part] | None] = iter([None]) if portions is None else _pages(portions)
    first = next(pages, [])
    if first == []:
        return
    # Here, since rdflib and pyshacl take half a second to import.
    from lod.graph.ecosystem import from_rdflib, to_node, to_rdflib
    from lod.validation.engines import reference
    from lod.validation.engines.capping import Kept, terms
    from lod.validation.engines.cutout import Cutout

    kept = Kept()
    for number, page in enumerate(chain([first], pages)):
        if number % _COLLECTED == 0 and number:
            # Graphs of rdflib hold themselves, so that those of the pages before stay until they are collected.
            gc.collect()
        cutout = Cutout(shapes, statements)
        if page is None:
            cutout.everything()
            used = shapes.triples
            report = reference.judge(cutout.graph, used, prefixes)
        else:
            _cut(cutout, page)
            used = _needed(shapes, page)
            pairs = [(to_node(part.shape), [to_node(node) for node in part.nodes]) for part in page]
            report = reference.judge(cutout.graph, used, prefixes, pairs)
        omitted = kept.cut(report)
        focus, values = terms(report)
        if focus:
            cutout.naming(focus, values)
            yield Judgement(tuple(from_rdflib(report)), Evidence(report, cutout.graph, to_rdflib(used)), omitted)
        elif omitted:
            yield Judgement((), None, omitted)


def _pages(portions: Iterable[list[Part]]) -> Iterator[list[Part]]:
    """Yield the parts with so many of their nodes at a time; last, those that may look at all of the data."""
    portions = iter(portions)
    first, second = next(portions, []), next(portions, None)
    if second is None and sum(len(part.nodes) for part in first) <= AT_ONCE:
        if first:
            yield first
        return
    rest: dict[tuple[Term, Term], Part] = {}
    for parts in chain([first], [] if second is None else [second], portions):
        for part in parts:
            if not part.walks:
                rest.setdefault((part.root, part.shape), replace(part, nodes={})).nodes.update(part.nodes)
        walking = [part for part in parts if part.walks]
        by_node: dict[Term, list[int]] = {}
        for number, part in enumerate(walking):
            for node in part.nodes:
                by_node.setdefault(node, []).append(number)
        nodes = iter(by_node)
        while batch := list(islice(nodes, AT_ONCE)):
            page = [replace(part, nodes={}) for part in walking]
            for node in batch:
                for number in by_node[node]:
                    page[number].nodes[node] = None
            yield [part for part in page if part.nodes]
    if rest:
        yield list(rest.values())


def _cut(cutout: Cutout, parts: list[Part]) -> None:
    if not all(part.walks for part in parts):
        cutout.everything()
        return
    for part in parts:
        cutout.judging(part.shape, part.nodes)


def _needed(shapes: Shapes, parts: list[Part]) -> list[ox.Triple]:
    """Return the triples of the shapes that judge the suspects; all, if pyshacl may look at others."""
    if not all(part.walks for part in parts) or any(True for _ in shapes.subjects("qualifiedValueShapesDisjoint")):
        return shapes.triples
    links = (
        ox.Triple(part.root, ox.NamedNode(f"{SH}property"), part.shape) for part in parts if part.root != part.shape
    )
    return [*shapes.closure(part.shape for part in parts), *links]


_REPORT = ox.BlankNode("report")
_CONFORMS = Judgement(
    (
        ox.Triple(_REPORT, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{SH}ValidationReport")),
        ox.Triple(_REPORT, ox.NamedNode(f"{SH}conforms"), ox.Literal(True)),
    )
)
