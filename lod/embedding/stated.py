"""What is stated by one property of a thing: as JSON values, texts in one language, or as links to other things."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import pyoxigraph as ox

from lod.embedding.terms import Property, https, is_member
from lod.embedding.values import Value, best, is_text, is_understood, ordered, scalar, typed
from lod.graph import Resource, Term

_first = itemgetter(0)


class Links(NamedTuple):
    """What leads from a thing to others by one key: JSON values that stand before them, then the things.

    `bare` means that a link to what the graph does not describe is written as an address, a plain string.
    """

    key: str
    values: tuple[Value, ...]
    things: tuple[Resource, ...]
    bare: bool = False


class Stated:
    """Turns terms into values; of texts those in the first of the languages that there is."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._language = languages[0]
        self._languages = languages

    def one(self, property: Property, term: Term, spoken: set[str]) -> Any:
        """Return the one value of a property as JSON or Links, or None; add the language of text to `spoken`."""
        if isinstance(term, ox.NamedNode):
            if not property.things:
                return None
            value = _written(property, term.value)
            return Links(property.key, (), (term,), property.bare) if value is None else value
        if isinstance(term, ox.Literal):
            if not property.literals:
                return None
            if (language := term.language) is not None:
                spoken.add(language)
                return term.value
            return self._literal(property, term)
        if isinstance(term, ox.BlankNode) and property.things:
            return Links(property.key, (), (term,), property.bare)
        return None

    def many(self, property: Property, terms: list[Term], spoken: set[str]) -> Any:
        """Return several values of a property, as `_one` does, in a fixed order, texts in one language."""
        texts: dict[str | None, list[ox.Literal]] = {}
        values: list[Value] = []
        named: list[tuple[str, Resource]] = []
        blank: list[tuple[str, Resource]] = []
        for term in terms:
            if isinstance(term, ox.NamedNode):
                if property.things:
                    iri = term.value
                    if (value := _written(property, iri)) is None:
                        named.append((iri, term))
                    else:
                        values.append(value)
            elif isinstance(term, ox.Literal):
                if not property.literals:
                    continue
                if (language := term.language) is not None or is_text(term):
                    if language in texts:
                        texts[language].append(term)
                    else:
                        texts[language] = [term]
                elif (other := self._literal(property, term)) is not None:
                    values.append(other)
            elif isinstance(term, ox.BlankNode) and property.things:
                blank.append((term.value, term))
        if len(values) > 1:
            values.sort(key=ordered)
        if texts:
            tag: str | None = self._language
            if tag not in texts:
                tag = next(iter(texts)) if len(texts) == 1 else best(texts, self._languages)
            if tag is not None:
                spoken.add(tag)
            values = [*sorted([text.value for text in texts[tag]]), *values]
        if named or blank:
            # Things that have an IRI come first.
            things = tuple([thing for _, thing in (*sorted(named, key=_first), *sorted(blank, key=_first))])
            return Links(property.key, tuple(values), things, property.bare)
        return (values[0] if len(values) == 1 else values) if values else None

    @staticmethod
    def _literal(property: Property, literal: ox.Literal) -> Value | None:
        """Return a literal without a language as JSON, None if readers of schema.org do not know its datatype."""
        if is_text(literal):
            return literal.value
        if property.foreign is not None:
            return typed(literal, property.foreign)
        return scalar(literal) if is_understood(literal) else None


def merged(sources: tuple[tuple[str, Property], ...], stated: dict[str, list[Term]]) -> list[Term]:
    """Return what several predicates say by one key, each value once."""
    found = (term for predicate, property in sources for term in stated[predicate] if _fits(property, term))
    return list(dict.fromkeys(found))


def _fits(property: Property, term: Term) -> bool:
    return property.literals if isinstance(term, ox.Literal) else property.things


def _written(property: Property, iri: str) -> str | None:
    """Return an IRI that is a value and no link: a member of an enumeration, or an address where no thing may be."""
    # Nearly all are things of the data.
    if property.members and "schema.org/" in iri and is_member(iri):
        return https(iri)
    return iri if property.only_url else None


def one_or_list(values: list[Any]) -> Any:
    """Return the one value, or all of several."""
    return values[0] if len(values) == 1 else values
