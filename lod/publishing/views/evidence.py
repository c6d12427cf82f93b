"""Where we know a thing from: the article, the passage, and the extract that can be found there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox
from minijinja import Markup

from lod.graph import Description, Term, describe
from lod.publishing.views.facts import EVIDENCE
from lod.publishing.views.mentions import objects, value
from lod.publishing.views.perspective import Perspective, Value, address
from lod.terms import OA, ONTOLOGY, SCHEMA


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of evidence: the place in the source, and the words that stand there, in the source's language.

    `href` leads to the very words, where the source is on the web.
    """

    place: str
    extract: str
    href: Markup | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source with its passages; `link` is None where the page itself is the source's.

    `address` is where the source itself stands on the web.
    `language` is that of the extracts, if the source says so and it is not the page's.
    """

    link: Value | None
    language: str | None
    address: Markup | None
    passages: tuple[Passage, ...]


def evidence(here: Perspective, thing: Description) -> list[Source]:
    """Return the evidence for a thing: prov:hadPrimarySource, to a source or to an oa:SpecificResource in it.

    The extracts are those of oa:TextQuoteSelector, or of the two ends of an oa:RangeSelector (Web Annotation Data
    Model, sections 4.2.4 and 4.2.8).
    """
    return [
        Source(
            here.link(source) if source != thing.node else None,
            here.foreign(value(here.site.graph, source, f"{SCHEMA}inLanguage") or None),
            address(web) if (web := _address(here, source)) else None,
            tuple(sorted(passages, key=_order)),
        )
        for source, passages in sorted(_passages(here, thing).items(), key=lambda pair: str(pair[0]))
    ]


def places(here: Perspective, node: Term, source: Term | None = None) -> tuple[Value, ...]:
    """Return the places at which a thing is found, in one source or in all, each once; a link leads to the words."""
    if not isinstance(node, ox.NamedNode) or not objects(here.site.graph, node, EVIDENCE):
        return ()
    known = here.placed.get(node.value, None)
    if known is None:
        known = here.placed[node.value] = {
            str(origin): tuple(Value(p.place, href=p.href) for p in sorted(passages, key=_order) if p.place)
            for origin, passages in _passages(here, describe(here.site.graph, node)).items()
        }
    wanted = sorted(known) if source is None else [str(source)]
    found: dict[str, Value] = {}
    for place in (place for origin in wanted for place in known.get(origin, ())):
        found.setdefault(place.text, place)
    return tuple(found.values())


def _passages(here: Perspective, thing: Description) -> dict[Term, list[Passage]]:
    """Return the pieces of evidence for a thing by their source; without any for a source that is only named."""
    found: dict[Term, list[Passage]] = {}
    addresses: dict[Term, str] = {}
    for origin in thing.values(EVIDENCE):
        part = thing.nested.get(origin) if isinstance(origin, ox.BlankNode) else None
        if part is None:
            found.setdefault(origin, [])
            continue
        place = here.text(part.values(f"{here.site.config.base}{ONTOLOGY}passage"))
        for source in part.values(f"{OA}hasSource"):
            if source not in addresses:
                addresses[source] = _address(here, source)
            words = _extract(part)
            opening, closing = here.strings.quotes
            extract = f"{opening}{' … '.join(words)}{closing}" if words else ""
            href = address(addresses[source] + fragment(words)) if words and addresses[source] else None
            found.setdefault(source, []).append(Passage(place.text if place else "", extract, href))
    return found


def fragment(words: Sequence[str]) -> str:
    """Return the end of an address that leads a browser to words on a page, or from the first words to the last.

    URL Fragment Text Directives (WICG), section 3.2: `,`, `-` and `&` would part the words, so they are escaped too.
    """
    return "#:~:text=" + ",".join(quote(text, safe="").replace("-", "%2D") for text in words)


def _address(here: Perspective, source: Term) -> str:
    """Return the web address of a source without fragment: what it says of itself, else its IRI if that is not ours."""
    if not isinstance(source, ox.NamedNode):
        return ""
    stated = sorted(o.value for o in objects(here.site.graph, source, f"{SCHEMA}url") if not isinstance(o, ox.Triple))
    own = [] if source.value.startswith(here.site.config.base) else [source.value]
    return next((url.partition("#")[0] for url in (*stated, *own) if url.startswith(("http://", "https://"))), "")


def _extract(part: Description) -> list[str]:
    for selector in _nested(part, f"{OA}hasSelector"):
        ends = (
            *_nested(selector, f"{OA}hasStartSelector"),
            *_nested(selector, f"{OA}hasEndSelector"),
        ) or (selector,)
        texts = [v.value for end in ends for v in end.values(f"{OA}exact")[:1] if isinstance(v, ox.Literal)]
        if texts:
            return texts
    return []


def _nested(part: Description, iri: str) -> Iterator[Description]:
    for node in part.values(iri):
        if isinstance(node, ox.BlankNode) and node in part.nested:
            yield part.nested[node]


def _order(passage: Passage) -> tuple[int, str, str]:
    number = "".join(char for char in passage.place if char.isdecimal())
    return int(number[:9] or 0), passage.place, passage.extract
