"""A workspace's settings: `lod.toml`, or `[tool.lod]` in pyproject.toml, read into one frozen value.

The format is TOML 1.0. Every key is known or an error; nothing is read from the environment.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from lod.errors import ConfigError, Origin, nearest
from lod.terms import ONTOLOGY, PREFIXES

FILE = "lod.toml"
DEFAULT_BASE = "https://lod.example.org/"

#: The folders of a workspace, found by these names beside its configuration.
FOLDERS = ("data", "ontology", "shapes", "queries", "templates")

#: What a check can be set to, in place of its own severity.
CHECK_STATES = ("off", "info", "warning", "violation")

#: In what a thing can be published beside its pages, by the names of `media.FORMATS`.
FORMATS = ("turtle", "jsonld", "ntriples", "rdfxml")


def _frozen(values: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(values))


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the dataset: a name, and a web address if there is one."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a kind of thing an embedded document shows, where that is not as usual (None).

    `levels` of links below the thing that the document is about; `linked` levels at most where another thing leads to
    it; with no level left, its name and the properties of `card`, by schema.org's local names.
    """

    levels: int | None = None
    linked: int | None = None
    card: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a workspace.

    `root` is the folder of the configuration; the folders hold files of triples, queries and templates and may be
    empty tuples. `title` and `description` map language tags to text. `prefixes` are all prefixes in force.
    `embed` maps local names of schema.org's classes to how much of such a thing is embedded; `contexts` maps addresses
    of JSON-LD contexts to files that stand for them.
    `checks` maps codes of findings (`lod:duplicate`) to `off` or to another severity; `extract_words` is how many words
    of an article an extract may quote. `services` are the SPARQL endpoints that a query's SERVICE may reach. `formats`
    are what each thing is published in beside its pages.
    """

    root: Path
    base: str = DEFAULT_BASE
    title: Mapping[str, str] = field(default_factory=lambda: _frozen({}))
    description: Mapping[str, str] = field(default_factory=lambda: _frozen({}))
    languages: tuple[str, ...] = ("de", "en")
    formats: tuple[str, ...] = FORMATS
    license: str | None = None
    publisher: Publisher | None = None
    output: Path = Path("_site")
    prefixes: Mapping[str, str] = field(default_factory=lambda: _frozen(PREFIXES))
    data: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()
    queries: tuple[Path, ...] = ()
    templates: tuple[Path, ...] = ()
    embed: Mapping[str, Shown] = field(default_factory=lambda: MappingProxyType({}))
    contexts: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    checks: Mapping[str, str] = field(default_factory=lambda: _frozen({}))
    extract_words: int = 8
    services: tuple[str, ...] = ()
    source: Path | None = None

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]


def find(start: Path) -> Path | None:
    """Return the configuration file of the nearest workspace at or above the folder `start`, or None."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder / FILE
        pyproject = folder / "pyproject.toml"
        if pyproject.is_file() and "lod" in _toml(pyproject).get("tool", {}):
            return pyproject
    return None


def load(path: Path) -> Config:
    """Read the configuration of a workspace.

    `path` is a `lod.toml`, a pyproject.toml with `[tool.lod]`, or a folder that holds one of them. Raises ConfigError
    with file and line for what cannot be used: TOML that does not parse, unknown keys, values of the wrong form.
    """
    if path.is_dir():
        file = next((f for f in (path / FILE, path / "pyproject.toml") if f.is_file()), None)
        if file is None:
            raise ConfigError("no workspace here", where=path, remedy=f"Make one with: lod init {path}")
        path = file
    document = _toml(path)
    table = document if path.name != "pyproject.toml" else document.get("tool", {}).get("lod")
    if table is None:
        raise ConfigError("there is no [tool.lod] in it", where=path, remedy="Add [tool.lod] with at least: base")
    return _Reader(path).read(table)


def bare(root: Path) -> Config:
    """Return the settings that hold where there is no workspace: for RDF files named on the command line."""
    return Config(
        root=root,
        prefixes=_frozen({**PREFIXES, "": DEFAULT_BASE, "onto": DEFAULT_BASE + ONTOLOGY}),
        ontology=(builtin("ontology"),),
        shapes=(builtin("shapes"),),
    )


