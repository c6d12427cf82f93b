"""The checks beyond SHACL: one file a family, joined by the table `FAMILIES`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from lod.config import Config
from lod.errors import ConfigError, nearest
from lod.validation.checks import authorities, dates, evidence, iris, links, placement, stated, terms, words
from lod.validation.checks.survey import CAP, Survey
from lod.validation.checks.world import Found, Guess, World
from lod.vocabulary import Vocabulary

__all__ = ["CAP", "FAMILIES", "RANKS", "Found", "Guess", "Survey", "World", "run"]

Check = Callable[[World], Iterator[Found]]

#: Each check with the codes that it may yield, and whether it needs a workspace (its base, languages and habits).
FAMILIES: tuple[tuple[Check, tuple[str, ...], bool], ...] = (
    (
        terms.check,
        (
            "lod:unknown-class",
            "lod:unknown-property",
            "lod:unknown-term",
            "lod:superseded-term",
            "lod:undefined-term",
            "lod:http-schema",
        ),
        False,
    ),
    (placement.check, ("lod:outside-domain", "lod:outside-range"), False),
    (links.dangling, ("lod:dangling-reference",), True),
    (links.imports, ("lod:import",), False),
    (links.unreferenced, ("lod:unreferenced",), True),
    (links.duplicates, ("lod:duplicate",), True),
    (authorities.check, ("lod:malformed-identifier", "lod:wrong-check-digit"), False),
    (
        stated.check,
        (
            "lod:outside-range",
            "lod:impossible-date",
            "lod:malformed-edtf",
            "lod:rewritten-literal",
            "lod:stray-whitespace",
            "lod:mixed-quotes",
            "lod:hidden-character",
            "lod:huge-literal",
            "lod:extract-too-long",
        ),
        False,
    ),
    (dates.check, ("lod:end-before-start",), False),
    (words.untagged, ("lod:missing-language-tag",), True),
    (words.untranslated, ("lod:missing-language",), True),
    (evidence.missing, ("lod:missing-evidence",), True),
    (iris.check, ("lod:outside-base", "lod:reserved-path", "lod:space-in-iri", "lod:awkward-iri"), True),
    (iris.twins, ("lod:case-twins",), True),
)

#: Each code's place in the order of the checks.
RANKS = {code: rank for rank, code in enumerate(dict.fromkeys(code for _, codes, _ in FAMILIES for code in codes))}

#: The codes that settings can switch off or weigh differently.
CODES = frozenset(
    {"lod:extract-not-found", "lod:extract-reversed", *(code for _, codes, _ in FAMILIES for code in codes)}
)


def run(
    survey: Survey,
    config: Config,
    vocabulary: Vocabulary,
    texts: Mapping[str, Path],
    among: Collection[str] | None = None,
) -> tuple[list[Found], dict[str, int]]:
    """Return what the checks find that the settings leave on, and how many more there are of each code than CAP.

    With `among`, only what is found on these subjects counts. `texts` are the texts of articles against which extracts
    are looked up. Raises SourceError and UnknownNode as `evidence.against` does, ConfigError where the settings name a
    code that does not exist or cannot be set.
    """
    world = World(survey, config, vocabulary)
    _known(config)
    off = {code for code, state in config.checks.items() if state == "off"}
    found: list[Found] = []
    counts: dict[str, int] = {}

    def keep(finding: Found) -> None:
        if finding.code not in off and (among is None or finding.subject in among):
            counts[finding.code] = counts.get(finding.code, 0) + 1
            if counts[finding.code] <= CAP:
                found.append(finding)

    for finding in evidence.against(world, texts):
        keep(finding)
    for check, codes, needs_workspace in FAMILIES:
        if (world.workspace or not needs_workspace) and not off.issuperset(codes):
            for finding in check(world):
                keep(finding)
    for code, count in survey.beyond.items():
        if code not in off:
            counts[code] = counts.get(code, 0) + max(0, count - CAP)
    return found, {code: count - CAP for code, count in counts.items() if count > CAP}


def _known(config: Config) -> None:
    for code in config.checks:
        if code not in CODES:
            guess = nearest(code, CODES)
            remedy = f"Did you mean '{guess}'?" if guess else "All codes: lod validate --explain all"
            raise ConfigError(f"there is no check '{code}'", where=config.source, remedy=remedy)
