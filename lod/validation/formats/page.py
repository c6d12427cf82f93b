"""A report as one HTML page that a press officer can read: no jargon first, each finding with its place and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import pyoxigraph as ox

from lod.validation.codes import codes
from lod.validation.formats.view import View, shown
from lod.validation.formats.words import SEVERITIES, own, summary
from lod.validation.report import Report, Result, Severity, pick

_WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "title": "Prüfbericht",
        "line": "Zeile",
        "place": "Stelle",
        "places": "Stellen",
        "others": "weitere zeigen",
        "means": "Was heißt das?",
        "wrong": "Falsch",
        "right": "Richtig",
        "violation": "Das muss geändert werden, bevor veröffentlicht werden kann.",
        "warning": "Das sollte geprüft werden.",
        "info": "Das würde die Daten besser machen.",
    },
    "en": {
        "title": "Validation report",
        "line": "line",
        "place": "place",
        "places": "places",
        "others": "show the others",
        "means": "What does this mean?",
        "wrong": "Wrong",
        "right": "Right",
        "violation": "This must be changed before anything can be published.",
        "warning": "This should be looked into.",
        "info": "This would make the data better.",
    },
}

#: In a longer group the others are folded away.
SHOWN = 20


def html(report: Report, view: View) -> str:
    """Return a report as an HTML page that stands by itself: no script, no address but those of things."""
    from minijinja import Environment

    tag = own(view.language)
    template = (files("lod.validation.formats") / "report.html").read_text("utf-8")
    return Environment(templates={"report.html": template}).render_template(
        "report.html",
        language=tag,
        words=_WORDS[tag],
        summary=summary(report, tag),
        conforms=report.conforms,
        sections=[_section(report, severity, tag) for severity in report.counts if report.counts[severity]],
    )


def _section(report: Report, severity: Severity, language: str) -> dict[str, object]:
    kinds: dict[tuple[str, str], list[Result]] = {}
    for result in report.results:
        if result.severity is severity:
            kinds.setdefault((result.code, result.shape or ""), []).append(result)
    return {
        "heading": SEVERITIES[language][severity][1],
        "key": severity.name.lower(),
        "number": report.counts[severity],
        "groups": [_group(code, results, language) for (code, _), results in kinds.items()],
    }


def _group(code: str, results: list[Result], language: str) -> dict[str, object]:
    known = codes().get(code)
    return {
        "code": code,
        "what": pick(known.what, language) if known else code,
        "why": pick(known.why, language) if known else "",
        "wrong": known.wrong if known else "",
        "right": known.right if known else "",
        "number": len(results),
        "first": [_finding(result, language) for result in results[:SHOWN]],
        "others": [_finding(result, language) for result in results[SHOWN:]],
    }


def _finding(result: Result, language: str) -> dict[str, object]:
    origin, excerpt = result.origin, result.excerpt
    focus = result.focus
    web = isinstance(focus, ox.NamedNode) and focus.value.startswith(("http://", "https://"))
    return {
        "name": pick(result.focus_name, language),
        "href": focus.value if web and isinstance(focus, ox.NamedNode) else None,
        "message": result.message(language),
        "remedy": pick(result.remedies, language),
        "file": shown(origin.path) if origin else "",
        "line": origin.line if origin else None,
        # How far it is indented says nothing here, and on a phone there is no room for it.
        "before": excerpt.text[: excerpt.start].lstrip() if excerpt else "",
        "marked": excerpt.text[excerpt.start : excerpt.start + excerpt.length] if excerpt else "",
        "after": excerpt.text[excerpt.start + excerpt.length :] if excerpt else "",
    }
