"""Keep so many results of each kind, and count the others: a million of them help nobody, and fill the memory."""

from __future__ import annotations

from collections import Counter

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from lod.graph import Term
from lod.graph.ecosystem import from_node

#: Of each constraint component and severity.
CAP = 10_000


class Kept:
    """Counts the results of reports that come one by one."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def cut(self, report: rdflib.Graph) -> dict[str, int]:
        """Take the results beyond the cap out of a report; return how many there were of each component, by its IRI.

        Severities are counted apart, so that warnings never crowd out a violation.
        """
        beyond: Counter[str] = Counter()
        top = report.value(predicate=rdflib.RDF.type, object=SH.ValidationReport)
        # In an order that does not hang on chance, as that of the values of a property does.
        for result in sorted(report.objects(top, SH.result), key=lambda node: _said(report, node)):
            component = str(report.value(result, SH.sourceConstraintComponent))
            kind = component, str(report.value(result, SH.resultSeverity))
            self._counts[kind] += 1
            if self._counts[kind] > CAP:
                beyond[component] += 1
                report.remove((top, SH.result, result))
                report.remove((result, None, None))
        return dict(beyond)


def terms(report: rdflib.Graph) -> tuple[set[Term], set[Term]]:
    """Return the focus nodes and the values of a report."""
    return _values(report, SH.focusNode), _values(report, SH.value)


def _values(report: rdflib.Graph, name: rdflib.URIRef) -> set[Term]:
    return {from_node(term) for term in report.objects(None, name)}


def _said(report: rdflib.Graph, result: Node) -> tuple[str, ...]:
    return tuple(str(report.value(result, name) or "") for name in (SH.focusNode, SH.sourceShape, SH.value))
