"""Links: what leads nowhere, what nothing leads to, and what is there twice."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from lod.errors import nearest
from lod.terms import ONTOLOGY, OWL, SCHEMA, SKOS
from lod.validation.checks.world import Found, World

#: Values that are addresses of documents, not things.
_DOCUMENTS = frozenset(SCHEMA + name for name in ("url", "contentUrl", "thumbnailUrl", "embedUrl", "downloadUrl"))

#: Things of which two with one name are mostly one.
_SINGLE = (*(SCHEMA + name for name in ("Person", "Organization", "Place", "DefinedTerm")), f"{SKOS}Concept")
_EVENT = f"{SCHEMA}Event"

#: What others lead from, not to: articles and other works, and the lists that topics stand in.
_TOPS = (*(SCHEMA + name for name in ("CreativeWork", "DataCatalog", "EventSeries")), f"{SKOS}ConceptScheme")
_LISTED = (f"{SKOS}Concept", f"{SCHEMA}DefinedTerm")

#: So many hints are looked for, each among so many things.
GUESSES, CANDIDATES = 50, 5000


def dangling(world: World) -> Iterator[Found]:
    """Yield links to addresses below the base under which nothing is described."""
    base, survey, guesses = world.config.base, world.survey, 0
    own = tuple(base + name for name in (ONTOLOGY, "shapes/", "dataset", "sparql", "ontology"))
    for predicate, links in survey.links.items():
        if predicate in _DOCUMENTS:
            continue
        for target, subjects in links.items():
            if not target.startswith(base) or target in survey or target == base or target.startswith(own):
                continue
            guesses += 1
            words = _near(world, target) if guesses <= GUESSES else {}
            for subject in subjects:
                yield Found("lod:dangling-reference", subject, predicate, ox.NamedNode(target), words)


def imports(world: World) -> Iterator[Found]:
    """Yield what is imported and not among the files that were read; nothing is fetched from the web."""
    for target, subjects in world.survey.links.get(f"{OWL}imports", {}).items():
        if target not in world.survey:
            yield from (Found("lod:import", s, f"{OWL}imports", ox.NamedNode(target)) for s in subjects)


def _near(world: World, target: str) -> dict[str, str]:
    kind = target.rpartition("/")[0]
    like = [iri for iri in world.survey.types if iri.startswith(kind) and ":" in iri][:CANDIDATES]
    guess = nearest(target.removeprefix(kind), [iri.removeprefix(kind) for iri in like])
    return {"near": world.short(kind + guess)} if guess else {}


def unreferenced(world: World) -> Iterator[Found]:
    """Yield things below the base that no statement leads to, but for works, lists and the terms in them."""
    base, survey = world.config.base, world.survey
    targets = {target for links in survey.links.values() for target in links}
    verdicts: dict[tuple[str, ...], bool] = {}
    for subject, kinds in survey.types.items():
        if not kinds or subject in targets or not subject.startswith(base) or subject.startswith(world.namespace):
            continue
        if kinds not in verdicts:
            verdicts[kinds] = world.known_kinds(kinds) and not any(
                world.vocabulary.is_a(kinds, top) for top in (*_TOPS, *_LISTED)
            )
        if verdicts[kinds]:
            yield Found("lod:unreferenced", subject)


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
