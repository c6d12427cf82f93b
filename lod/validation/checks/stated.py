"""Literals with a fault of their own, as the survey met them, with the words for their messages."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import name

from lod.terms import XSD
from lod.validation.checks.literals import HIDDEN
from lod.validation.checks.survey import Stated
from lod.validation.checks.world import Found, World
from lod.vocabulary import facts

_FORMS = {
    "date": "2026-02-28",
    "dateTime": "2026-02-28T19:30:00",
    "dateTimeStamp": "2026-02-28T19:30:00Z",
    "gYear": "2026",
    "gYearMonth": "2026-02",
}


def check(world: World) -> Iterator[Found]:
    """Yield what the survey stated of single literals."""
    for stated in world.survey.stated:
        yield Found(stated.code, stated.subject, stated.predicate, stated.value, _words(world, stated))


def _words(world: World, stated: Stated) -> dict[str, str]:
    if stated.code == "lod:impossible-date":
        return {"form": _FORMS[stated.value.datatype.value.removeprefix(XSD)]}
    if stated.code == "lod:hidden-character":
        found = HIDDEN.search(stated.value.value)
        return {"character": f"U+{ord(found[0]):04X} {name(found[0], '')}".strip() if found else ""}
    if stated.code == "lod:outside-range":
        return {"ranges": ", ".join(world.short(iri) for iri in facts()[stated.predicate].ranges)}
    return {"words": str(world.config.extract_words)} if stated.code == "lod:extract-too-long" else {}
