"""Single values of a configuration, and what is said of one that cannot be used: file, line, remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lod.errors import ConfigError, Origin, nearest


class Values:
    """Reads values of the file at `path`; raises ConfigError for those that cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = path.parent

    def require_known(self, table: str, keys: Iterable[str], known: Collection[str]) -> None:
        """Raise ConfigError, with the nearest right one, for a key that a table (`""`: the whole file) cannot have."""
        for key in keys:
            if key not in known:
                guess = nearest(key, known)
                remedy = f"Did you mean '{guess}'?" if guess else f"The keys are: {', '.join(known)}."
                place = f" in '{table}'" if table else ""
                raise self.error(key, f"unknown key '{key}'{place}", remedy)

    def one_of(self, key: str, value: Any, known: Collection[str]) -> str:
        """Return a word of a list that is closed."""
        text = self.text(key, value)
        if text not in known:
            same = (word for word in known if word.lower() == text.lower())
            guess = next(same, None) or nearest(text, known)
            remedy = f"Did you mean '{guess}'?" if guess else f"There are: {', '.join(known)}."
            raise self.error(key, f"'{key}' cannot be '{text}'", remedy)
        return text

    def error(self, key: str, what: str, remedy: str) -> ConfigError:
        return ConfigError(what, where=Origin(str(self.path), self.line(key)), remedy=remedy)

    def line(self, key: str) -> int | None:
        """Return the line on which a key stands, at the beginning of it or else in a table that is on one line."""
        name = rf"(?:{re.escape(key)}|\"{re.escape(key)}\")"
        lines = self.path.read_text("utf-8").splitlines()
        for pattern in (rf"\s*{name}\s*[.=]|\s*\[(?:tool\.lod\.)?{re.escape(key)}\]", rf".*[{{,]\s*{name}\s*="):
            for number, line in enumerate(lines, 1):
                if re.match(pattern, line):
                    return number
        return None

    def text(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"'{key}' must be a text, not {value!r}", f'Write for example: {key} = "..."')
        return value

    def iri(self, key: str, value: Any, remedy: str = "Begin it with https:// or http://") -> str:
        text = self.text(key, value)
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>\"{}|\\^`]", text):
            raise self.error(key, f"'{key}' must be a web address, not '{text}'", remedy)
        return text
