"""Bring findings into order: one for each cause, in a fixed sequence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lod.validation.codes import codes
from lod.validation.places import Statement
from lod.validation.report import Result

Pair = tuple[Result, Statement]


def merge(shacl: Iterable[Pair], checks: Iterable[Pair]) -> list[Pair]:
    """Return the results of SHACL and of the checks, without a check's result where a shape has found the same fault.

    The shape's result stays, since its severity is its author's, and takes over the check's remedy, which often knows
    more: what a mistyped name was meant to be. The same statement and a code that the check's code explains make the
    same fault.
    """
    found = list(shacl)
    by_statement: dict[Statement, list[int]] = {}
    for number, (_, statement) in enumerate(found):
        for key in {statement, replace(statement, value=None)}:
            by_statement.setdefault(key, []).append(number)
    rest: list[Pair] = []
    for result, statement in checks:
        explained = codes()[result.code].explains
        same = [n for n in by_statement.get(statement, ()) if found[n][0].code in explained]
        for number in same:
            other, place = found[number]
            if result.remedies and not other.remedies:
                found[number] = (replace(other, remedies=result.remedies), place)
        if not same:
            rest.append((result, statement))
    return [*found, *rest]


def order(result: Result) -> tuple[object, ...]:
    """Return the key by which results stand in a fixed order: by file, line and severity, then by all they say."""
    origin, focus = result.origin, result.focus
    return (
        origin is None,
        (origin.path, origin.line or 0) if origin else (),
        -result.severity,
        result.code,
        tuple(result.focus_name.values()),
        result.path.text if result.path else "",
        getattr(result.value, "value", ""),
        tuple(sorted(result.messages.items())),
        result.shape or "",
        "" if focus is None else str(focus),
        "" if result.value is None else str(result.value),
        tuple(sorted(result.remedies.items())),
        result.detail or "",
    )
