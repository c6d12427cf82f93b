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
        if isinstance(term, ox.Literal):
            if not property.literals:
                return None
            if (language := term.language) is None:
                return _untagged(property, term)
            spoken.add(language)
            return term.value
        if not property.things:
            return None
        if isinstance(term, ox.NamedNode):
            value = _written(property, term.value)
            return Links(property.key, (), (term,), property.bare) if value is None else value
        return Links(property.key, (), (term,), property.bare) if isinstance(term, ox.BlankNode) else None

    def many(self, property: Property, terms: list[Term], spoken: set[str]) -> Any:
        """Return several values of a property, as `one` does, in a fixed order, texts in one language."""
        # Nearly always they are one text in some languages.
        wanted, found = self._language, None
        for term in terms:
            if not isinstance(term, ox.Literal) or (language := term.language) is None:
                break
            if language == wanted:
                if found is not None:
                    break
                found = term
        else:
            if found is not None and property.literals:
                spoken.add(wanted)
                return found.value
        return self._sorted(property, terms, spoken)

    def _sorted(self, property: Property, terms: list[Term], spoken: set[str]) -> Any:
        texts: dict[str | None, list[str]] = {}
        values: list[Value] = []
        named: list[tuple[str, Resource]] = []
        blank: list[tuple[str, Resource]] = []
        for term in terms:
            if isinstance(term, ox.Literal):
                if not property.literals:
                    continue
                if (language := term.language) is not None or is_text(term):
                    if language in texts:
                        texts[language].append(term.value)
                    else:
                        texts[language] = [term.value]
                elif (other := _untagged(property, term)) is not None:
                    values.append(other)
            elif not property.things:
                continue
            elif isinstance(term, ox.NamedNode):
                iri = term.value
                if (value := _written(property, iri)) is None:
                    named.append((iri, term))
                else:
                    values.append(value)
            elif isinstance(term, ox.BlankNode):
                blank.append((term.value, term))
        if len(values) > 1:
            values.sort(key=ordered)
        if texts:
            tag: str | None = self._language
            if tag not in texts:
                tag = next(iter(texts)) if len(texts) == 1 else best(texts, self._languages)
            if tag is not None:
                spoken.add(tag)
            values = [*sorted(texts[tag]), *values]
        if named or blank:
            # Things that have an IRI come first.
            named.sort(key=_first)
            blank.sort(key=_first)
            return Links(property.key, tuple(values), tuple([thing for _, thing in named + blank]), property.bare)
        return one_or_list(values) if values else None


def _untagged(property: Property, literal: ox.Literal) -> Value | None:
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
