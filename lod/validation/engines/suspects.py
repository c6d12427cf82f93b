"""Find what may be wrong with the fast engine: which nodes may fail which shapes. It is suspicion, and no verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF_TYPE, RDFS, SH
from lod.validation.engines import fast
from lod.validation.engines.portions import Failure, failing
from lod.validation.engines.shapes import TO_SHAPE_LISTS, Node, Root, Shapes
from lod.validation.engines.statements import Statements
from lod.validation.engines.translation import Translator
from lod.validation.engines.trust import Knowledge, Trust
from lod.validation.engines.writing import Writer


@dataclass(slots=True)
class Part:
    """What is judged of a root at once: one of its property shapes, or the root itself with all that it has.

    `walks`: it is known what pyshacl looks at. `nodes`: those that may fail, in order.
    """

    root: Node
    shape: Node
    walks: bool
    nodes: dict[Term, None] = field(default_factory=dict)


def suspects(shapes: Shapes, statements: Statements, knowledge: Knowledge) -> Iterator[list[Part]]:
    """Yield the parts of shapes with the nodes that may fail them; each node comes once, with all that it may fail.

    Raises `fast.Undecided` where the fast engine cannot be used, so that pyshacl has to judge everything.
    """
    look_over(shapes)
    writer = Writer(statements.blank)
    division = _Division(shapes, Translator(shapes, knowledge, writer, parameters(shapes)), writer)
    for root in shapes.roots():
        division.divide(root)
    for failures in failing(writer.triples, statements):
        yield _found(division.parts, [(shape, statements.term(node)) for shape, node in failures])


def _found(parts: Mapping[Term, Part], failures: Iterable[Failure]) -> list[Part]:
    found: dict[Term, Part] = {}
    for shape, node in failures:
        if shape not in found:
            found[shape] = replace(parts[shape], nodes={})
        found[shape].nodes[node] = None
    whole = {part.root: set(part.nodes) for part in found.values() if part.root == part.shape}
    for part in found.values():
        if part.root != part.shape and part.root in whole:
            # What is judged by the whole root is judged by its property shapes too.
            part.nodes = {node: None for node in part.nodes if node not in whole[part.root]}
    # In the order of the shapes.
    return [found[shape] for shape in parts if shape in found]


class _Division:
    """The roots, each divided into parts, and what the fast engine is asked of them."""

    def __init__(self, shapes: Shapes, translator: Translator, writer: Writer) -> None:
        self.parts: dict[Term, Part] = {}
        self._shapes = shapes
        self._translator = translator
        self._writer = writer
        self._nothing = writer.fresh()
        properties = (value for node in shapes.subjects("property") for value in shapes.values(node, "property"))
        self._parents = Counter(properties)

    def divide(self, root: Root) -> None:
        """Write what is asked of a root."""
        shape, idle = root.shape, self._translator.idle(root.shape)
        if idle is None or not all(usable(*target) for target in root.targets):
            raise fast.Undecided
        if idle:
            return
        if self._shapes.is_property(shape):
            self._ask(root, shape, self._translator.shape(shape))
            return
        inner = self._shapes.values(shape, "property")
        properties = {node: self._translator.shape(node, (shape,)) for node in inner if _is_node(node)}
        own = self._writer.fresh()
        mark = len(self._writer.triples)
        trust = self._translator.constraints(shape, own, (shape,))
        walks = all(Trust.WALKS in found and self._shapes.is_property(node) for node, found in properties.items())
        if Trust.FINDS not in trust or not walks:
            # What leads back to itself has another outcome if it does not begin at the root.
            self._ask(root, shape, trust & Trust.WALKS if walks else Trust.NONE)
            return
        if len(self._writer.triples) > mark:
            self._ask(root, shape, trust, own)
        together = self._asking(root)
        for node, found in properties.items():
            if Trust.FINDS in found and self._tells(node):
                self._writer.write(together, "property", node)
                self.parts[node] = Part(shape, node, Trust.WALKS in found)
            else:
                self._ask(root, node, found)

    def _tells(self, node: Node) -> bool:
        """Tell whether a result of the fast engine that names a property shape can only be one of this root's nodes."""
        alone = self._parents.get(node, 0) == 1 and not self._shapes.values(node, "property")
        return alone and isinstance(node, ox.NamedNode)

    def _asking(self, root: Root) -> Node:
        part = self._writer.fresh()
        for name, value in root.targets:
            self._writer.write(part, name, value)
        return part

    def _ask(self, root: Root, shape: Node, trust: Trust, body: Node | None = None) -> None:
        part = self._asking(root)
        if Trust.FINDS not in trust:
            self._writer.write(part, "not", self._nothing)
        elif body is not None:
            self._writer.write(part, "node", body)
        else:
            body = self._writer.fresh()
            self._writer.write(body, "property", shape)
            self._writer.write(part, "node", body)
        self.parts[part] = Part(root.shape, shape, Trust.WALKS in trust)


def usable(name: str, target: Term) -> bool:
    """Tell whether a target is one that all engines take alike."""
    return isinstance(target, ox.NamedNode) or (name == "targetNode" and isinstance(target, ox.Literal))


def look_over(shapes: Shapes) -> None:
    """Raise Undecided for graphs that pyshacl refuses as a whole, or might."""
    for node in shapes.members:
        if isinstance(node, ox.Literal | ox.Triple):
            raise fast.Undecided
        stated = shapes.at(node)
        kinds = {kind.value for kind in stated.get(RDF_TYPE, ()) if isinstance(kind, ox.NamedNode)}
        length = len(stated.get(f"{SH}path", ()))
        wrong = f"{SH}NodeShape" in kinds and (length or f"{SH}PropertyShape" in kinds)
        deactivated = stated.get(f"{SH}deactivated", ())
        if wrong or length > 1 or (f"{SH}PropertyShape" in kinds and length != 1):
            raise fast.Undecided
        if len(deactivated) > 1 or not all(isinstance(value, ox.Literal) for value in deactivated):
            raise fast.Undecided
    for name in TO_SHAPE_LISTS:
        if not all(shapes.items(value) for node in shapes.subjects(name) for value in shapes.values(node, name)):
            raise fast.Undecided


def parameters(shapes: Shapes) -> frozenset[str]:
    """Return the parameters of the custom constraint components. Raises Undecided where they are not plain to see."""
    kinds: set[Term] = {ox.NamedNode(f"{SH}ConstraintComponent")}
    kinds |= {node for node, above in shapes.stating(f"{RDFS}subClassOf") if above in kinds}
    components = [node for node, kind in shapes.stating(RDF_TYPE) if kind in kinds]
    found: set[str] = set()
    for component in components:
        parameters = [shapes.values(node, "path") for node in shapes.values(component, "parameter")]
        if not parameters:
            raise fast.Undecided
        for path in parameters:
            if len(path) != 1 or not isinstance(path[0], ox.NamedNode):
                raise fast.Undecided
            found.add(path[0].value)
    return frozenset(found)


def _is_node(term: Term) -> TypeGuard[Node]:
    return isinstance(term, ox.NamedNode | ox.BlankNode)
