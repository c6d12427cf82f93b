"""Find things by what people call them: the reconciliation service's matches and suggestions.

Reconciliation Service API 0.2, https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any
from unicodedata import combining, normalize

import pyoxigraph as ox

from lod.graph.names import NAMING
from lod.server.desk import Desk
from lod.terms import SCHEMA, SKOS

#: Other names of a thing, beside those that pages show.
_ALSO = (f"{SCHEMA}alternateName", f"{SKOS}altLabel", f"{SCHEMA}legalName")

#: Candidates that are given at most; and things that are compared letter by letter, the most promising first.
MOST = 25
COMPARED = 200

#: From this score on, and with no other thing as good, a candidate is said to be the one (0 to 100).
SURE = 95

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Named:
    iri: str
    text: str
    plain: str


class Matcher:
    """Finds things of a site by name; what it looks things up in is made when it is first asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def match(self, queries: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, Any]:
        """Return the candidates for each query of a batch, the best first (section 5.3)."""
        found = {key: self._candidates(query) for key, query in queries.items()}
        entities = self._entities((iri for scores in found.values() for iri in scores), language)
        return {
            key: {"result": [{**entities[iri], **said} for iri, said in some.items()]} for key, some in found.items()
        }

    def suggest(self, prefix: str, language: str, *, kinds: bool) -> dict[str, Any]:
        """Return things, or kinds of things, with a word of their name that begins so (section 8)."""
        wanted = plain(prefix)
        if kinds:
            found = [kind for kind in self.kinds(language) if wanted in plain(kind["name"])]
            return {"result": [{**kind, "notable": []} for kind in found[:MOST]]}
        hits = (name for name in self._names if wanted and f" {name.plain}".find(f" {wanted}") >= 0)
        first: dict[str, _Named] = {}
        for hit in hits:
            first.setdefault(hit.iri, hit)
            if len(first) >= MOST:
                break
        return {"result": list(self._entities(first, language).values())}

    def kinds(self, language: str) -> list[dict[str, str]]:
        """Return the kinds of which there are things, by name."""
        label = self._desk.site.vocabulary.label
        return sorted(
            ({"id": iri, "name": label(iri, language).text} for iri in self._desk.site.families if iri),
            key=lambda kind: kind["name"].casefold(),
        )

    def _candidates(self, query: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Return what is said of each candidate, the best first."""
        text = str(query.get("query", ""))
        most = query.get("limit")
        limit = min(MOST, most) if isinstance(most, int) and most > 0 else MOST
        asked = query.get("type")
        kinds = [asked] if isinstance(asked, str) else [str(kind) for kind in asked] if isinstance(asked, list) else []
        scores = self._scores(text, kinds)
        best = sorted(scores, key=lambda iri: (-scores[iri], iri))[:limit]
        sure = [iri for iri in best if scores[iri] >= SURE]
        return {iri: {"score": round(scores[iri], 1), "match": sure == [iri]} for iri in best}

    def _scores(self, text: str, kinds: Sequence[str]) -> dict[str, float]:
        stem = self._desk.config.base + text.strip().removeprefix(self._desk.config.base)
        if stem in self._desk.site.paths and self._fits(stem, kinds):
            return {stem: 100.0}
        wanted = plain(text)
        scores: dict[str, float] = {}
        for name in self._near(wanted):
            if self._fits(name.iri, kinds):
                score = 100.0 * _alike(wanted, name.plain)
                if score >= 40 and score > scores.get(name.iri, 0.0):
                    scores[name.iri] = score
        return scores

    def _near(self, wanted: str) -> list[_Named]:
        """Return the names that share most with a text: whole words, else the beginnings of words."""
        counts: dict[int, float] = {}
        for word in set(_WORD.findall(wanted)):
            places = self._words.get(word, ())
            for place in places:
                counts[place] = counts.get(place, 0.0) + 1.0 / (1 + len(places))
            for place in self._beginnings.get(word[:3], ()):
                counts[place] = counts.get(place, 0.0) + 0.001
        return [self._names[place] for place in sorted(counts, key=lambda place: -counts[place])[:COMPARED]]

    def _fits(self, iri: str, kinds: Sequence[str]) -> bool:
        types = self._desk.site.kinds.types(ox.NamedNode(iri))
        return not kinds or any(self._desk.site.vocabulary.is_a(types, kind) for kind in kinds)

    def _entities(self, iris: Iterable[str], language: str) -> dict[str, dict[str, Any]]:
        """Return what the service says of things; their names are looked up at once."""
        site, names = self._desk.site, self._desk.names
        nodes = [ox.NamedNode(iri) for iri in dict.fromkeys(iris)]
        names.prepare(nodes, language)
        found: dict[str, dict[str, Any]] = {}
        for node in nodes:
            family = site.kinds.family(node)
            kinds = [{"id": family, "name": site.vocabulary.label(family, language).text}] if family else []
            short = node.value.removeprefix(self._desk.config.base)
            found[node.value] = {"id": short, "name": names.of(node, language).text, "type": kinds}
        return found

    @cached_property
    def _names(self) -> list[_Named]:
        return sorted(self._all_names(), key=lambda name: (len(name.text), name.text, name.iri))

    def _all_names(self) -> Iterator[_Named]:
        site = self._desk.site
        properties: Iterable[ox.NamedNode] = (*NAMING, *map(ox.NamedNode, _ALSO))
        known = {node.value for node in site.things}
        seen: set[tuple[str, str]] = set()
        for predicate in properties:
            for triple in site.graph.triples(None, predicate):
                subject, name = triple.subject, triple.object
                if isinstance(subject, ox.NamedNode) and isinstance(name, ox.Literal) and subject.value in known:
                    key = (subject.value, plain(name.value))
                    if key not in seen:
                        seen.add(key)
                        yield _Named(subject.value, name.value, key[1])

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self._names):
            for word in set(_WORD.findall(name.plain)):
                found.setdefault(word, []).append(place)
        return found

    @cached_property
    def _beginnings(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for word, places in self._words.items():
            found.setdefault(word[:3], []).extend(places[:COMPARED])
        return found


def plain(text: str) -> str:
    """Return a text without what people write differently: case, accents, signs."""
    letters = normalize("NFKD", text.casefold())
    bare = "".join(char for char in letters if not combining(char))
    return " ".join(_WORD.findall(bare))


def _alike(one: str, other: str) -> float:
    """Return how alike two plain texts are, 0 to 1, whatever the order of their words."""
    if one == other:
        return 1.0
    first, second = (" ".join(sorted(text.split())) for text in (one, other))
    if first == second:
        return 0.98
    return 0.97 * max(SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in ((one, other), (first, second)))
