"""The words that reports for people share, in German and English."""

from __future__ import annotations

from collections.abc import Mapping

from lod.validation.formats.view import shown
from lod.validation.report import Report, Severity

SEVERITIES: Mapping[str, Mapping[Severity, tuple[str, str]]] = {
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

_UNITS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "de": {"file": ("Datei", "Dateien"), "triple": ("Aussage", "Aussagen")},
    "en": {"file": ("file", "files"), "triple": ("statement", "statements")},
}

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "fine": "Nichts zu beanstanden: {files} mit {triples} geprüft.",
        "found": "{counts} in {files} mit {triples}.",
        "unreadable": "Nicht lesbar: {files}. Was darin steht, fehlt hier und kann andernorts vermisst werden.",
        "omitted": "Es gibt noch mehr davon, als hier stehen: {codes}.",
        "more": "… und {n} weitere dieser Art; alle zeigt --all",
        "explain": "Was ein Befund bedeutet, sagt: lod validate --explain {code}",
    },
    "en": {
        "fine": "All is well: {files} with {triples} checked.",
        "found": "{counts} in {files} with {triples}.",
        "unreadable": "Not readable: {files}. What they say is not judged, and may be missed elsewhere.",
        "omitted": "There are more of them than stand here: {codes}.",
        "more": "… and {n} more of this kind; --all shows them",
        "explain": "What a finding means is told by: lod validate --explain {code}",
    },
}


def own(language: str) -> str:
    """Return the language among ours that serves a reader: German or English."""
    tag = language.split("-")[0]
    return tag if tag in _SENTENCES else "en"


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence."""
    return _SENTENCES[own(language)][key].format(**values)


def summary(report: Report, language: str) -> list[str]:
    """Return what a report comes to, in one to three sentences."""
    tag = own(language)
    counts = ", ".join(
        _count(number, SEVERITIES[tag][severity]) for severity, number in report.counts.items() if number
    )
    sentences = [
        say(
            "found" if counts else "fine",
            tag,
            counts=counts,
            files=_count(len(report.files) + len(report.unreadable), _UNITS[tag]["file"]),
            triples=_count(report.triples, _UNITS[tag]["triple"]),
        )
    ]
    if report.omitted:
        codes = ", ".join(f"{code} (+{number})" for code, number in sorted(report.omitted.items()))
        sentences.append(say("omitted", tag, codes=codes))
    if report.unreadable:
        sentences.append(say("unreadable", tag, files=", ".join(shown(path) for path in report.unreadable)))
    return sentences


def _count(number: int, words: tuple[str, str]) -> str:
    return f"{number} {words[number != 1]}"
