"""A report as text for people, as good compilers print it: file:line:column, severity, what is wrong, the source line
with a caret, and what to do.
"""

from __future__ import annotations

from collections import Counter

from lod.errors import Origin
from lod.validation.codes import codes
from lod.validation.formats.view import View, shown
from lod.validation.formats.words import SEVERITIES, own, say, summary
from lod.validation.report import Report, Result, Severity, pick

_COLOURS = {Severity.VIOLATION: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}
_BOLD, _FAINT, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"

#: So many findings of a kind are shown; the others are counted.
SHOWN = 3


def text(report: Report, view: View) -> str:
    """Return a report as text with a summary, in German or English.

    Findings that break the same rule in the same way are of a kind: of these the first are shown, unless
    `view.everything`. Colours are those of a terminal (ECMA-48, section 8.3.117).
    """
    kinds = Counter(map(_kind, report.results))
    seen: Counter[tuple[str, ...]] = Counter()
    blocks = []
    for result in report.results:
        kind = _kind(result)
        seen[kind] += 1
        # One more than is shown is no reason to hide it: to say so takes a line, too.
        limit = kinds[kind] if view.everything or kinds[kind] <= SHOWN + 1 else SHOWN
        if seen[kind] <= limit:
            blocks.append(_result(result, view))
        if seen[kind] == limit < kinds[kind]:
            blocks[-1].append(f"  {say('more', view.language, n=kinds[kind] - limit)} [{result.code}]")
    spaced = [line for block in blocks for line in [*block, ""]]
    return "\n".join([*spaced, *summary(report, view.language), *_hint(report, view)]) + "\n"


def _kind(result: Result) -> tuple[str, ...]:
    """Return what findings of a kind have in common; each syntax error is its own."""
    if result.code in ("lod:syntax", "lod:unreadable"):
        return (result.code, str(result.origin))
    return (result.code, str(result.severity), result.shape or "", result.path.text if result.path else "")


def _result(result: Result, view: View) -> list[str]:
    tag = own(view.language)
    severity = SEVERITIES[tag][result.severity][0]
    place = line(f"{_place(result.origin)}: ") if result.origin else ""
    if view.colour:
        place, severity = f"{_BOLD}{place}{_PLAIN}", f"{_COLOURS[result.severity]}{severity}{_PLAIN}"
    name = pick(result.focus_name, tag)
    thing = f"{name}: " if name else ""
    lines = [f"{place}{severity}: {line(f'{thing}{result.message(tag)} [{result.code}]')}", *_excerpt(result, view)]
    remedy = pick(result.remedies, tag)
    return [*lines, f"    {line(remedy)}"] if remedy else lines


def _excerpt(result: Result, view: View) -> list[str]:
    excerpt, origin = result.excerpt, result.origin
    if excerpt is None or origin is None:
        return []
    number = str(origin.line)
    caret = "^" * max(1, excerpt.length)
    gutter = " " * len(number)
    if view.colour:
        caret = f"{_COLOURS[result.severity]}{caret}{_PLAIN}"
        return [
            f"  {_FAINT}{number} |{_PLAIN} {line(excerpt.text)}",
            f"  {gutter} {_FAINT}|{_PLAIN} {' ' * excerpt.start}{caret}",
        ]
    return [f"  {number} | {line(excerpt.text)}", f"  {gutter} | {' ' * excerpt.start}{caret}"]


def _hint(report: Report, view: View) -> list[str]:
    known = (result for result in report.results if result.code in codes())
    gravest = max(known, key=lambda result: result.severity, default=None)
    return [say("explain", view.language, code=gravest.code)] if gravest else []


def line(text: str) -> str:
    """Return text on one line: what the data says must not look like a finding of its own, nor steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _place(origin: Origin) -> str:
    return str(Origin(shown(origin.path), origin.line, origin.column))
