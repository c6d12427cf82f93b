"""What checks of pages find, as results that speak German and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pyoxigraph as ox

from lod.errors import Origin
from lod.validation import Result, ResultPath, Severity

#: Longer values are cut in messages.
LENGTH = 120

_MESSAGES: Mapping[str, Mapping[str, str]] = {
    "lod:page-lacks": {
        "de": "{property}: „{graph}“ fehlt auf der Seite",
        "en": "{property}: the page lacks “{graph}”",
    },
    "lod:page-adds": {
        "de": "{property}: auf der Seite steht „{page}“, die Daten sagen das nicht",
        "en": "{property}: the page says “{page}”, which the data does not",
    },
    "lod:page-differs": {
        "de": "{property}: auf der Seite steht „{page}“, in den Daten „{graph}“",
        "en": "{property}: the page says “{page}”, the data “{graph}”",
    },
    "lod:page-bare": {
        "de": "die Seite enthält kein lesbares JSON-LD",
        "en": "the page carries no JSON-LD that can be read",
    },
    "lod:page-block": {
        "de": "dieser Block ist unbrauchbar: {said}",
        "en": "this block cannot be used: {said}",
    },
    "lod:page-unreadable": {
        "de": "die Seite ließ sich nicht prüfen: {said}",
        "en": "the page could not be checked: {said}",
    },
}

_REMEDIES: Mapping[str, str] = {
    "de": "Erneuern: lod embed --into SEITE",
    "en": "Renew it: lod embed --into PAGE",
}

#: What putting the block in again does not mend.
_OTHER = frozenset({"lod:page-unreadable", "lod:page-block"})


def tell(
    code: str,
    origin: Origin,
    *,
    node: ox.NamedNode | None = None,
    name: Mapping[str, str] = MappingProxyType({}),
    path: ResultPath | None = None,
    remedies: Mapping[str, str] = MappingProxyType({}),
    **words: str,
) -> Result:
    """Return a result of one of the codes, every one a violation; `words` fill its messages.

    `remedies` say what to do where it is not to put the block in again, by language.
    """
    said = {key: text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…" for key, text in words.items()}
    messages = {
        language: text.format_map({"property": path.labels[language] if path else "", **said})
        for language, text in _MESSAGES[code].items()
    }
    return Result(
        code=code,
        severity=Severity.VIOLATION,
        messages=messages,
        focus=node,
        focus_name=name,
        path=path,
        value=ox.Literal(words["page"]) if words.get("page") else None,
        remedies=remedies if code in _OTHER else _REMEDIES,
        origin=origin,
    )
