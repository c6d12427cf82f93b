"""The one point where pyshacl is known: graphs in, the validation report out (SHACL, W3C 2017)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
import pyshacl
import rdflib
from pyparsing import ParseBaseException
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.rdfutil.stringify import stringify_blank_node
from rdflib.term import Node

from lod.errors import SourceError
from lod.graph.ecosystem import to_rdflib
from lod.terms import SH
from lod.validation.engines.matching import bounded

_ABOUT = frozenset(f"{SH}{name}" for name in ("name", "description", "order"))

#: A shape and the nodes that it is to judge.
Pair = tuple[Node, list[Node]]


def judge(
    data: rdflib.Graph, shapes: Iterable[ox.Triple], prefixes: Mapping[str, str], pairs: Iterable[Pair] | None = None
) -> rdflib.Graph:
    """Return pyshacl's validation report on the data, or on some pairs of shapes and nodes only.

    The result of a pair is what it is in the whole report, if the data have all that the shape looks at. `prefixes`
    shorten the IRIs in pyshacl's own messages. Raises SourceError for shapes that cannot be used.
    """
    # pyshacl remembers blank nodes by the address of their graph, where another may lie by now.
    stringify_blank_node.dict_cache.clear()
    judging = to_rdflib(_judging(shapes))
    for prefix, namespace in prefixes.items():
        data.bind(prefix, namespace)
        judging.bind(prefix, namespace)
    try:
        with bounded():
            if pairs is not None:
                return _judge_pairs(data, judging, pairs)
            # In place, since a copy would double the memory; no inference, since sh:class follows the hierarchy itself.
            _, report, _ = pyshacl.validate(data, shacl_graph=judging, advanced=False, inference="none", inplace=True)
    except re.error as error:
        raise _unusable(f"the regular expression '{error.pattern!s}' is wrong: {error}") from None
    except (ReportableRuntimeError, ShapeLoadError, ConstraintLoadError) as error:
        raise _unusable(str(error)) from None
    except RecursionError:
        raise _unusable("they lead too deep into each other") from None
    except ParseBaseException as error:
        raise _unusable(f"a query of theirs cannot be read: {error}") from None
    except (ArithmeticError, AttributeError, NotImplementedError, TypeError, ValueError) as error:
        # Values that it cannot compare, such as a year with a number.
        raise _unusable(f"pyshacl fails on them ({type(error).__name__}: {error})") from error
    if not isinstance(report, rdflib.Graph):
        raise _unusable(str(report))
    return report


def _judge_pairs(data: rdflib.Graph, shapes: rdflib.Graph, pairs: Iterable[Pair]) -> rdflib.Graph:
    # As pyshacl.validate does it, which however cannot be told which shape is to judge which node.
    graph = DataGraph.from_rdflib(data)
    validator = pyshacl.Validator(graph, shacl_graph=shapes, options={"inference": "none", "inplace": True})
    executor = validator.make_executor()
    by_node = {shape.node: shape for shape in validator.shacl_graph.shapes}
    found: list[tuple[object, ...]] = []
    for node, focus in pairs:
        _, results = by_node[node].validate(executor, graph, focus=focus)
        found.extend(results)
    report: rdflib.Graph
    report, _ = validator.create_validation_report(validator.shacl_graph, not found, found)
    return report


def _judging(shapes: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield the shapes without what is said about them (SHACL, section 2.3.2), in their order.

    pyshacl looks at each statement of a shape for each focus node: without these it takes three quarters of the time.
    Shapes that are blank nodes keep theirs, since the report copies such shapes.
    """
    for triple in shapes:
        if triple.predicate.value not in _ABOUT or isinstance(triple.subject, ox.BlankNode):
            yield triple


def _unusable(what: str) -> SourceError:
    return SourceError(
        f"the shapes cannot be used: {what}", remedy="Correct the shape; see https://www.w3.org/TR/shacl/"
    )
