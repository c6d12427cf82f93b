"""A report as text for people, one result a line as compilers print it: file:line: severity: thing: message [code]."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from lod.errors import Origin
from lod.validation.report import Report, Result, Severity, pick

_SEVERITIES: Mapping[str, Mapping[Severity, tuple[str, str]]] = {
    "de": {
        Severity.VIOLATION: ("Verstoß", "Verstöße"),
        Severity.WARNING: ("Warnung", "Warnungen"),
        Severity.INFO: ("Hinweis", "Hinweise"),
    },
    "en": {
        Severity.VIOLATION: ("violation", "violations"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("note", "notes"),
    },
}

_WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "de": {"file": ("Datei", "Dateien"), "triple": ("Aussage", "Aussagen")},
    "en": {"file": ("file", "files"), "triple": ("statement", "statements")},
}

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "fine": "Nichts zu beanstanden: {files} mit {triples} geprüft.",
        "found": "{counts} in {files} mit {triples}.",
        "unreadable": "Nicht lesbar: {files}. Was darin steht, fehlt hier und kann andernorts vermisst werden.",
    },
    "en": {
        "fine": "All is well: {files} with {triples} checked.",
        "found": "{counts} in {files} with {triples}.",
        "unreadable": "Not readable: {files}. What they say is not judged, and may be missed elsewhere.",
    },
}

_COLOURS = {Severity.VIOLATION: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def text(report: Report, language: str = "en", colour: bool = False) -> str:
    """Return a report as lines of text and a summary, in German (`de`) or English (any other language).

    `colour` adds the colours of a terminal (ECMA-48, section 8.3.117).
    """
    own = language.split("-")[0] if language.split("-")[0] in _SENTENCES else "en"
    lines = [line for result in report.results for line in _result(result, own, colour)]
    return "\n".join([*lines, *([""] if lines else []), *_summary(report, own)]) + "\n"


def _result(result: Result, language: str, colour: bool) -> list[str]:
    severity = _SEVERITIES[language][result.severity][0]
    place = _line(f"{_shown(result.origin)}: ") if result.origin else ""
    if colour:
        place, severity = f"{_BOLD}{place}{_PLAIN}", f"{_COLOURS[result.severity]}{severity}{_PLAIN}"
    name = pick(result.focus_name, language)
    thing = f"{name}: " if name else ""
    remedy = pick(result.remedies, language)
    finding = _line(f"{thing}{result.message(language)} [{result.code}]")
    return [f"{place}{severity}: {finding}", *([f"    {_line(remedy)}"] if remedy else [])]


def _summary(report: Report, language: str) -> list[str]:
    sentences, words = _SENTENCES[language], _WORDS[language]
    counts = ", ".join(
        _count(number, _SEVERITIES[language][severity]) for severity, number in report.counts.items() if number
    )
    sentence = sentences["found" if counts else "fine"].format(
        counts=counts,
        files=_count(len(report.files) + len(report.unreadable), words["file"]),
        triples=_count(report.triples, words["triple"]),
    )
    unreadable = ", ".join(shown(path) for path in report.unreadable)
    return [sentence, *([sentences["unreadable"].format(files=unreadable)] if unreadable else [])]


def _count(number: int, words: tuple[str, str]) -> str:
    return f"{number} {words[number != 1]}"


def _line(text: str) -> str:
    """Return text on one line: what the data says must not look like a finding of its own, nor steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _shown(origin: Origin) -> str:
    return str(Origin(shown(origin.path), origin.line, origin.column))


def shown(path: str) -> str:
    """Return a path relative to the current folder where that is shorter."""
    relative = os.path.relpath(path, Path.cwd())
    return min(path, relative, key=len)
