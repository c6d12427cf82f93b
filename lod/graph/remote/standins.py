"""What stands in a store for values that it does not take.

Virtuoso 7 refuses a duration in an update, and keeps it as a number of seconds where it comes by the Graph Store
Protocol, not as it was said. So in such a store a literal of a datatype of our own stands for it, with the same text.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from lod.terms import XSD

#: What the names of such datatypes begin with; the rest is that of XML Schema's.
PLACE = "urn:lod:kept:"

_NAMES = ("duration", "yearMonthDuration")
_STAND_INS = {f"{XSD}{name}": ox.NamedNode(f"{PLACE}{name}") for name in _NAMES}
_MEANT = {f"{PLACE}{name}": ox.NamedNode(f"{XSD}{name}") for name in _NAMES}


def stand_in(term: object) -> ox.Literal | None:
    """Return what stands for a value where a store does not take it; None for values that all take."""
    return _exchanged(term, _STAND_INS)


def meant(term: object) -> ox.Literal | None:
    """Return the value that a literal stands for; None if it stands for none."""
    return _exchanged(term, _MEANT)


def named(server: str) -> bool:
    """Tell whether a store that calls itself so needs stand-ins."""
    return server.startswith("Virtuoso")


def _exchanged(term: object, datatypes: Mapping[str, ox.NamedNode]) -> ox.Literal | None:
    # All durations begin so; to ask every literal for its datatype takes twice as long.
    if not isinstance(term, ox.Literal) or not term.value.startswith(("P", "-P")):
        return None
    datatype = datatypes.get(term.datatype.value)
    return ox.Literal(term.value, datatype=datatype) if datatype else None
