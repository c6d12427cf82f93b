"""Terms as Turtle writes them: short by prefixes, numbers and truth values bare (RDF 1.1 Turtle, sections 2.4, 2.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from lod.terms import RDF, XSD, shorten

_BARE = {f"{XSD}integer", f"{XSD}boolean", f"{XSD}decimal"}
_PLAIN = {f"{XSD}string", f"{RDF}langString", f"{RDF}dirLangString"}

# A list longer than this has a line for each of its entries.
_LINE = 80

# So many short names are remembered: the things of a site are more, but those that are near come again soon.
_REMEMBERED = 50_000


class Short:
    """Writes terms with one set of prefixes, and remembers the short names; `used` are the prefixes that it took."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._known: dict[str, tuple[str, str | None]] = {}
        self.used: set[str] = set()

    def iri(self, iri: str) -> str:
        """Return an IRI as a prefixed name where a prefix fits, else in angle brackets."""
        found = self._known.get(iri)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            short = shorten(iri, self._prefixes)
            found = self._known[iri] = (f"<{iri}>", None) if short is None else (short, short.partition(":")[0])
        text, prefix = found
        if prefix is not None:
            self.used.add(prefix)
        return text

    def literal(self, literal: ox.Literal) -> str:
        """Return a literal, its datatype short."""
        datatype = literal.datatype.value
        if datatype in _PLAIN:
            return str(literal)
        if datatype in _BARE and _bare(literal.value, datatype):
            return literal.value
        return f"{ox.Literal(literal.value)}^^{self.iri(datatype)}"


def listed(texts: Sequence[str], pad: str) -> str:
    """Return the entries of a list as Turtle writes it (RDF 1.1 Turtle, section 2.8), one a line if they are long.

    `pad` stands before the line in which the list begins; entries of several lines are written one level deeper.
    """
    if not any("\n" in text for text in texts) and len(line := f"( {' '.join(texts)} )") <= _LINE:
        return line
    return f"(\n{pad}    " + f"\n{pad}    ".join(texts) + f"\n{pad})"


def _bare(text: str, datatype: str) -> bool:
    if datatype.endswith("boolean"):
        return text in ("true", "false")
    whole, dot, part = text.lstrip("+-").partition(".")
    if datatype.endswith("integer"):
        return whole.isdigit() and whole.isascii() and not dot
    return (whole + part).isdigit() and (whole + part).isascii() and bool(dot and part)
