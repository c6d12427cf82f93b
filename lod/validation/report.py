"""What a validation has found: Severity, Result, Report (SHACL, section 3.6, and the project's own checks)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

import pyoxigraph as ox

from lod.errors import Origin
from lod.graph import Term
from lod.terms import SH

#: The languages in which every result speaks.
LANGUAGES = ("de", "en")


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


class Severity(IntEnum):
    """How grave a result is: Violation > Warning > Info (SHACL, section 2.1.4)."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @property
    def iri(self) -> str:
        return f"{SH}{self.name.title()}"

    @classmethod
    def of(cls, iri: str) -> Severity:
        """Return the severity of an IRI; a shape's own severity, of which nothing is known, counts as a violation."""
        return next((severity for severity in cls if severity.iri == iri), cls.VIOLATION)


@dataclass(frozen=True, slots=True)
class ResultPath:
    """The way from the focus node to the value.

    `text` is it as a SPARQL property path, `labels` in words by language; `iri` is the property, if it is a single one.
    """

    text: str
    labels: Mapping[str, str]
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line of a file on which a result stands, cut if it is long, and the part of it to point at.

    `start` is counted from 0 in `text`, `length` in characters.
    """

    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Result:
    """One finding.

    `code` is stable: `sh:MinCount` and so on for SHACL's constraint components, `lod:...` for the project's own checks.
    Texts map language tags to text, "" standing for text without a tag. `shape` is the nearest shape with an IRI,
    `origin` the statement that is to be mended, `excerpt` its line, `detail` what the engine says in its own words.
    """

    code: str
    severity: Severity
    messages: Mapping[str, str]
    focus: Term | None = None
    focus_name: Mapping[str, str] = field(default_factory=_none)
    path: ResultPath | None = None
    value: Term | None = None
    remedies: Mapping[str, str] = field(default_factory=_none)
    shape: str | None = None
    origin: Origin | None = None
    detail: str | None = None
    excerpt: Excerpt | None = None

    def message(self, language: str) -> str:
        """Return the message in `language`, else the next best one."""
        return pick(self.messages, language)


@dataclass(frozen=True, slots=True)
class Report:
    """All findings on some files, in a fixed order: what could not be read, then by file and line.

    `files` are those whose triples were judged, `unreadable` those that could not be read, `triples` counts the
    distinct statements. `shacl` is the W3C validation report on them, triple by triple, as pyshacl gave it.
    `omitted` is the number of findings of each code that there are beyond the results. `again` is how many files were
    judged, if what was found on the others was known from before; it is no part of what the report says.
    """

    results: tuple[Result, ...]
    files: tuple[str, ...]
    triples: int
    unreadable: tuple[str, ...] = ()
    shacl: tuple[ox.Triple, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=_none)
    omitted: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    again: int | None = field(default=None, compare=False)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """The number of results of each severity, the gravest first."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in sorted(Severity, reverse=True)}

    @property
    def conforms(self) -> bool:
        """Whether there is no result at all, of whatever severity (SHACL, section 3.6.1.1)."""
        return not self.results

    def fails(self, severity: Severity = Severity.VIOLATION) -> bool:
        """Tell whether a result is at or above a severity."""
        return any(result.severity >= severity for result in self.results)


def code_of(component: str) -> str:
    """Return the code of a constraint component: `sh:MinCount` and so on for SHACL's own, else its IRI."""
    return (
        f"sh:{component.removeprefix(SH).removesuffix('ConstraintComponent')}"
        if component.startswith(SH)
        else component
    )


def pick(texts: Mapping[str, str], language: str) -> str:
    """Return the text in a language, else without a tag, else in English, else the first; "" if there is none."""
    for tag in (language, "", "en"):
        if tag in texts:
            return texts[tag]
    return next(iter(texts.values()), "")
