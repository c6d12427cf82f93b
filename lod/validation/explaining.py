"""What a code means, why it matters, and a right and a wrong example: `lod validate --explain`."""

from __future__ import annotations

from collections.abc import Mapping

from lod.errors import UsageError, nearest
from lod.validation.checks import CODES
from lod.validation.codes import codes
from lod.validation.report import Severity, pick

_WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "why": "Warum es zählt",
        "shape": "Eine Form, die das verlangt",
        "wrong": "Falsch",
        "right": "Richtig",
        "severity": "Gewicht",
        "own": "das der Form (sh:severity; sonst Verstoß)",
        "off": "Abschalten oder anders gewichten, in lod.toml",
        "VIOLATION": "Verstoß",
        "WARNING": "Warnung",
        "INFO": "Hinweis",
    },
    "en": {
        "why": "Why it matters",
        "shape": "A shape that asks for it",
        "wrong": "Wrong",
        "right": "Right",
        "severity": "Severity",
        "own": "the shape's (sh:severity; else a violation)",
        "off": "To switch it off or weigh it differently, in lod.toml",
        "VIOLATION": "violation",
        "WARNING": "warning",
        "INFO": "note",
    },
}


def explain(code: str, language: str) -> str:
    """Return the explanation of a code as text, in German or English. Raises UsageError for an unknown one."""
    known = codes().get(code) or codes().get(f"lod:{code}") or codes().get(f"sh:{code}")
    if known is None:
        guess = nearest(code, codes())
        remedy = f"Did you mean {guess}?" if guess else "All codes: lod validate --explain all"
        raise UsageError(f"there is no code '{code}'", remedy=remedy)
    words = _WORDS.get(language.split("-")[0], _WORDS["en"])
    parts = [f"{known.code}\n\n{pick(known.what, language)}", f"{words['why']}:\n{pick(known.why, language)}"]
    for title, example in (("shape", known.shape), ("wrong", known.wrong), ("right", known.right)):
        if example:
            parts.append(f"{words[title]}:\n\n{_indented(example)}")
    severity = words[known.severity.name] if isinstance(known.severity, Severity) else words["own"]
    parts.append(f"{words['severity']}: {severity}")
    if known.code in CODES:
        parts.append(f'{words["off"]}:\n\n    checks = {{ "{known.code}" = "off" }}')
    return "\n\n".join(parts) + "\n"


def listing(language: str) -> str:
    """Return all codes with what they mean, a line each."""
    width = max(map(len, codes()))
    return "".join(f"{code:{width}}  {pick(known.what, language)}\n" for code, known in sorted(codes().items()))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())
