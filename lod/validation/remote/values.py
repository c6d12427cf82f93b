"""What SPARQL can tell of a single value: expressions that are true where a constraint surely holds.

A store may write a literal in another way than pyshacl reads it, and compare it by its value. So literals are compared
by their parts, as text, and only those of plain form are taken for good. No expression raises an error that would hide
a value: where one might, COALESCE makes it false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF, SH, XSD
from lod.validation.engines.literals import INTEGERS, PLAIN, plain
from lod.validation.engines.rules import SPECIAL
from lod.validation.engines.shapes import text
from lod.validation.remote.patterns import portable

_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_DAY = f"{_YEAR}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_CLOCK = "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_STRING, _DATE, _TIME = (XSD + name for name in ("string", "date", "dateTime"))

#: Forms of literals that everyone takes for good, as expressions that any store has.
FORMS: Mapping[str, str] = {
    **{
        datatype: form.replace(r"(?!0000)\d{4}", _YEAR).replace("(?:", "(").replace(r"\d", "[0-9]")
        for datatype, form in PLAIN.items()
    },
    _DATE: _DAY,
    _TIME: f"{_DAY}{_CLOCK}(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?",
}

#: Of these the order is that of their texts; the second are moments in universal time.
_ORDERED = ((_DATE, _DAY), (_TIME, _DAY + _CLOCK), (_TIME, f"{_DAY}{_CLOCK}Z"))
_NUMBERS = (*sorted(INTEGERS & PLAIN.keys()), f"{XSD}decimal")
_NUMBER = "-?[0-9]{1,9}([.][0-9]{1,6})?"
_SIGNS = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}


def written(iri: str) -> str:
    """Return an IRI as SPARQL writes it."""
    return str(ox.NamedNode(iri))


def quoted(text: str) -> str:
    """Return text as SPARQL writes it."""
    return str(ox.Literal(text))


class Values:
    """Expressions about the value of a variable; `skolem` begins the IRIs that stand for blank nodes."""

    def __init__(self, skolem: str) -> None:
        self._skolem = skolem

    def blank(self, value: str) -> str:
        """Return that a value is a blank node, or stands for one."""
        return f"isBlank({value}) || (isIRI({value}) && STRSTARTS(STR({value}), {quoted(self._skolem)}))"

    def kind(self, value: str, kind: str) -> str | None:
        """Return that a value is of a node kind of SHACL's."""
        iri = f"isIRI({value}) && !({self.blank(value)})"
        return {
            f"{SH}IRI": iri,
            f"{SH}BlankNode": self.blank(value),
            f"{SH}Literal": f"isLiteral({value})",
            f"{SH}BlankNodeOrIRI": f"!isLiteral({value})",
            f"{SH}BlankNodeOrLiteral": f"isLiteral({value}) || {self.blank(value)}",
            f"{SH}IRIOrLiteral": f"isLiteral({value}) || ({iri})",
        }.get(kind)

    def same(self, value: str, term: Term) -> str | None:
        """Return that a value is a term, to the letter; None for a blank node, which no query can name."""
        if isinstance(term, ox.NamedNode):
            return f"isIRI({value}) && {value} = {term}"
        if not isinstance(term, ox.Literal):
            return None
        if term.language:
            part = f"LCASE(LANG({value})) = {quoted(term.language.lower())}"
        else:
            part = self._typed(value, term.datatype.value)
        return f"isLiteral({value}) && {part} && STR({value}) = {quoted(term.value)}"

    def typed(self, value: str, datatype: str) -> str | None:
        """Return that a value is of a datatype, and well-formed; None where there is no saying."""
        if datatype == f"{RDF}langString":
            return f'isLiteral({value}) && LANG({value}) != ""'
        if datatype in SPECIAL or (datatype.startswith(XSD) and datatype not in {*FORMS, _STRING}):
            return None
        known = f"isLiteral({value}) && {self._typed(value, datatype)}"
        return f"{known} && {_matches(value, FORMS[datatype])}" if datatype in FORMS else known

    def within(self, value: str, name: str, limit: Term) -> str | None:
        """Return that a value keeps a limit (sh:minInclusive and its like); None where they may not compare."""
        if not isinstance(limit, ox.Literal) or limit.language:
            return None
        sign, datatype = _SIGNS[name], limit.datatype.value
        if datatype in _NUMBERS and plain(limit.value, datatype) and re.fullmatch(_NUMBER, limit.value):
            return f"{self._number(value)} && COALESCE({_amount(value)} {sign} {limit.value}, false)"
        for ordered, form in _ORDERED:
            if ordered == datatype and re.fullmatch(form, limit.value):
                known = f"isLiteral({value}) && {self._typed(value, datatype)} && {_matches(value, form)}"
                return f"{known} && STR({value}) {sign} {quoted(limit.value)}"
        return None

    def ordered(self, value: str, other: str, *, equal: bool) -> str:
        """Return that a value is less than another, or equal to it."""
        sign = "<=" if equal else "<"
        numbers = f"{self._number(value)} && {self._number(other)}"
        options = [f"{numbers} && COALESCE({_amount(value)} {sign} {_amount(other)}, false)"]
        for datatype, form in _ORDERED:
            both = (f"isLiteral({v}) && {self._typed(v, datatype)} && {_matches(v, form)}" for v in (value, other))
            options.append(f"{' && '.join(both)} && STR({value}) {sign} STR({other})")
        return " || ".join(f"({option})" for option in options)

    def long(self, value: str, name: str, length: int) -> str:
        """Return that the text of a value has a length (sh:minLength, sh:maxLength)."""
        if name == "minLength" and length == 0:
            return "true"
        sign = ">=" if name == "minLength" else "<="
        return f"!({self.blank(value)}) && STRLEN(STR({value})) {sign} {length}"

    def fitting(self, value: str, pattern: Term) -> str | None:
        """Return that an expression is found in the text of a value; None for one that not all stores have."""
        said = text(pattern)
        expression = None if said is None else portable(said)
        return None if expression is None else f"!({self.blank(value)}) && {_regex(value, expression)}"

    def speaking(self, value: str, tags: list[str]) -> str:
        """Return that the language of a value is one of some, or a variety of one (sh:languageIn)."""
        language, found = f"LCASE(LANG({value}))", list[str]()
        for tag in map(str.lower, tags):
            found += (f"{language} = {quoted(tag)}", f"STRSTARTS({language}, {quoted(f'{tag}-')})")
        return f"isLiteral({value}) && ({' || '.join(found)})"

    def alike(self, value: str, other: str) -> str:
        """Return that two values are different texts in one language (sh:uniqueLang)."""
        texts = f'isLiteral({value}) && isLiteral({other}) && LANG({value}) != ""'
        return f"{texts} && LCASE(LANG({value})) = LCASE(LANG({other})) && STR({value}) != STR({other})"

    def valued(self, value: str) -> str:
        """Return that a value is a literal that a store may know by its value, not by its text."""
        return f'isLiteral({value}) && LANG({value}) = "" && STR(DATATYPE({value})) != {quoted(_STRING)}'

    def _typed(self, value: str, datatype: str) -> str:
        return f'LANG({value}) = "" && STR(DATATYPE({value})) = {quoted(datatype)}'

    def _number(self, value: str) -> str:
        names = ", ".join(map(quoted, _NUMBERS))
        form = _matches(value, _NUMBER)
        return f'isLiteral({value}) && LANG({value}) = "" && STR(DATATYPE({value})) IN ({names}) && {form}'


def _amount(value: str) -> str:
    return f"{written(f'{XSD}decimal')}(STR({value}))"


def _matches(value: str, form: str) -> str:
    return _regex(value, f"^({form})$")


def _regex(value: str, expression: str) -> str:
    return f"COALESCE(REGEX(STR({value}), {quoted(expression)}), false)"
