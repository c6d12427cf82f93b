"""Evidence: is it there, and is each extract that the data quote literally in the text?

Web Annotation Data Model, sections 4.2.4 (text quote selector) and 4.2.9 (range selector); blanks and line breaks
count as one blank, since the same text is wrapped in other ways elsewhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from lod.errors import SourceError, UnknownNode
from lod.graph import Graph
from lod.graph.nodes import find
from lod.terms import OA, PROV, RDF_TYPE, SCHEMA
from lod.validation.checks.world import Found, World

#: In a longer text no nearest passage is looked for; that would take longer than the whole validation.
HINT_WORDS = 20_000

#: So many nearest passages are looked for.
GUESSES = 50

_EVIDENCE = f"{PROV}hadPrimarySource"

#: What comes out of a source, and so needs evidence; topics and terms do not.
_ENTITIES = tuple(
    SCHEMA + name
    for name in ("Action", "Audience", "Event", "ImageObject", "Organization", "Person", "Place", "Quotation")
)


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract and the node of the data that quotes it; `before` and `after` are its surroundings, if given."""

    node: str
    literal: ox.Literal
    before: str = ""
    after: str = ""

    @property
    def whole(self) -> str:
        return _plain(self.before + self.literal.value + self.after)


def missing(world: World) -> Iterator[Found]:
    """Yield people, events, places and the like that do not say where they come from."""
    survey = world.survey
    proven = {s for (_, block), subjects in survey.signatures.items() if _EVIDENCE in block for s in subjects}
    verdicts: dict[tuple[str, ...], bool] = {}
    for subject, kinds in survey.types.items():
        if subject in proven or ":" not in subject:
            continue
        if kinds not in verdicts:
            verdicts[kinds] = wanted(world, kinds)
        if verdicts[kinds]:
            yield Found("lod:missing-evidence", subject)


def wanted(world: World, kinds: tuple[str, ...]) -> bool:
    """Tell whether things of some classes come out of a source, and so need evidence."""
    return any(world.vocabulary.is_a(kinds, kind) for kind in (*_ENTITIES, f"{world.namespace}Office"))


def against(world: World, texts: Mapping[str, Path]) -> Iterator[Found]:
    """Yield the extracts that are not in their article's text, or whose end stands before their start.

    `texts` maps an article (IRI, CURIE or the part behind the base) to a UTF-8 file. Raises SourceError for a text that
    cannot be read, UnknownNode for an article that the data do not describe or quote.
    """
    described = _described(world) if texts else Graph()
    for name, file in texts.items():
        text = _plain(_read(file))
        article = find(described, world.config, name).value
        resources = world.survey.links.get(f"{OA}hasSource", {}).get(article, [])
        if not resources:
            remedy = "Name the article that oa:hasSource leads to."
            raise UnknownNode(f"no evidence is taken from '{name}', so nothing can be checked", remedy=remedy)
        guesses = 0
        for extracts in _quoted(world, set(resources)):
            for extract, code in _faults(extracts, text):
                guesses += 1
                wanted = code == "lod:extract-not-found" and guesses <= GUESSES
                like = _most_like(extract.whole, text) if wanted else None
                yield Found(code, extract.node, f"{OA}exact", extract.literal, {"near": like} if like else {})


def _faults(extracts: list[Extract], text: str) -> Iterator[tuple[Extract, str]]:
    position = 0
    for extract in extracts:
        if (found := text.find(extract.whole, position)) >= 0:
            position = found + len(extract.whole)
        else:
            yield extract, "lod:extract-reversed" if extract.whole in text else "lod:extract-not-found"


def _quoted(world: World, resources: set[str]) -> Iterator[list[Extract]]:
    """Yield what is quoted, piece by piece: one extract, or the start and the end of a range."""
    starts, ends = _led(world, "hasStartSelector"), _led(world, "hasEndSelector")
    for resource, selectors in _led(world, "hasSelector").items():
        if resource in resources:
            for selector in selectors:
                for extract in _extracts(world, selector):
                    yield [extract]
                range_ = [*starts.get(selector, ()), *ends.get(selector, ())]
                yield [extract for part in range_ for extract in _extracts(world, part)]


def _led(world: World, name: str) -> dict[str, list[str]]:
    """Return what a property of Web Annotation leads to, by where it leads from."""
    led: dict[str, list[str]] = {}
    for target, subjects in world.survey.links.get(OA + name, {}).items():
        for subject in subjects:
            led.setdefault(subject, []).append(target)
    return led


def _extracts(world: World, node: str) -> Iterator[Extract]:
    kept = world.survey.kept
    exact, before, after = (kept.get(OA + name, {}).get(node, ()) for name in ("exact", "prefix", "suffix"))
    for literal in exact:
        yield Extract(node, literal, "".join(b.value for b in before), "".join(a.value for a in after))


def _most_like(extract: str, text: str) -> str | None:
    words, length = text.split(), len(extract.split())
    if len(words) > HINT_WORDS:
        return None
    passages = [" ".join(words[start : start + length]) for start in range(max(1, len(words) - length + 1))]
    found = difflib.get_close_matches(extract, passages, n=1)
    return found[0] if found else None


def _described(world: World) -> Graph:
    kind = ox.NamedNode(RDF_TYPE)
    return Graph(
        ox.Triple(ox.NamedNode(iri), kind, ox.NamedNode(kinds[0]))
        for iri, kinds in world.survey.types.items()
        if kinds and ":" in iri
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"not UTF-8 text: {error}", where=path, remedy="Save the text as UTF-8.") from None
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise SourceError(what, where=path, remedy="Check the path and its permissions.") from None


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
