"""Read one TOML table as settings: every key is known, or an error; each has its own reading.

Nothing is read from the environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from lod.config.floor import builtin, holds_all
from lod.config.portals import described, publisher
from lod.config.settings import CHECK_STATES, FOLDERS, FORMATS, Config, Shown, Store, frozen
from lod.config.values import Values
from lod.errors import ConfigError
from lod.terms import ONTOLOGY, PREFIXES

#: What a person may try to tell a store by; settings are kept in repositories, where secrets must not be.
_SECRETS = ("user", "username", "name", "password", "token", "credentials", "auth", "key")


class Reader(Values):
    """Turns one TOML table into a Config; each key has its own reading in `_READ`."""

    def read(self, table: Mapping[str, Any]) -> Config:
        self.require_known("", table, sorted(_READ))
        if "base" not in table:
            raise ConfigError(
                "the key 'base' is missing",
                where=self.path,
                remedy='Add for example: base = "https://lod.example.org/"',
            )
        values = {key: _READ[key](self, key, value) for key, value in table.items()}
        base = values["base"]
        values["prefixes"] = frozen(
            {**PREFIXES, "": base, "onto": base + ONTOLOGY, **_absolute(base, values.get("prefixes", {}))}
        )
        for name in FOLDERS:
            values.setdefault(name, (self.root / name,) if (self.root / name).is_dir() else ())
        # The package's own terms and shapes hold everywhere; in its own repository they are the workspace's folders.
        for name in ("ontology", "shapes"):
            floor = () if holds_all(values[name], builtin(name)) else (builtin(name),)
            values[name] = tuple(dict.fromkeys(p.resolve() for p in (*floor, *values[name])))
        languages = values.setdefault("languages", ("de", "en"))
        for name in ("title", "description"):
            if isinstance(text := values.get(name), str):
                values[name] = frozen({languages[0]: text})
        return Config(root=self.root, source=self.path, **values)

    def base(self, key: str, value: Any) -> str:
        text = self.iri(key, value)
        if not text.endswith("/") or urlsplit(text).query or urlsplit(text).fragment:
            raise self.error(key, f"the base '{text}' must end with '/'", f'Write: base = "{text.split("#")[0]}/"')
        return text

    def texts(self, key: str, value: Any) -> Mapping[str, str] | str:
        if isinstance(value, dict):
            return frozen({language: self.text(key, text) for language, text in value.items()})
        return self.text(key, value)

    def languages(self, key: str, value: Any) -> tuple[str, ...]:
        tags = tuple(value) if isinstance(value, list) else ()
        if not tags or not all(
            isinstance(tag, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", tag) for tag in tags
        ):
            raise self.error(key, f"'{key}' must list language tags, not {value!r}", 'Write for example: ["de", "en"]')
        return tuple(dict.fromkeys(tags))

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

    def store(self, key: str, value: Any) -> Store:
        if not isinstance(value, dict) or "query" not in value:
            raise self.error(key, f"'{key}' must be a table with query", 'query = "https://.../sparql"')
        for name in value:
            if name in _SECRETS:
                remedy = (
                    "Take it out, and set LOD_STORE_USER and LOD_STORE_PASSWORD, or LOD_STORE_TOKEN, or use ~/.netrc."
                )
                raise self.error(name, f"'{name}' does not belong into the configuration", remedy)
        self.require_known(key, value, [f.name for f in fields(Store)])
        return Store(**{name: (self.name if name == "graph" else self.endpoint)(name, value[name]) for name in value})

    def endpoint(self, key: str, value: Any) -> str:
        if re.match(r"[^/?#]*//[^/?#]*@", self.text(key, value)):
            remedy = "Take it out of the address, and set LOD_STORE_USER and LOD_STORE_PASSWORD."
            # The address is not shown: messages end up in logs.
            raise self.error(key, f"the address of '{key}' holds a name or a password", remedy)
        return self.iri(key, value)

    def name(self, key: str, value: Any) -> str:
        text = self.text(key, value)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text):
            raise self.error(key, f"'{key}' must be an IRI, not '{text}'", f'{key} = "https://example.org/"')
        return text

    def iris(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.error(key, f"'{key}' must be a list, not {value!r}", f'{key} = ["https://..."]')
        return tuple(self.iri(key, item) for item in value)

    def checks(self, key: str, value: Any) -> Mapping[str, str]:
        if not isinstance(value, dict) or not all(state in CHECK_STATES for state in value.values()):
            states = ", ".join(CHECK_STATES)
            raise self.error(key, f"'{key}' must map codes to one of: {states}", '{ "lod:unreferenced" = "off" }')
        return frozen(value)

    def number(self, key: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(key, f"'{key}' must be a whole number from 1, not {value!r}", f"Write: {key} = 8")
        return value

    def prefixes(self, key: str, value: Any) -> Mapping[str, str]:
        if not isinstance(value, dict):
            raise self.error(key, f"'{key}' must be a table", '{ event = "event/", ex = "https://example.org/" }')
        return {prefix: self.text(key, namespace) for prefix, namespace in value.items()}


def _absolute(base: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    return {prefix: space if "://" in space else base + space for prefix, space in prefixes.items()}


def _license(reader: Reader, key: str, value: Any) -> str:
    # Its short name is what comes to mind; begun with https:// it would be no address either.
    return reader.iri(key, value, f'Write its address: {key} = "https://creativecommons.org/publicdomain/zero/1.0/"')


_READ: Mapping[str, Callable[[Reader, str, Any], Any]] = {
    "base": Reader.base,
    "title": Reader.texts,
    "description": Reader.texts,
    "languages": Reader.languages,
    "formats": Reader.formats,
    "license": _license,
    "publisher": publisher,
    "dataset": described,
    "output": Reader.path_,
    "prefixes": Reader.prefixes,
    "embed": Reader.embed,
    "contexts": Reader.contexts,
    "checks": Reader.checks,
    "extract_words": Reader.number,
    "services": Reader.iris,
    "store": Reader.store,
    **dict.fromkeys(FOLDERS, Reader.paths),
}
