"""Terms: classes, properties and values that schema.org or the ontology do not know, or know better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from lod.terms import RDF_TYPE, SCHEMA, SCHEMA_HTTP, local_name
from lod.validation.checks.world import Found, Guess, World
from lod.vocabulary import facts

#: A code, the words of its message, and whether the nearest known term is worth a hint.
Verdict = tuple[str, dict[str, str], bool]


def check(world: World) -> Iterator[Found]:
    """Yield what is wrong with the terms that the data use."""
    survey = world.survey
    wrong = faulty(world, {p for _, block in survey.signatures for p in block}, "property")
    for (_, block), subjects in survey.signatures.items():
        for predicate in sorted(block & wrong.keys()):
            code, words, hinted = wrong[predicate]
            guess = Guess("property", predicate) if hinted else None
            yield from (Found(code, subject, predicate, None, words, guess) for subject in subjects)
    classes = faulty(world, {kind for kinds in set(survey.types.values()) for kind in kinds}, "class")
    if classes:
        for subject, kinds in survey.types.items():
            for kind in kinds:
                if kind in classes:
                    code, words, hinted = classes[kind]
                    guess = Guess("class", kind) if hinted else None
                    yield Found(code, subject, RDF_TYPE, ox.NamedNode(kind), words, guess)
    for predicate, links in survey.links.items():
        values = faulty(world, (iri for iri in links if iri.startswith((SCHEMA, SCHEMA_HTTP))), "value")
        for iri, (code, words, hinted) in values.items():
            guess = Guess("value", iri) if hinted else None
            yield from (Found(code, subject, predicate, ox.NamedNode(iri), words, guess) for subject in links[iri])


def faulty(world: World, iris: Iterable[str], role: str) -> dict[str, Verdict]:
    """Return what is wrong with terms in the role of a property, a class or a value, for those that are not well."""
    return {iri: verdict for iri in sorted(iris) if (verdict := _verdict(world, iri, role)) is not None}


def _verdict(world: World, iri: str, role: str) -> Verdict | None:
    """Return what is wrong with a term in the role of a property, a class or a value; None if it is well."""
    if iri.startswith(SCHEMA_HTTP) and role != "value":
        return "lod:http-schema", {"term": f"<{iri}>"}, False
    words = {"term": world.short(iri)}
    if iri.startswith(world.namespace) and role != "value":
        terms = world.vocabulary.terms
        return None if iri in terms or not terms else ("lod:undefined-term", words, True)
    if not iri.startswith((SCHEMA, SCHEMA_HTTP)):
        return None
    known = facts().get(SCHEMA + iri.removeprefix(SCHEMA).removeprefix(SCHEMA_HTTP))
    if known is not None and known.successors:
        return "lod:superseded-term", {**words, "near": ", ".join(map(world.short, known.successors))}, False
    if role == "value":
        # A whole address of a page of schema.org is no term: https://schema.org/docs/...
        if known is not None or not local_name(iri).isalnum() or "/" in iri.partition("schema.org/")[2]:
            return None
        return "lod:unknown-term", words, True
    if known is None or (known.kind == "property") != (role == "property"):
        return f"lod:unknown-{role}", words, True
    return None
