"""Named queries: `.rq` files that say in a front comment what they ask and which values they take.

The lines that begin with `#%` are TOML 1.0, as in lod.toml; docs/queries.md describes the keys.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lod.config import Config
from lod.errors import Origin, QueryError, UsageError, nearest

SUFFIX = ".rq"
TYPES = ("node", "iri", "string", "date", "integer", "language")

_KEYS = ("title", "description", "columns", "parameters")
_PARAMETER_KEYS = ("type", "description", "default", "example", "optional")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a named query takes for the variable of this name.

    `default` and `example` are written as a person would. Without a value and a default, the variable of an optional
    parameter stays free, and a language is the reader's.
    """

    name: str
    type: str
    description: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    example: str | None = None
    optional: bool = False

    @property
    def required(self) -> bool:
        return not self.optional and self.default is None and self.type != "language"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name; `origin` is its file.

    `title` and `description` map language tags to text, `columns` the columns of the answer to such maps: their titles.
    """

    name: str
    text: str
    origin: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def find(config: Config) -> dict[str, NamedQuery]:
    """Return the named queries by name: those of the workspace, then those of the package that it does not replace.

    Raises QueryError, with the place, for a front comment that cannot be read.
    """
    folders = (Path(__file__).parent / "named", *config.queries)
    files = {path.stem: path for folder in folders for path in _files(folder)}
    return {name: read(files[name]) for name in sorted(files)}


def pick(queries: Mapping[str, NamedQuery], name: str) -> NamedQuery:
    """Return the query of this name. Raises UsageError, with the nearest name, if there is none."""
    if name in queries:
        return queries[name]
    guess = nearest(name, queries)
    what = f"Did you mean '{guess}'? " if guess else ""
    raise UsageError(f"there is no query named '{name}'", remedy=f"{what}All of them: lod query --list")


def listing(queries: Mapping[str, NamedQuery], language: str) -> str:
    """Return the list of the queries for a terminal: name, title, and the values that each takes."""
    width = max((len(name) for name in queries), default=0)
    lines = []
    for name, query in queries.items():
        values = " ".join(p.name if p.required else f"[{p.name}]" for p in query.parameters)
        lines.append(f"{name:{width}}  {worded(query.title, language) or name}" + (f"  ({values})" if values else ""))
    return "\n".join(lines)


def portrait(query: NamedQuery, language: str) -> str:
    """Return all about a named query for a terminal: what it asks, its values, how it is called, its text."""
    lines = [worded(query.title, language) or query.name]
    if query.description:
        lines.append(worded(query.description, language))
    for p in query.parameters:
        kind = p.type if p.required else f"{p.type}, {p.default}" if p.default is not None else f"[{p.type}]"
        about = worded(p.description, language)
        lines.append(f"  {p.name} ({kind})" + (f": {about}" if about else ""))
    called = " ".join(f"--set {p.name}={p.example or '...'}" for p in query.parameters if p.type != "language")
    lines += (f"  lod query {query.name} {called}".rstrip(), "", _behind_front(query.text).strip())
    return "\n".join(lines)


def worded(texts: Mapping[str, str], language: str) -> str:
    """Return the text in this language, else in the first there is; empty if there is none."""
    return texts.get(language) or next(iter(texts.values()), "")


def read(path: Path) -> NamedQuery:
    """Read a named query from its file. Raises QueryError for a front comment or a text that cannot be read."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise QueryError("not UTF-8 text", where=path, remedy="Save the file as UTF-8.") from None
    except OSError as error:
        raise QueryError(f"cannot be read: {error.strerror}", where=path) from None
    front = _front(path, text)
    return NamedQuery(
        name=path.stem,
        text=text,
        origin=str(path),
        title=_texts(path, "title", front.get("title", path.stem)),
        description=_texts(path, "description", front.get("description", {})),
        parameters=tuple(_parameter(path, name, table) for name, table in front.get("parameters", {}).items()),
        columns={name: _texts(path, f"columns.{name}", texts) for name, texts in front.get("columns", {}).items()},
    )


def _behind_front(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#%"))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else [folder]


def _front(path: Path, text: str) -> dict[str, Any]:
    # Other lines become empty ones, so that the lines of TOML's complaints are the file's.
    lines = (line[2:] if line.startswith("#%") else "" for line in text.splitlines())
    try:
        front = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = Origin(str(path), int(place[1]), int(place[2]) + 2) if place else Origin(str(path))
        remedy = 'Write the lines behind #% as in lod.toml, for example: #% title = { de = "...", en = "..." }'
        raise QueryError(f"the front comment is no TOML: {error}", where=where, remedy=remedy) from None
    _check(path, front, _KEYS)
    for key, example in (("parameters", '{ type = "node" }'), ("columns", '{ de = "...", en = "..." }')):
        if not isinstance(front.get(key, {}), dict):
            raise QueryError(f"'{key}' must be a table", where=path, remedy=f"#% {key}.event = {example}")
    return front


def _parameter(path: Path, name: str, table: Any) -> Parameter:
    where = f"parameters.{name}"
    if not isinstance(table, dict) or table.get("type") not in TYPES:
        remedy = f'Write for example: #% {where} = {{ type = "node" }}; the types are: {", ".join(TYPES)}.'
        raise QueryError(f"'{where}' needs a type", where=path, remedy=remedy)
    _check(path, table, _PARAMETER_KEYS)
    texts = {key: str(table[key]) for key in ("default", "example") if key in table}
    return Parameter(
        name=name,
        type=table["type"],
        description=_texts(path, where, table.get("description", {})),
        default=texts.get("default"),
        example=texts.get("example"),
        optional=table.get("optional", False) is True,
    )


def _check(path: Path, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            guess = nearest(key, known)
            remedy = f"Did you mean '{guess}'?" if guess else f"The keys are: {', '.join(known)}."
            raise QueryError(f"unknown key '{key}' in the front comment", where=path, remedy=remedy)


def _texts(path: Path, key: str, value: Any) -> Mapping[str, str]:
    texts = {"": value} if isinstance(value, str) else value
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise QueryError(
            f"'{key}' must be a text or a table of languages", where=path, remedy='{ de = "...", en = "..." }'
        )
    return texts
