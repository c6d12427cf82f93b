"""IRIs of our own for what others' pages speak of: {base}KIND/NAME, the same for things of the same kind and name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from lod.terms import SCHEMA
from lod.vocabulary import Vocabulary

#: The folder for each kind of thing, by its class in schema.org, the narrower ones first.
FOLDERS = (
    ("Article", "article"),
    ("EventSeries", "series"),
    ("Event", "event"),
    ("Person", "person"),
    ("Project", "project"),
    ("Organization", "organization"),
    ("Place", "place"),
    ("Quotation", "quotation"),
    ("ImageObject", "image"),
    ("Role", "office"),
    ("Audience", "audience"),
    ("Action", "plan"),
    ("DefinedTerm", "topic"),
)

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "a", "ł": "l"})

#: Longer names are cut, at a word where there is one.
LENGTH = 60

#: A thing may not take the name of a page of the site.
_TAKEN = frozenset(("index", "dataset"))


def folder(types: Iterable[str], vocabulary: Vocabulary) -> str | None:
    """Return the folder for a thing of these classes, or None for what has no page of its own, such as an address."""
    known = list(types)
    return next((name for kind, name in FOLDERS if vocabulary.is_a(known, SCHEMA + kind)), None)


def slug(name: str) -> str:
    """Return a name as the end of an IRI: lower-case ASCII words joined by hyphens; empty if nothing is left of it."""
    plain = normalize("NFKD", name.lower().translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > LENGTH:
        words = words[: LENGTH + 1].rpartition("-")[0] or words[:LENGTH]
    return f"{words}-1" if words in _TAKEN else words
