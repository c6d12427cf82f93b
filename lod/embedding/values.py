"""Literals as JSON values: the text of one language, numbers, truth values; everything else as it is written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from lod.graph.names import choose
from lod.terms import RDF, SCHEMA, SCHEMA_HTTP, XSD

Scalar = str | int | float | bool

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
