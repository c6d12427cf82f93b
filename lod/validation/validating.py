"""Validate a workspace: read, judge, find the lines, put in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lod.config import Config
from lod.validation.report import Report, Result


def validate(config: Config, *, texts: Mapping[str, Path] = MappingProxyType({})) -> Report:
    """Validate the data of a workspace, and what its ontology files say of things below the base, against its shapes.

    `texts` maps an article (IRI, CURIE or the part behind the base) to its text, a UTF-8 file: each extract that the
    evidence quotes from the article is looked for in it. A file that cannot be read is a result and the others are
    judged all the same. Follows SHACL (W3C 2017). Raises SourceError if there is nothing to judge or to judge by, for
    shapes that cannot be used and texts that cannot be read, UnknownNode for an article that is not in the data.
    """
    # Here, since rdflib and pyshacl take half a second to import.
    from lod.graph.ecosystem import from_rdflib
    from lod.validation import engine, evidence, inputs
    from lod.validation.findings import findings

    with engine.quiet():
        read = inputs.read(config)
        size = len(read.data)
        quoted = list(evidence.check(read, config, texts))
        report = engine.judge(read.data, read.shapes, read.hierarchy, config.prefixes)
        found = [*quoted, *findings(report, read, config)]
    lines = read.places.find(statement for _, statement in found)
    placed = [replace(result, origin=lines.get(statement)) for result, statement in found]
    return Report(
        results=(*sorted(read.faults, key=_order), *sorted(placed, key=_order)),
        files=read.files,
        triples=size,
        unreadable=tuple(str(fault.origin.path) for fault in read.faults if fault.origin),
        shacl=tuple(from_rdflib(report)),
        prefixes=config.prefixes,
    )


def _order(result: Result) -> tuple[object, ...]:
    origin = result.origin
    return (
        origin is None,
        (origin.path, origin.line or 0) if origin else (),
        -result.severity,
        result.code,
        tuple(result.focus_name.values()),
        result.path.text if result.path else "",
        getattr(result.value, "value", ""),
        tuple(sorted(result.messages.items())),
        result.shape or "",
    )
