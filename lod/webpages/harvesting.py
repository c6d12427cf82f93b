"""The way in: what existing pages say in JSON-LD, Microdata and RDFa, as triples to go on with in data/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from lod.config import Config
from lod.errors import NothingFound, SourceError, UsageError, nearest
from lod.graph import Graph, turtle
from lod.graph.store import Subject
from lod.terms import OA, ONTOLOGY, PROV, RDF_TYPE, SCHEMA, XSD, local_name
from lod.vocabulary import Vocabulary, facts
from lod.webpages import belonging, encoding, markup, proposing
from lod.webpages.carrying import blocks, triples
from lod.webpages.contexts import Contexts
from lod.webpages.extracting import extract
from lod.webpages.naming import is_address

#: What is quoted of the page as evidence, in words.
WORDS = 8

#: The datatype of a date, by its form; text of a property that takes dates is one of these, or stays text.
_DATES = (
    (re.compile(r"-?\d{4}-\d{2}-\d{2}"), "date"),
    (re.compile(r"-?\d{4}-\d{2}"), "gYearMonth"),
    (re.compile(r"-?\d{4}"), "gYear"),
    (re.compile(r"-?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?"), "dateTime"),
)
_TEMPORAL = frozenset(SCHEMA + name for name in ("Date", "DateTime"))
_NAMES = tuple(ox.NamedNode(SCHEMA + name) for name in ("name", "headline"))

#: Names that are the same in every language carry no tag.
_UNTAGGED = frozenset(
    SCHEMA + name for name in ("givenName", "familyName", "inLanguage", "email", "telephone", "identifier")
)


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a page gave: Turtle, the number of things in it, and what a person should look at, each a sentence."""

    page: str
    turtle: str
    things: int
    notes: tuple[str, ...]


def harvest(page: encoding.Text, address: str, *, config: Config, graph: Graph, vocabulary: Vocabulary) -> Harvest:
    """Return what a page says of things, with IRIs of ours in the place of others' and the page as evidence.

    schema.org's terms are https and known ones: others are left out, with a note. `graph` is what is known already: a
    thing that is there keeps its IRI, and the notes say so. Raises NothingFound if the page says nothing of the kind,
    SourceError if it cannot be read.
    """
    contexts = Contexts(config.contexts)
    head = markup.head(page.text)
    if address.startswith("file:"):
        address = next(filter(is_address, (page.said(found) for found in belonging.addresses(head))), address)
    notes: list[str] = []
    if address.startswith("file:"):
        notes.append("the page names no address of its own: put it in place of the file's before you publish")
    found: list[ox.Triple] = []
    for block in blocks(page, address, contexts):
        found += block.triples
        if block.fault:
            notes.append(f"the JSON-LD block on line {block.line} cannot be used: {block.fault}")
    try:
        for document in extract(page.said(page.text), address):
            found += triples(document, address, contexts)
    except SourceError as error:
        if not found:
            raise
        notes.append(" ".join(part for part in (error.what, error.remedy) if part))
    reaper = _Reaper(config, graph, vocabulary, notes, (belonging.language(head) or "").lower())
    made = list(dict.fromkeys(reaper.reap(found, address)))
    if not made:
        raise NothingFound("it says nothing in schema.org's terms", where=address)
    prefixes = {name: space for name, space in config.prefixes.items() if name}
    opening = f"# Harvested from {address}\n# To be read and completed by a person before it is published.\n\n"
    return Harvest(
        address, opening + turtle(made, prefixes), len(set(reaper.named.values())), tuple(dict.fromkeys(notes))
    )


def save(harvest: Harvest, folder: Path) -> Path:
    """Write a harvest to a new file below `folder`, named after its page, and return the path.

    Raises UsageError, and writes nothing, if the file is there already or cannot be written.
    """
    parts = urlsplit(harvest.page)
    words = unquote(f"{parts.netloc} {Path(parts.path).stem if parts.scheme == 'file' else parts.path}")
    path = folder / f"harvest-{proposing.slug(words.removesuffix('.html')) or 'page'}.ttl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(harvest.turtle)
    except FileExistsError:
        raise UsageError(
            "there is such a file already", where=path, remedy="Move it, or name a folder: -o DIR"
        ) from None
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=path) from None
    return path


