"""Judge data where they are: SPARQL finds who may fail, pyshacl judges these on a cut-out (SHACL, W3C 2017)."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.errors import StoreError
from lod.graph import Term
from lod.terms import RDF_TYPE, RDFS
from lod.validation.engines import Evidence, Judgement, fast
from lod.validation.engines.shapes import Root, Shapes
from lod.validation.engines.suspects import look_over, parameters, usable
from lod.validation.engines.translation import Translator
from lod.validation.engines.trust import Knowledge, Trust
from lod.validation.engines.writing import Writer
from lod.validation.remote.asked import Classes
from lod.validation.remote.compiling import Compiler
from lod.validation.remote.store import TOO_MUCH, Store

if TYPE_CHECKING:
    from lod.validation.engines.capping import Kept
    from lod.validation.engines.cutout import Cutout

#: So many nodes are judged at once: what stands around one takes a tenth of a megabyte as pyshacl sees it.
PAGE = 50

Suspect = tuple[Root, Term]


def judge(
    store: Store,
    shapes: Shapes,
    prefixes: Mapping[str, str],
    above: Callable[[set[str]], Iterable[ox.Triple]],
    foreign: Collection[str] = (),
) -> Iterator[Judgement]:
    """Judge the data of a store by shapes; yield the report in parts, page by page of suspects.

    Together the parts are the one that the embedded engine gives on the same statements. `prefixes` shorten the IRIs
    in pyshacl's own messages, `above` says which classes stand above those of the data, `foreign` are IRIs that are not
    to be judged. Raises SourceError for shapes that cannot be used, or only with all of the data where these are too
    many.
    """
    trial = Trial(store, shapes, prefixes, above)
    for page in trial.pages(foreign):
        yield from trial.page(page)
    yield from trial.rest(foreign)


class Trial:
    """Shapes and a store: who is suspect, page by page, and what becomes of them; as for `judge`."""

    def __init__(
        self,
        store: Store,
        shapes: Shapes,
        prefixes: Mapping[str, str],
        above: Callable[[set[str]], Iterable[ox.Triple]],
    ) -> None:
        self._store = store
        self._classes = _classes(store, shapes, above)
        self._judge = _Judge(store, shapes, prefixes)
        try:
            look_over(shapes)
            self._parameters = parameters(shapes)
            self._roots: tuple[list[Root], list[Root]] | None = _divided(shapes, self._classes, self._parameters)
        except fast.Undecided:
            self._roots = None
        self._shapes = shapes

    def pages(self, foreign: Collection[str] = ()) -> Iterator[list[Suspect]]:
        """Yield suspects that can be judged with what is around them, some at a time."""
        walked = self._roots[0] if self._roots else ()
        found = (suspect for root in walked for suspect in suspects(self._store, self._compiler, root, foreign))
        while page := list(islice(found, PAGE)):
            yield page

    def page(self, page: Sequence[Suspect]) -> Iterator[Judgement]:
        """Judge a page of suspects."""
        return self._judge.page(page)

    def rest(self, foreign: Collection[str] = ()) -> Iterator[Judgement]:
        """Judge those suspects that can be judged with all of the data only."""
        if self._roots is None:
            yield from self._judge.whole(None)
            return
        others = self._roots[1]
        rest = [suspect for root in others for suspect in suspects(self._store, self._compiler, root, foreign)]
        if rest:
            yield from self._judge.whole(rest)

    @cached_property
    def _compiler(self) -> Compiler:
        predicates = self._store.iris("?s ?x ?o")
        return Compiler(self._shapes, self._classes, predicates, self._parameters, self._store.skolem.prefix)


def _divided(shapes: Shapes, classes: Classes, parameters: Collection[str]) -> tuple[list[Root], list[Root]]:
    """Return the roots of which it is known what pyshacl looks at, and the others.

    Raises `fast.Undecided` where it is not plain to see at what a shape aims.
    """
    knowledge = Knowledge(below=dict.fromkeys(classes.below, ()))
    translator = Translator(shapes, knowledge, Writer("urn:"), parameters)
    walked, others = list[Root](), list[Root]()
    for root in shapes.roots():
        idle = translator.idle(root.shape)
        if idle is None or not all(usable(*target) for target in root.targets):
            raise fast.Undecided
        if not idle:
            (walked if Trust.WALKS in translator.shape(root.shape) else others).append(root)
    return walked, others


def suspects(store: Store, compiler: Compiler, root: Root, foreign: Collection[str] = ()) -> Iterator[Suspect]:
    """Yield each focus node of a root that may fail it, once, but for foreign IRIs."""
    seen: set[Term] = set()

    def found() -> Iterator[Term]:
        yield from (value for name, value in root.targets if name == "targetNode")
        yield from _nameless(store, compiler, root)
        try:
            yield from asked(compiler.queries(root))
        except StoreError as error:
            if error.status not in TOO_MUCH:
                raise
            # What the store cannot tell, every node may fail.
            yield from asked(compiler.aims(root))

    def asked(queries: Iterable[str]) -> Iterator[Term]:
        return (node for query in queries for (node,) in store.select(query) if not store.is_own(node))

    for node in found():
        if node not in seen and not (isinstance(node, ox.NamedNode) and node.value in foreign):
            seen.add(node)
            yield root, node


def _nameless(store: Store, compiler: Compiler, root: Root) -> Iterator[Term]:
    """Yield the focus nodes that are blank nodes of the store's own: nothing more can be asked about them."""
    for name, target in root.targets:
        for triple in store.nameless:
            if name == "targetClass" and triple.predicate.value == RDF_TYPE:
                below = compiler.scope.classes.below.get(getattr(target, "value", ""), ())
                kind = triple.object
                if isinstance(kind, ox.BlankNode) or (isinstance(kind, ox.NamedNode) and kind.value in below):
                    yield triple.subject
            elif name == "targetSubjectsOf" and triple.predicate == target:
                yield triple.subject
            elif name == "targetObjectsOf" and triple.predicate == target:
                yield triple.object


