"""A report as JSON for programs; docs/report.md describes the keys."""

from __future__ import annotations

from typing import Any

import orjson
import pyoxigraph as ox

from lod.graph import Term
from lod.validation.formats.view import View, shown
from lod.validation.report import Report, Result


def json(report: Report, _view: View) -> str:
    """Return a report as JSON text, with the messages in all languages; paths are relative where that is shorter."""
    document = {
        "conforms": report.conforms,
        "counts": {severity.name.lower(): number for severity, number in report.counts.items()},
        "files": [shown(path) for path in report.files],
        "unreadable": [shown(path) for path in report.unreadable],
        "triples": report.triples,
        "omitted": dict(report.omitted),
        "results": [_result(result) for result in report.results],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"


def _result(result: Result) -> dict[str, Any]:
    path, origin, excerpt = result.path, result.origin, result.excerpt
    return {
        "code": result.code,
        "severity": result.severity.name.lower(),
        "messages": dict(result.messages),
        "remedies": dict(result.remedies),
        "file": shown(origin.path) if origin else None,
        "line": origin.line if origin else None,
        "column": origin.column if origin else None,
        "endLine": origin.end_line if origin else None,
        "excerpt": {"text": excerpt.text, "start": excerpt.start, "length": excerpt.length} if excerpt else None,
        "focus": _term(result.focus),
        "focusNames": dict(result.focus_name),
        "path": {"text": path.text, "labels": dict(path.labels), "iri": path.iri} if path else None,
        "value": _term(result.value),
        "shape": result.shape,
        "detail": result.detail,
    }


def _term(term: Term | None) -> dict[str, str] | None:
    """Return a term as SPARQL 1.1 Query Results JSON has it, section 3.2.2; a blank node has no name that lasts."""
    if term is None or isinstance(term, ox.Triple):
        return None
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode"}
    language = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **language}