class _Reaper:
    def __init__(self, config: Config, graph: Graph, vocabulary: Vocabulary, notes: list[str], language: str) -> None:
        self.config = config
        self.graph = graph
        self.vocabulary = vocabulary
        self.notes = notes
        self.language = language
        self.named: dict[object, ox.NamedNode] = {}

    def reap(self, found: list[ox.Triple], address: str) -> Iterator[ox.Triple]:
        """Yield the triples to keep, and the evidence of each thing."""
        types: dict[object, list[str]] = {}
        names: dict[object, str] = {}
        for triple in found:
            if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                types.setdefault(triple.subject, []).append(triple.object.value)
            elif triple.predicate in _NAMES and isinstance(triple.object, ox.Literal):
                names.setdefault(triple.subject, triple.object.value.strip())
        self._propose(types, names)
        for triple in found:
            if triple.subject in types:
                yield from self._kept(triple)
        for old, new in self.named.items():
            if isinstance(old, ox.NamedNode) and old != new and "#" not in old.value and old.value != address:
                yield ox.Triple(new, ox.NamedNode(f"{SCHEMA}sameAs"), old)
        headlines = {t.subject: t for t in found if t.predicate == _NAMES[1] and t.subject in self.named}
        named = {t.subject for t in found if t.predicate == _NAMES[0]}
        for subject, triple in headlines.items():
            if subject not in named:
                yield from self._kept(ox.Triple(subject, _NAMES[0], triple.object))
        yield from self._evidence(names, address)

    def _propose(self, types: dict[object, list[str]], names: dict[object, str]) -> None:
        for thing, kinds in types.items():
            place = proposing.folder(kinds, self.vocabulary)
            name = proposing.slug(names.get(thing, ""))
            ours = isinstance(thing, ox.NamedNode) and thing.value.startswith(self.config.base)
            if isinstance(thing, ox.NamedNode) and ours:
                self.named[thing] = thing
            elif place and name:
                self.named[thing] = ox.NamedNode(f"{self.config.base}{place}/{name}")
            if thing in self.named and next(self.graph.triples(self.named[thing]), None) is not None:
                self.notes.append(f"{self.named[thing].value} is in the data already: is it the same?")

    def _kept(self, triple: ox.Triple) -> Iterator[ox.Triple]:
        predicate = triple.predicate.value
        if predicate == RDF_TYPE:
            if self._is_known(triple.object, "class"):
                yield ox.Triple(self._subject(triple.subject), triple.predicate, triple.object)
        elif self._is_known(triple.predicate, "property"):
            value = triple.object
            if isinstance(value, ox.Literal):
                if not value.value.strip():
                    return
                value = self._literal(predicate, value, triple.subject)
            elif isinstance(value, ox.NamedNode) and value.value.startswith("file:") and value not in self.named:
                return  # an address within a page that lies on this disk leads nowhere
            yield ox.Triple(self._subject(triple.subject), triple.predicate, self.named.get(value, value))

    def _subject(self, term: Subject | ox.Triple) -> Subject | ox.Triple:
        return self.named.get(term, term)

    def _is_known(self, term: object, kind: str) -> bool:
        iri = getattr(term, "value", "")
        fact = facts().get(iri)
        if fact is not None and fact.kind == kind:
            if fact.successors:
                self.notes.append(f"{local_name(iri)} is out of use; now: {local_name(fact.successors[0])}")
            return True
        guess = nearest(local_name(iri), (local_name(known) for known, fact in facts().items() if fact.kind == kind))
        hint = f"; is {guess} meant?" if guess and iri.startswith(SCHEMA) else ""
        self.notes.append(f"left out: {iri}, which is no {kind} of schema.org{hint}")
        return False

    def _literal(self, predicate: str, value: ox.Literal, subject: Subject | ox.Triple) -> ox.Literal:
        text, ranges = value.value.strip(), set(facts()[predicate].ranges)
        if ranges & _TEMPORAL:
            kind = next((name for form, name in _DATES if form.fullmatch(text)), None)
            if kind:
                return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
        person = f"{self.config.base}person/"
        named_person = predicate == f"{SCHEMA}name" and getattr(self.named.get(subject), "value", "").startswith(person)
        plain = value.language is None and value.datatype.value == f"{XSD}string"
        if plain and self.language and f"{SCHEMA}Text" in ranges and predicate not in _UNTAGGED and not named_person:
            return ox.Literal(text, language=self.language)
        return ox.Literal(text) if plain else value

    def _evidence(self, names: dict[object, str], address: str) -> Iterator[ox.Triple]:
        first = {new: old for old, new in reversed(self.named.items())}
        for number, (new, old) in enumerate(first.items()):
            passage, selector = ox.BlankNode(f"p{number}"), ox.BlankNode(f"s{number}")
            yield ox.Triple(new, ox.NamedNode(f"{PROV}hadPrimarySource"), passage)
            yield ox.Triple(passage, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{OA}SpecificResource"))
            yield ox.Triple(passage, ox.NamedNode(f"{OA}hasSource"), ox.NamedNode(address))
            where = ox.NamedNode(f"{self.config.base}{ONTOLOGY}passage")
            yield ox.Triple(passage, where, ox.Literal("Daten in der Seite", language="de"))
            yield ox.Triple(passage, where, ox.Literal("data in the page", language="en"))
            if name := " ".join(names.get(old, "").split()[:WORDS]):
                yield ox.Triple(passage, ox.NamedNode(f"{OA}hasSelector"), selector)
                yield ox.Triple(selector, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{OA}TextQuoteSelector"))
                yield ox.Triple(selector, ox.NamedNode(f"{OA}exact"), ox.Literal(name))
