"""A report as SARIF 2.1.0 (OASIS, 2020), which code scanning, editors and dashboards read."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from lod.errors import Origin
from lod.terms import local_name
from lod.validation.codes import codes
from lod.validation.formats.view import View, shown
from lod.validation.formats.words import own
from lod.validation.report import Report, Result, Severity, pick

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_WORDS = {"de": ("falsch", "richtig"), "en": ("wrong", "right")}
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(report: Report, view: View) -> str:
    """Return a report as one SARIF run: the codes as rules, with what they mean, and a result for each finding.

    Paths below the current folder are relative to it (`SRCROOT`), as code scanning wants them.
    """
    language = own(view.language)
    used = sorted({result.code for result in report.results})
    index = {code: number for number, code in enumerate(used)}
    run = {
        "tool": {
            "driver": {
                "name": "lod",
                "version": version("lod"),
                "semanticVersion": version("lod"),
                "rules": [_rule(code, language) for code in used],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"uri": f"{Path.cwd().as_uri()}/"}},
        "results": [_result(result, index[result.code], language) for result in report.results],
        "invocations": [
            {
                "executionSuccessful": not report.unreadable,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": f"{number} more findings of {code} are not listed."}}
                    for code, number in sorted(report.omitted.items())
                ],
            }
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"


def _rule(code: str, language: str) -> dict[str, Any]:
    """Return what is known of a code; of a constraint component of others' that is its name only."""
    name = re.sub(
        r"(?:^|[^0-9A-Za-z]+)([0-9A-Za-z])", lambda found: found[1].upper(), local_name(code.partition(":")[2])
    )
    rule: dict[str, Any] = {"id": code, "name": name}
    if code.startswith("sh:"):
        rule["helpUri"] = f"https://www.w3.org/TR/shacl/#{name}ConstraintComponent"
    known = codes().get(code)
    if known is None:
        return {**rule, "shortDescription": {"text": code}}
    what, why = pick(known.what, language), pick(known.why, language)
    example = f"```turtle\n# {_WORDS[language][0]}\n{known.wrong}\n\n# {_WORDS[language][1]}\n{known.right}\n```"
    rule |= {
        "shortDescription": {"text": what},
        "fullDescription": {"text": f"{what} {why}"},
        "help": {"text": f"{what} {why}\n\n- {known.wrong}\n+ {known.right}", "markdown": f"{what} {why}\n\n{example}"},
        "properties": {"tags": ["SHACL" if code.startswith("sh:") else "linked data"]},
    }
    if known.severity is not None:
        rule["defaultConfiguration"] = {"level": _LEVELS[known.severity]}
    return rule


def _result(result: Result, rule: int, language: str) -> dict[str, Any]:
    name = pick(result.focus_name, language)
    remedy = pick(result.remedies, language)
    text = f"{name}: " * bool(name) + result.message(language) + f" {remedy}" * bool(remedy)
    written: dict[str, Any] = {
        "ruleId": result.code,
        "ruleIndex": rule,
        "level": _LEVELS[result.severity],
        "message": {"text": text},
        "partialFingerprints": {"lod/v1": _fingerprint(result)},
    }
    if result.origin:
        location: dict[str, Any] = {"physicalLocation": _place(result, result.origin)}
        if name:
            address = str(getattr(result.focus, "value", name))
            location["logicalLocations"] = [{"name": name, "fullyQualifiedName": address}]
        written["locations"] = [location]
    return written


def _place(result: Result, origin: Origin) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(origin.path)}
    if origin.line is None:
        return place
    region: dict[str, Any] = {"startLine": origin.line}
    if origin.end_line is not None and origin.end_line > origin.line:
        region["endLine"] = origin.end_line
    if origin.column is not None:
        region["startColumn"] = origin.column
        if result.excerpt and "endLine" not in region:
            region["endColumn"] = origin.column + max(1, result.excerpt.length)
    if result.excerpt:
        place["contextRegion"] = {"startLine": origin.line, "snippet": {"text": result.excerpt.text}}
    place["region"] = region
    return place


def _artifact(path: str) -> dict[str, str]:
    if "://" in path:
        return {"uri": path}
    relative = shown(path)
    if Path(relative).is_absolute() or relative.startswith(".."):
        return {"uri": Path(path).resolve().as_uri()}
    return {"uri": quote(Path(relative).as_posix()), "uriBaseId": "SRCROOT"}


def _fingerprint(result: Result) -> str:
    """Return what stays the same for a finding when lines move: code, thing, property and value."""
    parts = (
        result.code,
        "" if result.focus is None else _lasting(result.focus, result),
        result.path.text if result.path else "",
        "" if result.value is None else _lasting(result.value, result),
        result.shape or "",
    )
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _lasting(term: object, result: Result) -> str:
    # The name of a blank node is another one in each run; what the thing around it is called lasts.
    text = str(term)
    return pick(result.focus_name, "en") if text.startswith("_:") else text
