"""A report as JUnit XML, which CI systems show as test results: a file is a suite, a finding a failed test in it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from lod.validation.formats.view import View, shown
from lod.validation.formats.words import own
from lod.validation.report import Report, Result, Severity, pick

#: What XML 1.0 cannot carry (section 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report, view: View) -> str:
    """Return JUnit XML: violations are failures, what could not be read is an error, all else passes with its message.

    A file without findings is a suite with one test that passes.
    """
    suites: dict[str, list[Result]] = {path: [] for path in (*report.files, *report.unreadable)}
    for result in report.results:
        suites.setdefault(result.origin.path if result.origin else "", []).append(result)
    body = [line for path in sorted(suites) for line in _suite(path, suites[path], own(view.language))]
    tests = sum(max(1, len(results)) for results in suites.values())
    counts = f'tests="{tests}" failures="{_failures(report.results)}" errors="{_errors(report.results)}"'
    head = ('<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="lod validate" {counts}>')
    return "\n".join([*head, *body, "</testsuites>", ""])


def _suite(path: str, results: list[Result], language: str) -> list[str]:
    name = _attribute(shown(path) if path else "lod")
    counts = f'tests="{max(1, len(results))}" failures="{_failures(results)}" errors="{_errors(results)}"'
    cases = [line for result in results for line in _case(result, name, language)]
    if not results:
        cases = [f'    <testcase classname={name} name="valid"/>']
    return [f"  <testsuite name={name} {counts}>", *cases, "  </testsuite>"]


def _case(result: Result, path: str, language: str) -> list[str]:
    line = f" line {result.origin.line}" if result.origin and result.origin.line else ""
    name = pick(result.focus_name, language)
    title = _attribute(f"{result.code}{line}" + f": {name}" * bool(name))
    message = result.message(language)
    text = "\n".join(part for part in (str(result.origin or ""), message, pick(result.remedies, language)) if part)
    open_, close = f"    <testcase classname={path} name={title}>", "    </testcase>"
    if _error(result):
        tag = "error"
    elif result.severity is Severity.VIOLATION:
        tag = "failure"
    else:
        return [open_, f"      <system-out>{_text(text)}</system-out>", close]
    kind = _attribute(result.code)
    return [open_, f"      <{tag} type={kind} message={_attribute(message)}>{_text(text)}</{tag}>", close]


def _error(result: Result) -> bool:
    return result.code in ("lod:syntax", "lod:unreadable")


def _errors(results: list[Result] | tuple[Result, ...]) -> int:
    return sum(map(_error, results))


def _failures(results: list[Result] | tuple[Result, ...]) -> int:
    return sum(not _error(result) and result.severity is Severity.VIOLATION for result in results)


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
