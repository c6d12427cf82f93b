"""Links: what leads nowhere, what nothing leads to, and what is there twice."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from lod.terms import ONTOLOGY, OWL, SCHEMA, SKOS
from lod.validation.checks.world import Found, Guess, World

#: Values that are addresses of documents, not things.
DOCUMENTS = frozenset(SCHEMA + name for name in ("url", "contentUrl", "thumbnailUrl", "embedUrl", "downloadUrl"))

#: Things of which two with one name are mostly one.
_SINGLE = (*(SCHEMA + name for name in ("Person", "Organization", "Place", "DefinedTerm")), f"{SKOS}Concept")
_EVENT = f"{SCHEMA}Event"

#: What others lead from, not to: articles and other works, and the lists that topics stand in.
_TOPS = (*(SCHEMA + name for name in ("CreativeWork", "DataCatalog", "EventSeries")), f"{SKOS}ConceptScheme")
_LISTED = (f"{SKOS}Concept", f"{SCHEMA}DefinedTerm")


def dangling(world: World) -> Iterator[Found]:
    """Yield links to addresses below the base under which nothing is described."""
    base, survey, ours = world.config.base, world.survey, own(world)
    for predicate, links in survey.links.items():
        if predicate in DOCUMENTS:
            continue
        for target, subjects in links.items():
            if not target.startswith(base) or target in survey or target == base or target.startswith(ours):
                continue
            value, guess = ox.NamedNode(target), Guess("thing", target)
            yield from (Found("lod:dangling-reference", s, predicate, value, guess=guess) for s in subjects)


def own(world: World) -> tuple[str, ...]:
    """Return how addresses begin under which something stands though no data describe it."""
    return tuple(world.config.base + name for name in (ONTOLOGY, "shapes/", "dataset", "sparql", "ontology"))


def imports(world: World) -> Iterator[Found]:
    """Yield what is imported and not among the files that were read; nothing is fetched from the web."""
    for target, subjects in world.survey.links.get(f"{OWL}imports", {}).items():
        if target not in world.survey:
            yield from (Found("lod:import", s, f"{OWL}imports", ox.NamedNode(target)) for s in subjects)


def unreferenced(world: World) -> Iterator[Found]:
    """Yield things below the base that no statement leads to, but for works, lists and the terms in them."""
    base, survey = world.config.base, world.survey
    targets = {target for links in survey.links.values() for target in links} | survey.elsewhere
    verdicts: dict[tuple[str, ...], bool] = {}
    for subject, kinds in survey.types.items():
        if not kinds or subject in targets or not subject.startswith(base) or subject.startswith(world.namespace):
            continue
        if kinds not in verdicts:
            verdicts[kinds] = led_to(world, kinds)
        if verdicts[kinds]:
            yield Found("lod:unreferenced", subject)


def led_to(world: World, kinds: tuple[str, ...]) -> bool:
    """Tell whether something should lead to things of some classes."""
    return world.known_kinds(kinds) and not any(world.vocabulary.is_a(kinds, top) for top in (*_TOPS, *_LISTED))


def single(world: World, kind: str) -> bool:
    """Tell whether two things of a class and of one name may be the same."""
    return any(world.vocabulary.is_a((kind,), one) for one in (*_SINGLE, _EVENT))


def duplicates(world: World) -> Iterator[Found]:
    """Yield things of the same kind and name; people and places of one name may say what tells them apart."""
    survey = world.survey
    apart = survey.languages.get(f"{SCHEMA}disambiguatingDescription", {})
    for text, others in survey.twins.items():
        first = survey.named[text]
        group = [iri for iri in dict.fromkeys((first, *others)) if ":" in iri]
        for number, iri in enumerate(group):
            other = next((one for one in group[:number] if _same(world, one, iri)), None)
            if other is not None and iri not in apart and other not in apart:
                name = f"{SCHEMA}name" if iri in survey.languages.get(f"{SCHEMA}name", {}) else f"{SKOS}prefLabel"
                yield Found("lod:duplicate", iri, name, None, {"other": world.short(other)})


def _same(world: World, one: str, other: str) -> bool:
    kinds = [(world.kinds(one), world.kinds(other)), (world.kinds(other), world.kinds(one))]
    is_a = world.vocabulary.is_a
    if not any(set(these) & set(those) for these, those in kinds):
        return False
    if all(is_a(these, _EVENT) for these, _ in kinds):
        starts = world.survey.kept.get(f"{SCHEMA}startDate", {})
        return one in starts and starts[one] == starts.get(other)
    return any(all(is_a(these, kind) for these, _ in kinds) for kind in _SINGLE)
