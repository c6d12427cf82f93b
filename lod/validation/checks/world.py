"""What a check is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import pyoxigraph as ox

from lod.config import Config
from lod.graph.nodes import short
from lod.terms import ONTOLOGY, SCHEMA, SCHEMA_HTTP
from lod.validation.checks.survey import Survey
from lod.vocabulary import Vocabulary

_NONE: Mapping[str, str] = MappingProxyType({})


class Guess(NamedTuple):
    """Something unknown for which the nearest known thing is worth a hint, and in what role it stands."""

    role: str
    iri: str


class Found(NamedTuple):
    """A finding of a check: the statement that it is about, and the words that its message is made of.

    `guess` is what a hint should be looked for, once all findings are there: only so many are (`hints.py`).
    """

    code: str
    subject: str
    predicate: str | None = None
    value: ox.NamedNode | ox.BlankNode | ox.Literal | None = None
    words: Mapping[str, str] = _NONE
    guess: Guess | None = None


@dataclass(frozen=True, slots=True)
class World:
    """The data as surveyed, the settings and the vocabulary that they are judged by."""

    survey: Survey
    config: Config
    vocabulary: Vocabulary

    @property
    def workspace(self) -> bool:
        """Whether there are settings: without them nothing is known of a base, of languages or of evidence."""
        return self.config.source is not None

    @property
    def namespace(self) -> str:
        """Where the terms of our own stand."""
        return self.config.base + ONTOLOGY

    def kinds(self, iri: str) -> tuple[str, ...]:
        """Return the classes of a thing; an empty tuple if none is known."""
        return self.survey.types.get(iri) or self.survey.others.get(iri, ())

    def known_kinds(self, kinds: tuple[str, ...]) -> bool:
        """Tell whether all classes are schema.org's or our own, so that what stands above them is known."""
        return bool(kinds) and all(kind.startswith((SCHEMA, SCHEMA_HTTP, self.namespace)) for kind in kinds)

    def short(self, iri: str) -> str:
        """Return an IRI as a person would write it."""
        return short(iri, self.config)


def node(name: str) -> ox.NamedNode | ox.BlankNode:
    """Return the term of a name in the survey: an IRI has a colon, the name of a blank node has none."""
    return ox.NamedNode(name) if ":" in name else ox.BlankNode(name)
