"""What pages say beside the data, in one language: `templates/strings.TAG.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from lod.errors import PublishError, nearest

BUILTIN = Path(__file__).parent.parent / "templates"

# Tables in which a file may say more than the English one.
_OPEN = ("languages", "families", "family")

#: What is said in a language that has no file.
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Strings:
    """The strings of one language: its tag, the language that they really are in, and the tables of the file."""

    tag: str
    language: str
    name: str
    decimal: str
    thousands: str
    yes: str
    no: str
    quotes: tuple[str, str]
    say: Mapping[str, Any]
    dates: Mapping[str, Any]
    durations: Mapping[str, list[str]]
    languages: Mapping[str, str]
    families: Mapping[str, str]
    family: Mapping[str, str]
    direction: str = "ltr"

    def count(self, key: str, n: int) -> str:
        """Return the string `key` of the table `say` with a number in it; a pair is singular and plural."""
        text = self.say[key]
        pattern = text if isinstance(text, str) else text[0 if n == 1 else 1]
        return str(pattern.format(n=self.number(n)))

    def number(self, n: int) -> str:
        """Return a whole number with its thousands set apart, from five digits on."""
        return f"{n:,}".replace(",", self.thousands) if abs(n) > 9999 else str(n)


def load(tag: str, folders: Iterable[Path] = ()) -> Strings:
    """Read the strings of a language; files in `folders` win over the package's own, key by key.

    What no file says in this language (or, for `de-AT`, in `de`) is said in English. Raises PublishError for a file
    that is not TOML 1.0, or says something that pages do not say, or in a form that they cannot use.
    """
    base = _read(BUILTIN / f"strings.{FALLBACK}.toml")
    tables, language = base, FALLBACK
    for name in dict.fromkeys((tag.partition("-")[0], tag)):
        for folder in (BUILTIN, *folders):
            path = folder / f"strings.{name}.toml"
            if path.is_file():
                own = _read(path)
                _require_like(own, base, path)
                tables, language = _merged(tables, own), tag
    quotes = tables["quotes"]
    return Strings(tag=tag, language=language, **{**tables, "quotes": (quotes[0], quotes[1])})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PublishError(f"not valid TOML: {error}", where=path, remedy="Compare it with strings.en.toml.") from None


def _require_like(own: Mapping[str, Any], model: Mapping[str, Any], path: Path, table: str = "") -> None:
    """Raise PublishError for what stands in a file of strings other than in that of English."""
    for key, value in own.items():
        name = f"{table}.{key}" if table else key
        if key not in model:
            if table in _OPEN or name == "direction":
                continue
            guess = nearest(key, model)
            remedy = f"Did you mean '{guess}'?" if guess else "strings.en.toml has all that there are."
            raise PublishError(f"unknown key '{name}'", where=path, remedy=remedy)
        if isinstance(value, dict) and isinstance(model[key], dict):
            _require_like(value, model[key], path, name)
        elif (fault := _fault(value, model[key])) is not None:
            raise PublishError(f"'{name}' {fault}", where=path, remedy="Compare it with strings.en.toml.")


def _fault(value: Any, model: Any) -> str | None:
    """Return what is wrong with a string, or with several of them, beside the English ones; None if nothing is."""
    if isinstance(model, dict):
        return "must be a table"
    texts, others = ([x] if isinstance(x, str) else x for x in (value, model))
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return "must be text"
    if len(texts) != len(others):
        return f"must be {len(others)} texts, not {len(texts)}" if len(others) > 1 else "must be one text"
    try:
        unknown = _places(texts) - _places(others)
    except ValueError as error:
        return f"has braces that do not match: {error}"
    return f"has a place that is never filled: {{{min(unknown)}}}" if unknown else None


def _places(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _merged(value, above[key]) if isinstance(value, dict) and key in above else above.get(key, value)
        for key, value in below.items()
    } | {key: value for key, value in above.items() if key not in below}
