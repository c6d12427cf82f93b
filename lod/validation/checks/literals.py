"""Literals that are wrong by themselves: impossible dates, EDTF that does not parse, what the store would rewrite, and
slips of typing. XML Schema 1.1 Part 2, section 3.3, and ISO 8601-2:2019.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from lod.terms import EDTF, XSD
from lod.validation.checks import edtf
from lod.validation.checks.moments import possible

EDTF_TYPES = frozenset(f"{EDTF}{name}" for name in ("EDTF", "EDTF-level0", "EDTF-level1", "EDTF-level2"))
_STRING = f"{XSD}string"
_DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "dateTimeStamp"))

# Soft hyphen, zero-width characters, byte order mark, marks that turn the direction of text, replacement character.
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd]")
_BLANKS = re.compile(r"\S[ \t\u00a0]{2,}\S")
_MARKS = "„“”«»"

#: Longer literals are not looked through for slips: nobody typed them, and each look costs time.
LENGTH = 100_000

#: From here on a literal is told about: pages, tools and search engines choke on it.
HUGE = 1_000_000

#: How many typed values are remembered at once.
_MEMORY = 100_000


def suspect(text: str) -> bool:
    """Tell quickly whether a text may hold a slip of typing; most do not, and need no second look.

    Soft hyphens, zero-width characters, tabs and hard blanks are what Python calls not printable.
    """
    if not text.isprintable() or "  " in text or '"' in text or text.strip() != text or len(text) > LENGTH:
        return True
    return not text.isascii() and ("„" in text or "“" in text or "”" in text or "»" in text)


class Judge:
    """Tells the codes of what is wrong with a literal; remembers the typed ones, since years and days come again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        self._store = ox.Store()

    def faults(self, text: str, datatype: str | None, *, extract: bool) -> tuple[str, ...]:
        """Return codes for a literal. `datatype` is None for text with a language; an `extract` is not ours to mend."""
        if datatype is None or datatype == _STRING:
            return _slips(text) if not extract and suspect(text) else ()
        key = (datatype, text)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            known = self._known[key] = tuple(self._typed(text, datatype))
        return known

    def _typed(self, text: str, datatype: str) -> list[str]:
        if datatype in _DATES and not possible(text, datatype.removeprefix(XSD)):
            return ["lod:impossible-date"]
        if datatype in EDTF_TYPES and not edtf.valid(text):
            return ["lod:malformed-edtf"]
        return ["lod:rewritten-literal"] if self._rewritten(text, datatype) else []

    def _rewritten(self, text: str, datatype: str) -> bool:
        """Ask the store itself: only it knows what it does with a literal."""
        written = ox.Quad(ox.BlankNode(), ox.NamedNode(datatype), ox.Literal(text, datatype=ox.NamedNode(datatype)))
        self._store.add(written)
        stored = next(iter(self._store))
        self._store.clear()
        return bool(stored.object != written.object)


def _slips(text: str) -> tuple[str, ...]:
    if len(text) > LENGTH:
        return ("lod:huge-literal",) if len(text) > HUGE else ()
    found = []
    if text != text.strip() or _BLANKS.search(text):
        found.append("lod:stray-whitespace")
    if HIDDEN.search(text):
        found.append("lod:hidden-character")
    if _mixed_quotes(text):
        found.append("lod:mixed-quotes")
    return tuple(found)


def _mixed_quotes(text: str) -> bool:
    """Tell whether a quotation opens in one way and closes in another, or does not close."""
    typographic = sum(map(text.count, _MARKS))
    if not typographic:
        return text.count('"') % 2 == 1 and not re.search(r'\d"', text)
    if '"' in text:
        return True
    low, english = text.count("„"), text.count("”")
    if low:
        return low != text.count("“") + english
    if english:
        return text.count("“") != english
    return text.count("«") != text.count("»") or text.count("“") % 2 == 1
