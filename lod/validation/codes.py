"""All codes that a finding can have, with severity, texts and examples: the tables of explanations/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from lod.validation.report import Severity


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Code:
    """One code: what it means and why it matters, by language, and Turtle that is wrong and right.

    `messages` and `remedies` are texts with places in braces, for checks; SHACL's messages are composed elsewhere.
    `explains` are the codes of SHACL whose results on the same statement have the same cause. `shape` is Turtle of the
    shape that the examples are judged by, for the codes of SHACL.
    """

    code: str
    severity: Severity | None
    what: Mapping[str, str]
    why: Mapping[str, str]
    wrong: str
    right: str
    messages: Mapping[str, str] = field(default_factory=_none)
    remedies: Mapping[str, str] = field(default_factory=_none)
    explains: frozenset[str] = frozenset()
    shape: str | None = None


@cache
def codes() -> Mapping[str, Code]:
    """Return all codes by their names, `lod:...` for our own and `sh:...` for the components of SHACL."""
    folder = files("lod.validation") / "explanations"
    found: dict[str, Code] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            for name, table in tomllib.loads(file.read_text("utf-8")).items():
                found[name] = _code(name, table)
    return found


def _code(name: str, table: Mapping[str, object]) -> Code:
    severity = table.get("severity")
    explains = table.get("explains", ())
    return Code(
        code=name,
        severity=Severity[str(severity).upper()] if severity else None,
        what=_texts(table["what"]),
        why=_texts(table["why"]),
        wrong=str(table["wrong"]).strip(),
        right=str(table["right"]).strip(),
        messages=_texts(table.get("message", {})),
        remedies=_texts(table.get("remedy", {})),
        explains=frozenset(map(str, explains)) if isinstance(explains, list) else frozenset(),
        shape=str(table["shape"]).strip() if "shape" in table else None,
    )


def _texts(value: object) -> Mapping[str, str]:
    return MappingProxyType({str(k): str(v) for k, v in value.items()}) if isinstance(value, dict) else _none()
