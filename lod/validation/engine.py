"""The one point where pyshacl is known: graphs in, the validation report out (SHACL, W3C 2017)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import SH

from lod.errors import SourceError

_ABOUT = frozenset((SH.name, SH.description, SH.order))


def judge(
    data: rdflib.Graph, shapes: rdflib.Graph, hierarchy: rdflib.Graph, prefixes: Mapping[str, str]
) -> rdflib.Graph:
    """Return the validation report of pyshacl; `data` takes in the subclass triples of `hierarchy`.

    `prefixes` shorten the IRIs in pyshacl's own messages. Raises SourceError for shapes that cannot be used.
    """
    judging = _judging(shapes)
    for prefix, namespace in prefixes.items():
        data.bind(prefix, namespace)
        judging.bind(prefix, namespace)
    try:
        # In place, since a copy would double the memory; no inference, since sh:class follows the hierarchy by itself.
        _, report, _ = pyshacl.validate(
            data, shacl_graph=judging, ont_graph=hierarchy, advanced=False, inference="none", inplace=True
        )
    except re.error as error:
        raise _unusable(f"the regular expression '{error.pattern!s}' is wrong: {error}") from None
    except ReportableRuntimeError as error:
        raise _unusable(str(error)) from None
    if not isinstance(report, rdflib.Graph):
        raise _unusable(str(report))
    return report


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal with a stack trace: to judge them is what shapes are for."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _judging(shapes: rdflib.Graph) -> rdflib.Graph:
    """Return the shapes without what is said about them (SHACL, section 2.3.2).

    pyshacl looks at each statement of a shape for each focus node: without these it takes three quarters of the time.
    Shapes that are blank nodes keep theirs, since the report copies such shapes.
    """
    judging = rdflib.Graph(bind_namespaces="none")
    judging += (triple for triple in shapes if triple[1] not in _ABOUT or isinstance(triple[0], rdflib.BNode))
    return judging


def _unusable(what: str) -> SourceError:
    return SourceError(
        f"the shapes cannot be used: {what}", remedy="Correct the shape; see https://www.w3.org/TR/shacl/"
    )
