"""A report as workflow commands of GitHub Actions, which show each finding at its line of a pull request."""

from __future__ import annotations

from lod.validation.formats.view import View, shown
from lod.validation.formats.words import own, summary
from lod.validation.report import Report, Result, Severity, pick

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(report: Report, view: View) -> str:
    """Return one workflow command for each finding, and the summary as plain text.

    GitHub shows ten annotations of each level for a step; the log holds all.
    """
    commands = [_command(result, own(view.language)) for result in report.results]
    return "\n".join([*commands, *(_message(sentence) for sentence in summary(report, view.language))]) + "\n"


def _command(result: Result, language: str) -> str:
    origin = result.origin
    places = (
        ("file", shown(origin.path) if origin else None),
        ("line", origin.line if origin else None),
        ("endLine", origin.end_line if origin else None),
        ("col", origin.column if origin else None),
        ("title", result.code),
    )
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in places if value is not None)
    name = pick(result.focus_name, language)
    text = "\n".join(
        part for part in (f"{name}: " * bool(name) + result.message(language), pick(result.remedies, language)) if part
    )
    return f"::{_LEVELS[result.severity]} {properties}::{_message(text)}"


def _message(text: str) -> str:
    """Return text as the data of a command. Other control characters could end the line or steer the log: blanks do."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(c if c.isprintable() else " " for c in escaped)


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
