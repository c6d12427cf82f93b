"""Where we know a thing from: the article, the passage, and the extract that can be found there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from lod.graph import Description, Term
from lod.publishing.facts import EVIDENCE
from lod.publishing.mentions import value
from lod.publishing.perspective import Perspective, Value
from lod.terms import OA, ONTOLOGY, SCHEMA


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of evidence: the place in the source, and the words that stand there, in the source's language."""

    place: str
    extract: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source with its passages; `link` is None where the page itself is the source's.

    `language` is that of the extracts, if the source says so and it is not the page's.
    """

    link: Value | None
    language: str | None
    passages: tuple[Passage, ...]


def evidence(here: Perspective, thing: Description) -> list[Source]:
    """Return the evidence for a thing: prov:hadPrimarySource, to a source or to an oa:SpecificResource in it.

    The extracts are those of oa:TextQuoteSelector, or of the two ends of an oa:RangeSelector (Web Annotation Data
    Model, sections 4.2.4 and 4.2.8).
    """
    found: dict[Term, list[Passage]] = {}
    for origin in thing.values(EVIDENCE):
        part = thing.nested.get(origin) if isinstance(origin, ox.BlankNode) else None
        if part is None:
            found.setdefault(origin, [])
            continue
        place = here.text(part.values(f"{here.site.config.base}{ONTOLOGY}passage"))
        for source in part.values(f"{OA}hasSource"):
            found.setdefault(source, []).append(Passage(place.text if place else "", _extract(here, part)))
    return [
        Source(
            here.link(source) if source != thing.node else None,
            here.foreign(value(here.site.graph, source, f"{SCHEMA}inLanguage") or None),
            tuple(sorted(passages, key=_order)),
        )
        for source, passages in sorted(found.items(), key=lambda pair: str(pair[0]))
    ]


def _extract(here: Perspective, part: Description) -> str:
    opening, closing = here.strings.quotes
    for selector in _nested(part, f"{OA}hasSelector"):
        ends = (
            *_nested(selector, f"{OA}hasStartSelector"),
            *_nested(selector, f"{OA}hasEndSelector"),
        ) or (selector,)
        texts = [v.value for end in ends for v in end.values(f"{OA}exact")[:1] if isinstance(v, ox.Literal)]
        if texts:
            return f"{opening}{' … '.join(texts)}{closing}"
    return ""


def _nested(part: Description, iri: str) -> Iterator[Description]:
    for node in part.values(iri):
        if isinstance(node, ox.BlankNode) and node in part.nested:
            yield part.nested[node]


def _order(passage: Passage) -> tuple[int, str, str]:
    number = "".join(char for char in passage.place if char.isdecimal())
    return int(number[:9] or 0), passage.place, passage.extract
