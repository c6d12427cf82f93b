"""Conditions on a node as SPARQL graph patterns: one of several flat groups, each a group that any store can plan.

No group holds another, but for NOT EXISTS, which holds none in its turn: nesting is where stores differ. What would
need more is given up, towards the safe side: a condition that only *may* hold grows, one that *surely* holds shrinks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

#: More groups than these are too much to ask at once.
GROUPS = 48


@dataclass(frozen=True, slots=True)
class Group:
    """A basic graph pattern with filters, and what must not exist beside it."""

    patterns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def __and__(self, other: Group) -> Group:
        return Group(
            _once(self.patterns, other.patterns), _once(self.filters, other.filters), _once(self.absent, other.absent)
        )

    def __str__(self) -> str:
        filters = (f"FILTER({text})" for text in self.filters)
        absent = (f"FILTER NOT EXISTS {{ {text} }}" for text in self.absent)
        return " ".join((*self.patterns, *filters, *absent))


def _once(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


#: A condition holds where one of its groups matches.
Condition = tuple[Group, ...]

TRUE: Condition = (Group(),)
FALSE: Condition = ()


def matching(*patterns: str) -> Condition:
    """Return the condition that triple patterns match."""
    return (Group(patterns=patterns),)


def being(expression: str) -> Condition:
    """Return the condition that an expression is true."""
    return (Group(filters=(expression,)),)


def either(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that one of several holds; groups that differ in their filters only become one."""
    found: dict[Group, list[tuple[str, ...]]] = {}
    for group in (group for condition in conditions for group in condition):
        found.setdefault(Group(group.patterns, absent=group.absent), []).append(group.filters)
    if () in found.get(Group(), ()):
        return TRUE
    return tuple(group & Group(filters=_any(filters)) for group, filters in found.items())


def _any(options: list[tuple[str, ...]]) -> tuple[str, ...]:
    distinct = list(dict.fromkeys(options))
    if () in distinct or len(distinct) == 1:
        return () if () in distinct else distinct[0]
    return (" || ".join(f"({' && '.join(f'({text})' for text in texts)})" for texts in distinct),)


def both(conditions: Iterable[Condition], *, sure: bool) -> Condition:
    """Return the condition that all of several hold; where that makes too many groups, what is safe."""
    found = TRUE
    for condition in sorted(conditions, key=len):
        if len(found) * len(condition) <= GROUPS:
            found = tuple(dict.fromkeys(one & other for one, other in product(found, condition)))
        elif sure:
            return FALSE
    return found


def never(condition: Condition, *, sure: bool) -> Condition:
    """Return the condition that another one never holds, whatever its own variables are.

    The other one has to be of the opposite kind: what surely never holds is what not even may hold.
    """
    found = Group()
    for group in condition:
        if not group.absent:
            found &= Group(absent=(str(group),))
        elif sure:
            return FALSE
    return (found,)


def unknown(*, sure: bool) -> Condition:
    """Return what is safe to say of something of which nothing is known."""
    return FALSE if sure else TRUE
