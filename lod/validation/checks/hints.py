"""Hints: what may have been meant by something unknown. Only so many are looked for, since each look takes long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from lod.config import Config
from lod.errors import nearest
from lod.graph.nodes import short
from lod.terms import ONTOLOGY, local_name
from lod.validation.checks.world import Guess
from lod.vocabulary import Vocabulary, facts

#: So many hints on things, and on terms, each among so many things.
GUESSES, CANDIDATES = 50, 5000


def hints(
    guesses: Iterable[Guess],
    things: Iterable[str],
    config: Config,
    vocabulary: Vocabulary,
    known: Mapping[Guess, str | None] = MappingProxyType({}),
) -> dict[Guess, str | None]:
    """Return for the first guesses the nearest known thing or term, as a person would write it, or None.

    `things` are the addresses that the data describe; for the guesses in `known` no new look is taken.
    """
    unknown = sorted(set(guesses))
    first = [guess for guess in unknown if guess.role == "thing"][:GUESSES]
    first += [guess for guess in unknown if guess.role != "thing"][:GUESSES]
    like: dict[str, list[str]] = {kind_of(g.iri): [] for g in first if g.role == "thing" and g not in known}
    for thing in sorted(things) if like else ():
        for kind, names in like.items():
            if thing.startswith(kind) and len(names) < CANDIDATES:
                names.append(thing.removeprefix(kind))
    return {g: known[g] if g in known else _near(g, like, config, vocabulary) for g in first}


def _near(guess: Guess, like: Mapping[str, list[str]], config: Config, vocabulary: Vocabulary) -> str | None:
    if guess.role == "thing":
        kind = kind_of(guess.iri)
        best = nearest(guess.iri.removeprefix(kind), like[kind])
        near = None if best is None else kind + best
    else:
        near = _term(guess, config.base + ONTOLOGY, vocabulary)
    return None if near is None else short(near, config)


def kind_of(iri: str) -> str:
    """Return the part of an address that things of its kind share."""
    return iri.rpartition("/")[0]


def _term(guess: Guess, namespace: str, vocabulary: Vocabulary) -> str | None:
    own = guess.iri.startswith(namespace) and guess.role != "value"
    names = [t for t in vocabulary.terms if t.startswith(namespace)] if own else _names(guess.role)
    by_name = {local_name(name): name for name in sorted(names)}
    name = local_name(guess.iri)
    same = next((known for known in sorted(by_name) if known.casefold() == name.casefold()), None)
    best = same or nearest(name, by_name)
    return by_name[best] if best else None


@cache
def _names(role: str) -> tuple[str, ...]:
    """Return schema.org's terms in a role; those that are superseded are not worth a hint."""
    return tuple(
        iri
        for iri, fact in facts().items()
        if not fact.successors
        and (role == "value" or (fact.kind == "property" if role == "property" else fact.kind == "class"))
    )
