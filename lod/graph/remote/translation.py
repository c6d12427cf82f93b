"""What a query asks about blank nodes, said of the IRIs that stand for them in a store."""

from __future__ import annotations

import re

import pyoxigraph as ox

# Strings, IRIs and comments come first: what stands in them is no function.
_PIECES = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n\r]*'
    r"|\b(?P<function>isBlank|isIRI|isURI)\s*\(\s*(?P<variable>[?$]\w+)\s*\)",
    re.IGNORECASE | re.DOTALL,
)


def translated(text: str, prefix: str) -> str:
    """Return a query in which isBlank, isIRI and isURI of a variable take IRIs with this prefix for blank nodes."""
    begins = ox.Literal(prefix)

    def piece(match: re.Match[str]) -> str:
        name, variable = match["function"], match["variable"]
        if name is None:
            return match[0]
        ours = f"STRSTARTS(STR({variable}), {begins})"
        if name.lower() == "isblank":
            return f"(isBlank({variable}) || (isIRI({variable}) && {ours}))"
        return f"(isIRI({variable}) && !{ours})"

    return _PIECES.sub(piece, text)