def builtin(folder: str) -> Path:
    """Return where the package's own `ontology` or `shapes` folder lies, in a wheel or in a checkout."""
    package = Path(__file__).parent
    packed = package / "builtin" / folder
    return packed if packed.is_dir() else package.parent / folder


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = Origin(str(path), int(place[1]), int(place[2])) if place else Origin(str(path))
        raise ConfigError(
            f"not valid TOML: {error}", where=where, remedy="See https://toml.io for the format."
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"not UTF-8 text: {error}", where=path, remedy="Save the file as UTF-8.") from None
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=path) from None


class _Reader:
    """Turns one TOML table into a Config; each key has its own reading in `_READ`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = path.parent

    def read(self, table: Mapping[str, Any]) -> Config:
        for key in table:
            if key not in _READ:
                guess = nearest(key, _READ)
                known = f"Did you mean '{guess}'?" if guess else f"The keys are: {', '.join(sorted(_READ))}."
                raise self.error(key, f"unknown key '{key}'", known)
        if "base" not in table:
            raise ConfigError(
                "the key 'base' is missing",
                where=self.path,
                remedy='Add for example: base = "https://lod.example.org/"',
            )
        values = {key: _READ[key](self, key, value) for key, value in table.items()}
        base = values["base"]
        values["prefixes"] = _frozen(
            {**PREFIXES, "": base, "onto": base + ONTOLOGY, **_absolute(base, values.get("prefixes", {}))}
        )
        for name in FOLDERS:
            values.setdefault(name, (self.root / name,) if (self.root / name).is_dir() else ())
        # The package's own terms and shapes hold everywhere; in its own repository they are the workspace's folders.
        for name in ("ontology", "shapes"):
            floor = () if _holds_all(values[name], builtin(name)) else (builtin(name),)
            values[name] = tuple(dict.fromkeys(p.resolve() for p in (*floor, *values[name])))
        languages = values.setdefault("languages", ("de", "en"))
        for name in ("title", "description"):
            if isinstance(text := values.get(name), str):
                values[name] = _frozen({languages[0]: text})
        return Config(root=self.root, source=self.path, **values)

    def error(self, key: str, what: str, remedy: str) -> ConfigError:
        return ConfigError(what, where=Origin(str(self.path), self.line(key)), remedy=remedy)

    def line(self, key: str) -> int | None:
        pattern = re.compile(
            rf"\s*(?:{re.escape(key)}|\"{re.escape(key)}\")\s*[.=]|\s*\[(?:tool\.lod\.)?{re.escape(key)}\]"
        )
        for number, line in enumerate(self.path.read_text("utf-8").splitlines(), 1):
            if pattern.match(line):
                return number
        return None

    def text(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"'{key}' must be a text, not {value!r}", f'Write for example: {key} = "..."')
        return value

    def iri(self, key: str, value: Any) -> str:
        text = self.text(key, value)
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>\"{}|\\^`]", text):
            raise self.error(key, f"'{key}' must be a web address, not '{text}'", "Begin it with https:// or http://")
        return text

    def base(self, key: str, value: Any) -> str:
        text = self.iri(key, value)
        if not text.endswith("/") or urlsplit(text).query or urlsplit(text).fragment:
            raise self.error(key, f"the base '{text}' must end with '/'", f'Write: base = "{text.split("#")[0]}/"')
        return text

    def texts(self, key: str, value: Any) -> Mapping[str, str] | str:
        if isinstance(value, dict):
            return _frozen({language: self.text(key, text) for language, text in value.items()})
        return self.text(key, value)

    def languages(self, key: str, value: Any) -> tuple[str, ...]:
        tags = tuple(value) if isinstance(value, list) else ()
        if not tags or not all(
            isinstance(tag, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", tag) for tag in tags
        ):
            raise self.error(key, f"'{key}' must list language tags, not {value!r}", 'Write for example: ["de", "en"]')
        return tuple(dict.fromkeys(tags))

    def publisher(self, key: str, value: Any) -> Publisher:
        known = [f.name for f in fields(Publisher)]
        if not isinstance(value, dict) or "name" not in value or set(value) - set(known):
            raise self.error(key, f"'{key}' must be a table with name and url", '{ name = "...", url = "https://..." }')
        return Publisher(self.text(key, value["name"]), self.iri(key, value["url"]) if "url" in value else None)

    def embed(self, key: str, value: Any) -> Mapping[str, Shown]:
        known = [f.name for f in fields(Shown)]
        if not isinstance(value, dict) or not all(isinstance(row, dict) for row in value.values()):
            raise self.error(key, f"'{key}' must be a table of tables", 'Person = { card = ["jobTitle"] }')
        rows = {}
        for name, row in value.items():
            levels = [row.get(part, 0) for part in ("levels", "linked")]
            card = row.get("card", [])
            if (
                set(row) - set(known)
                or not all(type(level) is int and 0 <= level <= 9 for level in levels)
                or not (isinstance(card, list) and all(isinstance(item, str) for item in card))
            ):
                remedy = 'Write: { levels = 0 to 9, linked = 0 to 9, card = ["property", ...] }, each if wanted'
                raise self.error(key, f"'{key}.{name}' cannot be used", remedy)
            rows[name] = Shown(row.get("levels"), row.get("linked"), tuple(card) if "card" in row else None)
        return MappingProxyType(rows)

    def contexts(self, key: str, value: Any) -> Mapping[str, Path]:
        if not isinstance(value, dict):
            raise self.error(key, f"'{key}' must be a table", '{ "https://example.org/context" = "context.jsonld" }')
        return MappingProxyType({self.iri(key, url): self.paths(key, file)[0] for url, file in value.items()})

    def path_(self, key: str, value: Any) -> Path:
        return self.root / self.text(key, value)

    def paths(self, key: str, value: Any) -> tuple[Path, ...]:
        found = tuple(self.path_(key, item) for item in (value if isinstance(value, list) else [value]))
        for path in found:
            if not path.exists():
                raise self.error(key, f"'{path}' does not exist", "Paths are relative to the configuration file.")
        return found

    def formats(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not set(map(str, value)) <= set(FORMATS):
            known = ", ".join(f'"{name}"' for name in FORMATS)
            raise self.error(key, f"'{key}' must list formats, not {value!r}", f"Choose among: {known}")
        return tuple(dict.fromkeys(value))

    def iris(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.error(key, f"'{key}' must be a list, not {value!r}", f'{key} = ["https://..."]')
        return tuple(self.iri(key, item) for item in value)

    def checks(self, key: str, value: Any) -> Mapping[str, str]:
        if not isinstance(value, dict) or not all(state in CHECK_STATES for state in value.values()):
            states = ", ".join(CHECK_STATES)
            raise self.error(key, f"'{key}' must map codes to one of: {states}", '{ "lod:unreferenced" = "off" }')
        return _frozen(value)

    def number(self, key: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(key, f"'{key}' must be a whole number from 1, not {value!r}", f"Write: {key} = 8")
        return value

    def prefixes(self, key: str, value: Any) -> Mapping[str, str]:
        if not isinstance(value, dict):
            raise self.error(key, f"'{key}' must be a table", '{ event = "event/", ex = "https://example.org/" }')
        return {prefix: self.text(key, namespace) for prefix, namespace in value.items()}


def _holds_all(folders: tuple[Path, ...], floor: Path) -> bool:
    """Tell whether folders carry every file of the package's own, as its repository does beside an installed wheel."""
    own = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
    return bool(own) and {path.name for path in floor.iterdir()} <= own


def _absolute(base: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    return {prefix: space if "://" in space else base + space for prefix, space in prefixes.items()}


_READ: Mapping[str, Callable[[_Reader, str, Any], Any]] = {
    "base": _Reader.base,
    "title": _Reader.texts,
    "description": _Reader.texts,
    "languages": _Reader.languages,
    "formats": _Reader.formats,
    "license": _Reader.iri,
    "publisher": _Reader.publisher,
    "output": _Reader.path_,
    "prefixes": _Reader.prefixes,
    "embed": _Reader.embed,
    "contexts": _Reader.contexts,
    "checks": _Reader.checks,
    "extract_words": _Reader.number,
    "services": _Reader.iris,
    **dict.fromkeys(FOLDERS, _Reader.paths),
}
