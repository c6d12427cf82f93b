"""Validate a workspace: read, judge, find the lines, put in order."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lod.config import Config
from lod.validation.report import Report

if TYPE_CHECKING:
    from lod.validation.incremental import Memory
    from lod.validation.outcome import Outcome


def validate(
    config: Config,
    *,
    texts: Mapping[str, Path] = MappingProxyType({}),
    profiles: Iterable[str] = (),
    engine: str = "auto",
    cache: bool = True,
) -> Report:
    """Validate the data of a workspace, and what its ontology files say of things below the base, against its shapes.

    `texts` maps an article (IRI, CURIE or the part behind the base) to its text, a UTF-8 file: each extract that the
    evidence quotes from the article is looked for in it. A file that cannot be read is a result and the others are
    judged all the same. `profiles` names further shapes of shapes/profiles/; `engine` is `auto` or `pyshacl`,
    which give the same report (docs/validation-engines.md). With `cache`, what was found is kept in `.lod_cache` beside
    the settings, and only what a change can affect is judged again, to the same report (docs/incremental.md). Follows
    SHACL (W3C 2017). Raises SourceError if there is nothing to judge or to judge by, for shapes that cannot be used and
    texts that cannot be read, UnknownNode for an article that is not in the data, UsageError for an unknown profile.
    """
    with _uncollected():
        # Here, so that a command which validates nothing starts at once.
        from lod.validation.outcome import report

        again = None
        if cache:
            outcome, again = _found(config, texts, tuple(profiles), engine)
        else:
            outcome = _anew(config, texts, tuple(profiles), engine)
        return replace(report(outcome, config), again=again)


def _found(
    config: Config, texts: Mapping[str, Path], profiles: tuple[str, ...], engine: str
) -> tuple[Outcome, int | None]:
    """Return what there is to find, most of it from memory if there is one, and how many files were judged then."""
    from lod.validation import engines
    from lod.validation.incremental import Memory, updated

    memory = Memory.open(config, texts, profiles, engine)
    if memory is None:
        return _anew(config, texts, profiles, engine), None
    if (outcome := memory.unchanged()) is not None:
        return outcome, 0
    with engines.quiet():
        found = updated(memory, config, profiles, engine)
    if found is not None:
        memory.keep(found.outcome, found.known)
        return found.outcome, found.judged
    return _anew(config, texts, profiles, engine, memory), None


def _anew(
    config: Config,
    texts: Mapping[str, Path],
    profiles: tuple[str, ...],
    engine: str,
    memory: Memory | None = None,
) -> Outcome:
    from lod.validation import engines, inputs
    from lod.validation.finding import judge
    from lod.validation.incremental import learned

    with engines.quiet(), engines.Statements() as statements:
        read = inputs.read(config, statements, names=profiles, texts=bool(texts))
        judgements = engines.judge(statements, read.shapes, config.prefixes, engine)
        # The fast engine is at work meanwhile.
        known = None if memory is None else learned(read, statements)
        outcome = judge(read, judgements, config, texts=texts)
        if memory is not None:
            memory.keep(outcome, known)
        return outcome


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
