"""The page of the validation report: what was found in the data before it was published, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from lod.graph import Term
from lod.publishing.views.perspective import Entry, Perspective, Value

if TYPE_CHECKING:
    from lod.validation import Report, Result

#: The path of the page, without suffix.
PAGE = "report"

# So many findings of a severity stand on the page; the rest is counted.
_MOST = 200


def view(here: Perspective, report: Report) -> dict[str, Any]:
    """Return what the page of a report shows: the findings by severity, each with its thing and what to do."""
    say = here.strings.say
    groups: list[tuple[str, list[Entry]]] = []
    for severity, count in report.counts.items():
        found = [result for result in report.results if result.severity is severity]
        things: dict[Term | None, list[Entry]] = {}
        for result in found[:_MOST]:
            things.setdefault(result.focus, []).append(_entry(here, result))
        entries = [replace(first, others=others) for first, *others in things.values()]
        if count > _MOST:
            entries.append(Entry(Value(here.strings.count("more", count - _MOST)), None))
        if entries:
            groups.append((say[f"report_{severity.name.lower()}"], entries))
    checked = say["report_text"].format(n=here.strings.number(report.triples))
    return {
        "name": Value(say["report"]),
        "paragraphs": [Value(checked if groups else f"{checked} {say['report_clean']}")],
        "groups": groups,
    }


def _entry(here: Perspective, result: Result) -> Entry:
    focus, language = result.focus, here.language
    name = here.link(focus) if isinstance(focus, ox.NamedNode) else Value(here.strings.say["report_whole"])
    remedies = result.remedies
    remedy = remedies.get(language) or remedies.get("en", "")
    return Entry(name, Value(result.message(language)), hint=Value(remedy) if remedy else None)
