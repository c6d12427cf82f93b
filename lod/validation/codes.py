"""All codes that a finding can have, with severity, texts and examples: the tables of explanations/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from lod.validation.report import Severity

#: A table of TOML, from its head to the next one.
_TABLE = re.compile(r'^\["([^"]+)"\]$(?:\n(?!\[).*)*', re.MULTILINE)


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


class _Codes(Mapping[str, Code]):
    """The codes by their names. The text of each is read when it is first asked for: most never are."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = {found[1]: found[0] for text in texts for found in _TABLE.finditer(text)}
        self._known: dict[str, Code] = {}

    def __getitem__(self, name: str) -> Code:
        if name not in self._known:
            self._known[name] = _code(name, tomllib.loads(self._texts[name])[name])
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@cache
def codes() -> Mapping[str, Code]:
    """Return all codes by their names, `lod:...` for our own and `sh:...` for the components of SHACL."""
    folder = files("lod.validation") / "explanations"
    tables = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return _Codes(file.read_text("utf-8") for file in tables)


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
