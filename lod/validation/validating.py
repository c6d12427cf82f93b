"""Validate a workspace: read, judge, find the lines, put in order."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lod.config import Config
from lod.validation.report import Report, Severity


def validate(
    config: Config,
    *,
    texts: Mapping[str, Path] = MappingProxyType({}),
    profiles: Iterable[str] = (),
    engine: str = "auto",
) -> Report:
    """Validate the data of a workspace, and what its ontology files say of things below the base, against its shapes.

    `texts` maps an article (IRI, CURIE or the part behind the base) to its text, a UTF-8 file: each extract that the
    evidence quotes from the article is looked for in it. A file that cannot be read is a result and the others are
    judged all the same. `profiles` names further shapes of shapes/profiles/; `engine` is `auto` or `pyshacl`,
    which give the same report (docs/validation-engines.md). Follows SHACL (W3C 2017). Raises SourceError if there is
    nothing to judge or to judge by, for shapes that cannot be used and texts that cannot be read, UnknownNode for an
    article that is not in the data, UsageError for an unknown profile.
    """
    # Here, so that a command which validates nothing starts at once.
    from lod.validation import checks, engines, inputs
    from lod.validation.arranging import Pair, merge, order
    from lod.validation.excerpts import show
    from lod.validation.telling import tell

    with engines.Statements() as statements, engines.quiet(), _uncollected():
        read = inputs.read(config, statements, names=profiles, texts=bool(texts))
        checked, omitted = checks.run(read.survey, config, read.vocabulary, texts)
        judgement = engines.judge(statements, read.shapes, config.prefixes, engine)
        shacl: Iterable[Pair] = ()
        if judgement.evidence is not None:
            # Here, since rdflib takes a sixth of a second to import.
            from lod.validation.findings import findings

            shacl = findings(judgement.evidence, read, config)
        found = merge(shacl, tell(checked, read.survey, config, read.vocabulary))
    lines = read.places.find(statement for _, statement in found)
    placed = [replace(result, origin=lines.get(statement)) for result, statement in found]
    results = (*sorted(read.faults, key=order), *sorted(placed, key=order))
    # A shape that is wrong is left out, so that what its file demands is not judged in full.
    grave = (fault for fault in read.faults if fault.severity is Severity.VIOLATION)
    unreadable = tuple(dict.fromkeys(fault.origin.path for fault in grave if fault.origin))
    return Report(
        results=tuple(show(results)),
        files=read.files,
        triples=read.triples,
        unreadable=unreadable,
        shacl=judgement.triples,
        prefixes=config.prefixes,
        omitted=omitted,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector still: it would go through millions of terms again and again, and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
