"""Each constraint of SHACL's core as a condition (SHACL, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

import pyoxigraph as ox

from lod.terms import SH
from lod.validation.engines.shapes import boolean, number, text
from lod.validation.remote.asked import TYPE, Asked
from lod.validation.remote.conditions import FALSE, TRUE, Condition, being, both, either, matching, never, unknown


def _class(asked: Asked) -> Condition:
    kind, scope = asked.value, asked.scope

    def test(value: str, passes: bool, sure: bool) -> Condition:
        if not isinstance(kind, ox.NamedNode) or (passes != sure and scope.classes.nameless):
            return unknown(sure=sure)
        found = scope.instances(value, kind.value)
        return found if passes else never(found, sure=sure)

    return asked.each(test)


def _datatype(asked: Asked) -> Condition:
    datatype = asked.value.value if isinstance(asked.value, ox.NamedNode) else None
    return asked.told(lambda value: datatype and asked.scope.values.typed(value, datatype), exact=False)


def _node_kind(asked: Asked) -> Condition:
    kind = asked.value.value if isinstance(asked.value, ox.NamedNode) else ""
    return asked.told(lambda value: asked.scope.values.kind(value, kind), exact=True)


def _count(asked: Asked) -> Condition:
    limit = number(asked.value)
    if limit is None or asked.path is None:
        return unknown(sure=asked.sure)
    return asked.counted(asked.name, limit, lambda _value, passes, _sure: TRUE if passes else FALSE)


def _range(asked: Asked) -> Condition:
    single = len(asked.others(asked.name)) == 1
    return asked.told(
        lambda value: asked.scope.values.within(value, asked.name, asked.value) if single else None, exact=False
    )


def _length(asked: Asked) -> Condition:
    length = number(asked.value)
    return asked.told(
        lambda value: None if length is None else asked.scope.values.long(value, asked.name, length), exact=True
    )


def _pattern(asked: Asked) -> Condition:
    plain = not asked.others("flags") and len(asked.others("pattern")) == 1
    return asked.told(lambda value: asked.scope.values.fitting(value, asked.value) if plain else None, exact=False)


def _language_in(asked: Asked) -> Condition:
    tags = [text(item) or "" for item in asked.scope.shapes.items(asked.value) or ()]
    # pyshacl looks at a whole tag or at its first part only.
    plain = bool(tags) and all(map(str.isalpha, tags))
    return asked.told(lambda value: asked.scope.values.speaking(value, tags) if plain else None, exact=False)


def _unique_language(asked: Asked) -> Condition:
    unique = boolean(asked.value)
    if unique is None or asked.path is None:
        return unknown(sure=asked.sure)
    if not unique:
        return asked.whatever()
    value, other = asked.scope.variable(), asked.scope.variable()
    alike = being(asked.scope.values.alike(value, other))
    found = both((asked.link(value), asked.link(other), alike), sure=not asked.sure)
    return never(found, sure=asked.sure) if asked.passes else found


def _equals(asked: Asked) -> Condition:
    if not isinstance(asked.value, ox.NamedNode) or asked.path is None or asked.passes or asked.sure:
        return unknown(sure=asked.sure)
    value = asked.scope.variable()
    here, there = asked.link(value), matching(f"{asked.node} {asked.value} {value} .")
    missing = (both((one, never(other, sure=False)), sure=False) for one, other in ((here, there), (there, here)))
    # A store may find a literal by its value, so that two that are written in two ways seem one.
    valued = both((here, being(asked.scope.values.valued(value))), sure=False)
    return either((*missing, valued))


def _disjoint(asked: Asked) -> Condition:
    if not isinstance(asked.value, ox.NamedNode) or asked.passes != asked.sure:
        return unknown(sure=asked.sure)
    value = asked.node if asked.path is None else asked.scope.variable()
    there = matching(f"{asked.node} {asked.value} {value} .")
    found = there if asked.path is None else both((asked.link(value), there), sure=False)
    return never(found, sure=True) if asked.passes else found


def _order(asked: Asked) -> Condition:
    if not isinstance(asked.value, ox.NamedNode) or asked.path is None or asked.passes != asked.sure:
        return unknown(sure=asked.sure)
    value, other = asked.scope.variable(), asked.scope.variable()
    ordered = asked.scope.values.ordered(value, other, equal=asked.name == "lessThanOrEquals")
    there = matching(f"{asked.node} {asked.value} {other} .")
    found = both((asked.link(value), there, being(f"!({ordered})")), sure=False)
    return never(found, sure=True) if asked.passes else found


def _has_value(asked: Asked) -> Condition:
    def test(value: str, passes: bool, sure: bool) -> Condition:
        same = asked.scope.values.same(value, asked.value)
        return unknown(sure=sure) if same is None else being(same if passes else f"!({same})")

    return asked.some(test)


def _in(asked: Asked) -> Condition:
    items = asked.scope.shapes.items(asked.value) or []

    def expression(value: str) -> str | None:
        if items and all(isinstance(item, ox.NamedNode) for item in items):
            return f"{value} IN ({', '.join(map(str, items))})"
        options = [asked.scope.values.same(value, item) for item in items]
        known = [f"({option})" for option in options if option is not None]
        return " || ".join(known) if known and len(known) == len(options) else None

    return asked.told(expression, exact=True)


def _closed(asked: Asked) -> Condition:
    scope, closed = asked.scope, boolean(asked.value)
    ignored = [scope.shapes.items(node) for node in asked.others("ignoredProperties")]
    if closed is None or None in ignored:
        return unknown(sure=asked.sure)
    if not closed:
        return asked.whatever()
    allowed = [item for items in ignored for item in items or ()]
    allowed += [path for node in asked.others("property") for path in scope.shapes.values(node, "path")]
    names = dict.fromkeys(str(item) for item in allowed if isinstance(item, ox.NamedNode))

    def test(value: str, passes: bool, sure: bool) -> Condition:
        if passes != sure and TYPE not in names:
            return unknown(sure=sure)  # pyshacl never minds the class rdfs:Resource
        predicate, anything = scope.variable(), scope.variable()
        other = being(f"{predicate} NOT IN ({', '.join(names)})") if names else TRUE
        found = both((matching(f"{value} {predicate} {anything} ."), other), sure=sure)
        return never(found, sure=sure) if passes else found

    return asked.each(test)


def _not(asked: Asked) -> Condition:
    return asked.each(lambda value, passes, sure: asked.inner(asked.value, value, not passes, sure))


def _node(asked: Asked) -> Condition:
    return asked.each(lambda value, passes, sure: asked.inner(asked.value, value, passes, sure))


def _logic(asked: Asked) -> Condition:
    members = asked.scope.shapes.items(asked.value) or []

    def test(value: str, passes: bool, sure: bool) -> Condition:
        if not members:
            return unknown(sure=sure)
        passing = [asked.inner(member, value, True, sure) for member in members]
        failing = [asked.inner(member, value, False, sure) for member in members]
        if asked.name == "and":
            return both(passing, sure=sure) if passes else either(failing)
        if asked.name == "or":
            return either(passing) if passes else both(failing, sure=sure)
        if passes:
            return either(
                both((one, *failing[:number], *failing[number + 1 :]), sure=sure) for number, one in enumerate(passing)
            )
        return either((both(failing, sure=sure), *(both(pair, sure=sure) for pair in combinations(passing, 2))))

    return asked.each(test)


def _qualified(asked: Asked) -> Condition:
    limits = [
        (name, number(value)) for name in ("qualifiedMinCount", "qualifiedMaxCount") for value in asked.others(name)
    ]
    disjoint = asked.others("qualifiedValueShapesDisjoint")

    def test(value: str, passes: bool, sure: bool) -> Condition:
        # Those that a sibling claims do not count: which these are is not asked.
        return FALSE if disjoint and sure else asked.inner(asked.value, value, passes, sure)

    parts = [
        unknown(sure=asked.sure) if limit is None or asked.path is None else asked.counted(name, limit, test)
        for name, limit in limits
    ]
    return both(parts, sure=asked.sure) if asked.passes else either(parts)


#: How each constraint is compiled; what is not here may be broken by every node.
RULES: Mapping[str, Callable[[Asked], Condition]] = {
    f"{SH}{name}": rule
    for rule, names in (
        (_class, ("class",)),
        (_datatype, ("datatype",)),
        (_node_kind, ("nodeKind",)),
        (_count, ("minCount", "maxCount")),
        (_range, ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")),
        (_length, ("minLength", "maxLength")),
        (_pattern, ("pattern",)),
        (_language_in, ("languageIn",)),
        (_unique_language, ("uniqueLang",)),
        (_equals, ("equals",)),
        (_disjoint, ("disjoint",)),
        (_order, ("lessThan", "lessThanOrEquals")),
        (_not, ("not",)),
        (_node, ("node", "property")),
        (_logic, ("and", "or", "xone")),
        (_qualified, ("qualifiedValueShape",)),
        (_closed, ("closed",)),
        (_has_value, ("hasValue",)),
        (_in, ("in",)),
    )
    for name in names
}
