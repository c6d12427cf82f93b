"""One look at every triple of the data, while the files are read: all that the checks need, and no more.

A million triples pass here, so the loop only sorts them into sets and dictionaries of strings; the checks judge each
distinct combination once, at the end, when all files and the vocabulary are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

from lod.terms import OA, RDF_TYPE, SCHEMA, SCHEMA_HTTP
from lod.validation.checks.literals import Judge, suspect
from lod.validation.checks.properties import EXTRACTS, NAMES, OWN_WORDS, PROSE, kept, takes
from lod.validation.rows import Row, literal, name, term

_TYPE = f"<{RDF_TYPE}>"

#: Findings kept for each code while reading; of the others only the number is.
CAP = 10_000

#: The bit of text without a language among those of `Survey.languages`.
UNTAGGED = 1


class Stated(NamedTuple):
    """A statement with a literal about which something is to be said: `code`, and the subject's name or label."""

    code: str
    subject: str
    predicate: str
    value: ox.Literal


class _Property:
    """What the survey notes of the values of one property."""

    __slots__ = ("extract", "follows", "iri", "kept", "languages", "links", "looks", "names", "takes")

    def __init__(self, iri: str, survey: Survey) -> None:
        self.iri = iri
        self.languages = survey.languages.setdefault(iri, {}) if iri in OWN_WORDS or iri in PROSE else None
        self.names = iri in NAMES
        self.extract = iri in EXTRACTS
        self.kept = survey.kept.setdefault(iri, {}) if kept(iri) or (self.extract and survey.texts) else None
        self.links = survey.links.setdefault(iri, {})
        self.follows = iri.startswith((SCHEMA, SCHEMA_HTTP, survey.base)) or (survey.texts and iri.startswith(OA))
        self.takes = takes(iri)
        self.looks = self.takes is not None or self.extract


class Survey:
    """What the data says, as the checks need it. Subjects are strings: an IRI has a colon, a blank node's name none.

    `types` has the classes of each subject; `links` for each property and object the subjects that lead there;
    `signatures` for each set of classes and properties the subjects that have it, block by block; `languages` for each
    property of words the languages of each subject's texts, as bits of `bits`; `named` the first subject of each name
    and `twins` the others; `kept` the dates and the like of each subject; `owners` the subject that leads to a blank
    node. `stated` are literals with a fault of their own, `beyond` how many there are of each code. `others` are the
    classes of what files describe that are not the workspace's own; `elsewhere` is what files lead to that are not
    surveyed.

    `language` is the one in which names are compared, `words` how many an extract may have; `texts` tells whether
    extracts will be looked for in texts.
    """

    def __init__(self, base: str, language: str, *, words: int, texts: bool = False) -> None:
        self.base = base
        self.texts = texts
        self.types: dict[str, tuple[str, ...]] = {}
        self.others: dict[str, tuple[str, ...]] = {}
        self.links: dict[str, dict[str, list[str]]] = {}
        self.signatures: dict[tuple[tuple[str, ...], frozenset[str]], list[str]] = {}
        self.languages: dict[str, dict[str, int]] = {}
        self.bits: dict[str | None, int] = {None: UNTAGGED}
        self.named: dict[str, str] = {}
        self.twins: dict[str, list[str]] = {}
        self.kept: dict[str, dict[str, list[ox.Literal]]] = {}
        self.owners: dict[str, str] = {}
        self.elsewhere: set[str] = set()
        self.stated: list[Stated] = []
        self.beyond: dict[str, int] = {}
        self._language = language
        self._words = words
        self._judge = Judge()
        self._properties: dict[str, _Property] = {}
        self._types: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}

    def __contains__(self, iri: str) -> bool:
        """Tell whether any file describes a node."""
        return iri in self.types or iri in self.others

    def mention(self, triples: Iterable[ox.Triple]) -> None:
        """Note what a file describes that is not the workspace's own: it may be referred to, and is not judged."""
        for subject, predicate, value in triples:
            name = subject.value
            kinds = self.others.setdefault(name, ())
            if predicate.value == RDF_TYPE and isinstance(value, ox.NamedNode):
                self.others[name] = (*kinds, value.value)

    def record(self, rows: Iterable[Row]) -> None:
        """Take in the statements of a file of the data."""
        written = current = ""
        block: set[str] = set()
        properties, types, owners, bits = self._properties, self.types, self.owners, self.bits
        language, named = self._language, self.named
        for subject, predicate, rest in rows:
            if subject != written:
                if block:
                    self._flush(current, block)
                    block = set()
                written, current = subject, name(subject)
                if current not in types:
                    types[current] = ()
            first = rest[0]
            if predicate == _TYPE and first == "<":
                self._type(current, rest[1:-3])
                continue
            noted = properties.get(predicate)
            if noted is None:
                noted = properties[predicate] = _Property(predicate[1:-1], self)
            block.add(noted.iri)
            if first == "<":
                links, iri = noted.links, rest[1:-3]
                if iri in links:
                    links[iri].append(current)
                else:
                    links[iri] = [current]
            elif first == '"':
                text, tag, datatype = literal(rest)
                if noted.languages is not None:
                    noted.languages[current] = noted.languages.get(current, 0) | (bits.get(tag) or self._bit(tag))
                if noted.names and (tag is None or tag == language) and named.setdefault(text, current) != current:
                    self.twins.setdefault(text, []).append(current)
                if noted.kept is not None:
                    noted.kept.setdefault(current, []).append(term(rest))
                if tag is None or noted.looks or suspect(text):
                    self._literal(current, rest, text, datatype, noted)
            else:
                blank = rest[2:-2]
                owners[blank] = current
                if noted.follows:
                    noted.links.setdefault(blank, []).append(current)
        if block:
            self._flush(current, block)

    def _bit(self, language: str | None) -> int:
        return self.bits.setdefault(language, 1 << len(self.bits))

    def _literal(self, subject: str, rest: str, text: str, datatype: str | None, noted: _Property) -> None:
        for code in self._judge.faults(text, datatype, extract=noted.extract):
            self._state(code, subject, noted.iri, rest)
        if noted.extract and len(text.split()) > self._words:
            self._state("lod:extract-too-long", subject, noted.iri, rest)
        if noted.takes is not None and datatype not in noted.takes:
            self._state("lod:outside-range", subject, noted.iri, rest)

    def _state(self, code: str, subject: str, predicate: str, rest: str) -> None:
        count = self.beyond.get(code, 0)
        self.beyond[code] = count + 1
        if count < CAP:
            self.stated.append(Stated(code, subject, predicate, term(rest)))

    def _type(self, subject: str, kind: str) -> None:
        before = self.types.get(subject, ())
        known = self._types.get((before, kind))
        if known is None:
            known = self._types[before, kind] = before if kind in before else (*before, kind)
        self.types[subject] = known

    def _flush(self, subject: str, block: set[str]) -> None:
        self.signatures.setdefault((self.types[subject], frozenset(block)), []).append(subject)