class _Judge:
    """Has pyshacl judge suspects, some at a time; of each kind of result so many are kept."""

    def __init__(self, store: Store, shapes: Shapes, prefixes: Mapping[str, str]) -> None:
        self._store = store
        self._shapes = shapes
        self._prefixes = prefixes
        self._kept: Kept | None = None

    def page(self, page: Sequence[Suspect]) -> Iterator[Judgement]:
        """Judge suspects on a graph that is cut out around them."""
        if self._kept is not None:
            # Graphs of rdflib hold themselves, so that those of the page before stay until they are collected.
            gc.collect()
        cutout, by_shape = self._cutout(), _by_shape(page)
        for shape, nodes in by_shape.items():
            cutout.judging(shape, nodes)
        apart = any(True for _ in self._shapes.subjects("qualifiedValueShapesDisjoint"))
        used = self._shapes.triples if apart else self._shapes.closure(by_shape)
        yield from self._reported(cutout, used, by_shape)
        self._store.forget()

    def whole(self, suspects: Sequence[Suspect] | None) -> Iterator[Judgement]:
        """Judge suspects, or all that the shapes aim at, with all of the data."""
        cutout = self._cutout()
        cutout.everything()
        yield from self._reported(cutout, self._shapes.triples, None if suspects is None else _by_shape(suspects))

    def _cutout(self) -> Cutout:
        # Here, since rdflib takes a sixth of a second to import.
        from lod.validation.engines.cutout import Cutout

        return Cutout(self._shapes, self._store)

    def _reported(
        self, cutout: Cutout, used: list[ox.Triple], by_shape: Mapping[Term, list[Term]] | None
    ) -> Iterator[Judgement]:
        from lod.graph.ecosystem import from_rdflib, to_node, to_rdflib
        from lod.validation.engines import reference
        from lod.validation.engines.capping import Kept, terms

        pairs = None
        if by_shape is not None:
            pairs = [(to_node(shape), [to_node(node) for node in nodes]) for shape, nodes in by_shape.items()]
        report = reference.judge(cutout.graph, used, self._prefixes, pairs)
        self._kept = self._kept or Kept()
        omitted = self._kept.cut(report)
        focus, values = terms(report)
        if focus:
            cutout.naming(focus, values)
            yield Judgement(tuple(from_rdflib(report)), Evidence(report, cutout.graph, to_rdflib(used)), omitted)
        elif omitted:
            yield Judgement((), None, omitted)


def _by_shape(suspects: Iterable[Suspect]) -> dict[Term, list[Term]]:
    found: dict[Term, list[Term]] = {}
    for root, node in suspects:
        found.setdefault(root.shape, []).append(node)
    return found


def _classes(store: Store, shapes: Shapes, above: Callable[[set[str]], Iterable[ox.Triple]]) -> Classes:
    """Return the classes that shapes ask for, with those below them that have instances."""
    kinds = store.iris(f"?s <{RDF_TYPE}> ?x")
    kinds |= {
        t.object.value for t in store.nameless if t.predicate.value == RDF_TYPE and isinstance(t.object, ox.NamedNode)
    }
    store.place(above(kinds))
    order = [t for t in store.nameless if t.predicate.value == f"{RDFS}subClassOf"]
    upper: dict[Term, set[Term]] = {}
    for triple in (*store.hierarchy(), *order):
        upper.setdefault(triple.subject, set()).add(triple.object)
    wanted = {value for node in shapes.subjects("class") for value in shapes.values(node, "class")}
    wanted |= {value for root in shapes.roots() for name, value in root.targets if name == "targetClass"}
    below: dict[str, list[str]] = {term.value: [] for term in wanted if isinstance(term, ox.NamedNode)}
    for kind in sorted(kinds):
        found: set[Term] = {ox.NamedNode(kind)}
        level = found
        while level := {high for low in level for high in upper.get(low, ())} - found:
            found = found | level
        for term in found:
            if isinstance(term, ox.NamedNode) and term.value in below:
                below[term.value].append(kind)
    nameless = any(t.predicate.value == RDF_TYPE and isinstance(t.object, ox.BlankNode) for t in store.nameless)
    return Classes({kind: tuple(names) for kind, names in below.items()}, nameless)
