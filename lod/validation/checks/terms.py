"""Terms: classes, properties and values that schema.org or the ontology do not know, or know better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from lod.errors import nearest
from lod.terms import RDF_TYPE, SCHEMA, SCHEMA_HTTP, local_name
from lod.validation.checks.world import Found, World
from lod.vocabulary import facts

_CLASSES = frozenset({"class", "datatype", "member"})

#: For so many unknown terms a known one is looked for; to look for more would take longer than all else.
GUESSES = 50

Verdict = tuple[str, dict[str, str]]


def check(world: World) -> Iterator[Found]:
    """Yield what is wrong with the terms that the data use."""
    judge = _Judge(world)
    survey = world.survey
    faulty = _faulty(judge, {p for _, block in survey.signatures for p in block}, "property")
    for (_, block), subjects in survey.signatures.items():
        for predicate in sorted(block & faulty.keys()):
            code, words = faulty[predicate]
            yield from (Found(code, subject, predicate, None, words) for subject in subjects)
    classes = _faulty(judge, {kind for kinds in set(survey.types.values()) for kind in kinds}, "class")
    if classes:
        for subject, kinds in survey.types.items():
            for kind in kinds:
                if kind in classes:
                    code, words = classes[kind]
                    yield Found(code, subject, RDF_TYPE, ox.NamedNode(kind), words)
    for predicate, links in survey.links.items():
        values = _faulty(judge, (iri for iri in links if iri.startswith((SCHEMA, SCHEMA_HTTP))), "value")
        for iri, (code, words) in values.items():
            yield from (Found(code, subject, predicate, ox.NamedNode(iri), words) for subject in links[iri])


def _faulty(judge: _Judge, iris: Iterable[str], role: str) -> dict[str, Verdict]:
    return {iri: verdict for iri in sorted(iris) if (verdict := judge.verdict(iri, role)) is not None}


class _Judge:
    def __init__(self, world: World) -> None:
        self.world = world
        self.guesses = 0

    def verdict(self, iri: str, role: str) -> Verdict | None:
        """Return code and words for a term in the role of a property, a class or a value; None if it is well."""
        if iri.startswith(SCHEMA_HTTP) and role != "value":
            return "lod:http-schema", {"term": f"<{iri}>"}
        if iri.startswith(self.world.namespace) and role != "value":
            return self._own(iri)
        if not iri.startswith((SCHEMA, SCHEMA_HTTP)):
            return None
        known = facts().get(SCHEMA + iri.removeprefix(SCHEMA).removeprefix(SCHEMA_HTTP))
        words = {"term": self.world.short(iri)}
        if known is not None and known.successors:
            return "lod:superseded-term", {**words, "near": ", ".join(map(self.world.short, known.successors))}
        if role == "value":
            # A whole address of a page of schema.org is no term: https://schema.org/docs/...
            if known is not None or not local_name(iri).isalnum() or "/" in iri.partition("schema.org/")[2]:
                return None
            return "lod:unknown-term", {**words, **self._near(iri, None)}
        if known is None or (known.kind == "property") != (role == "property"):
            return f"lod:unknown-{role}", {**words, **self._near(iri, role)}
        return None

    def _own(self, iri: str) -> Verdict | None:
        terms = self.world.vocabulary.terms
        if iri in terms or not terms:
            return None
        near = self._guess(iri, [term for term in terms if term.startswith(self.world.namespace)])
        return "lod:undefined-term", {"term": self.world.short(iri), **near}

    def _near(self, iri: str, role: str | None) -> dict[str, str]:
        return self._guess(iri, _names(role))

    def _guess(self, iri: str, names: Iterable[str]) -> dict[str, str]:
        if self.guesses >= GUESSES:
            return {}
        self.guesses += 1
        by_name = {local_name(name): name for name in names}
        name = local_name(iri)
        same = next((known for known in sorted(by_name) if known.casefold() == name.casefold()), None)
        guess = same or nearest(name, by_name)
        return {"near": self.world.short(by_name[guess])} if guess else {}


@cache
def _names(role: str | None) -> tuple[str, ...]:
    """Return schema.org's terms in a role; those that are superseded are not worth a hint."""
    return tuple(
        iri
        for iri, fact in facts().items()
        if not fact.successors
        and (role is None or (fact.kind == "property" if role == "property" else fact.kind == "class"))
    )
