"""How far the fast engine's verdict on a shape can be relied upon, by the component and by the data at hand.

What matters is that nothing that pyshacl would find is missed: what is found too much, pyshacl judges and drops. Under
sh:not the two change places.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Flag, auto

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import XSD
from lod.validation.engines.literals import AWARE, INTEGERS, kind, plain


class Trust(Flag):
    """What holds of the fast engine's verdicts on a shape.

    FINDS: whatever pyshacl finds, it finds; CLEARS: whatever pyshacl passes, it passes; WALKS: it is known which
    statements pyshacl looks at. Without any of them pyshacl has to have all the data.
    """

    NONE = 0
    FINDS = auto()
    CLEARS = auto()
    WALKS = auto()
    EXACT = FINDS | CLEARS | WALKS

    def swapped(self) -> Trust:
        """Return what holds of the opposite."""
        finds = Trust.CLEARS if Trust.FINDS in self else Trust.NONE
        return finds | (Trust.FINDS if Trust.CLEARS in self else Trust.NONE) | (self & Trust.WALKS)

    def counted(self) -> Trust:
        """Return what holds where it matters how many conform, so that each error may go either way."""
        return self if Trust.EXACT in self else self & Trust.WALKS


#: The constraints that compare values, for which it matters how literals are written.
COMPARING = ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "lessThan", "lessThanOrEquals")

_NUMBERS = INTEGERS | {f"{XSD}decimal", f"{XSD}double"}
_STRING, _DATE, _TIME = f"{XSD}string", f"{XSD}date", f"{XSD}dateTime"

#: Doubles hold integers up to here.
_EXACT_INTEGERS = 2**53


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of the data: the datatypes that there are, those on which the engines disagree, and the classes.

    `below` are for each class that a shape asks for those of its subclasses, itself included, that have instances.
    `odd` are the datatypes that have literals of unusual forms; `missed` those with literals that only pyshacl takes
    for ill-typed, `overdone` those with literals that only the fast engine takes for ill-typed.
    """

    datatypes: Collection[str] = ()
    odd: Collection[str] = ()
    missed: Collection[str] = ()
    overdone: Collection[str] = ()
    below: Mapping[str, Collection[str]] = field(default_factory=dict)

    def datatype(self, datatype: str) -> Trust:
        """Return the trust in sh:datatype."""
        trust = Trust.EXACT
        if datatype in self.missed:
            trust &= ~Trust.FINDS
        return trust & ~Trust.CLEARS if datatype in self.overdone else trust

    def range(self, limit: Term) -> Trust:
        """Return the trust in sh:minInclusive and its like with this limit."""
        if not isinstance(limit, ox.Literal) or limit.language:
            return Trust.NONE
        datatype = limit.datatype.value
        if datatype == _STRING:
            return Trust.FINDS | Trust.WALKS
        comparable = plain(limit.value, datatype) and self._comparable(kind(limit.value, datatype), limit.value)
        return Trust.FINDS | Trust.WALKS if comparable else Trust.WALKS

    def _comparable(self, kind: str, limit: str) -> bool:
        if kind in _NUMBERS:
            if any(datatype in self.odd for datatype in (*_NUMBERS, f"{XSD}float")) or f"{XSD}float" in self.datatypes:
                return False
            # SPARQL takes a decimal for the nearest double, pyshacl compares the exact values.
            whole = limit.lstrip("-").isdecimal() and int(limit) < _EXACT_INTEGERS
            return whole or (f"{XSD}double" not in self.datatypes and kind != f"{XSD}double")
        if kind == _DATE:
            return _DATE not in self.odd
        if kind in (_TIME, AWARE):
            return _TIME not in self.odd and (AWARE if kind == _TIME else _TIME) not in self.datatypes
        return False

    def order(self) -> Trust:
        """Return the trust in sh:lessThan and its like, which compare whatever stands there."""
        known = _NUMBERS - {f"{XSD}double"} | {_STRING, _DATE, _TIME, AWARE}
        others = {datatype for datatype in self.datatypes if datatype.startswith(XSD)} - known
        mixed = _TIME in self.datatypes and AWARE in self.datatypes
        return Trust.WALKS if others or mixed or set(self.odd) & known else Trust.FINDS | Trust.WALKS
