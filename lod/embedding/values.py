"""Literals as JSON values: the text of one language, numbers, truth values; everything else as it is written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from lod.graph.names import choose
from lod.terms import RDF, SCHEMA, SCHEMA_HTTP, XSD, shorten

Scalar = str | int | float | bool

#: A value in a document: with terms of other vocabularies also a value object (JSON-LD 1.1, section 9.5).
Value = Scalar | dict[str, str]

_STRING = f"{XSD}string"
_BOOLEAN = f"{XSD}boolean"
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_NUMBERS = frozenset(
    XSD + name
    for name in (
        *("decimal", "double", "float", "integer", "long", "int", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort"),
        "unsignedByte",
    )
)
_UNDERSTOOD = (XSD, RDF, SCHEMA, SCHEMA_HTTP)

# Fifteen digits are what a JSON number carries everywhere without loss (RFC 8259, section 6).
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?(?=[0-9.]{2,16}(?:[eE]|$))(?:[0-9]+\.[0-9]*|\.?[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def is_text(literal: ox.Literal) -> bool:
    """Tell whether a literal is text for people: a plain string, or one in a language."""
    return literal.language is not None or literal.datatype.value == _STRING


def is_understood(literal: ox.Literal) -> bool:
    """Tell whether a literal's datatype is one that readers of schema.org know."""
    return literal.datatype.value.startswith(_UNDERSTOOD)


def best(tags: Iterable[str | None], languages: Sequence[str]) -> str | None:
    """Return the tag that comes first in `languages`, as for names; None stands for text without a tag."""
    tag = choose((ox.Literal("", language=tag) for tag in tags), languages)
    return tag.language if tag else None


def typed(literal: ox.Literal, prefixes: Mapping[str, str]) -> Value:
    """Return a literal that is no text as JSON-LD that gives back its value and datatype."""
    datatype, text = literal.datatype.value, literal.value
    if datatype == f"{XSD}integer" and isinstance(number := scalar(literal), int):
        return number
    if datatype == _BOOLEAN and text in ("true", "false"):
        return text == "true"
    return {"@type": shorten(datatype, prefixes) or datatype, "@value": text}


def ordered(value: Value) -> tuple[str, str | float]:
    """Return what values are ordered by and told apart by: truth values, numbers, text, value objects."""
    if isinstance(value, dict):
        return "dict", f"{value['@type']} {value['@value']}"
    return type(value).__name__, value


def scalar(literal: ox.Literal) -> Scalar:
    """Return a literal as a JSON value, its text where a number or truth value would lose something."""
    datatype, text = literal.datatype.value, literal.value
    if datatype in _NUMBERS:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text) and math.isfinite(number := float(text)):
            return number
    if datatype == _BOOLEAN:
        return _BOOLEANS.get(text, text)
    return text
