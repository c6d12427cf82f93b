"""Make news articles up: as many as a measurement needs, always the same for the same seed.

Each article brings about 66 triples and 9 things: itself, an event, a statement, a picture, and people with offices,
bodies and places out of pools that grow with the corpus. `python -m tests.benchmarks.corpus --articles 1000 DIR` makes
a workspace of them: lod.toml, and data/ with an article a file in subfolders of 1,000.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from lod.terms import OA, PROV, SCHEMA, SKOS, XSD

BASE = "https://news.example.org/"
SUBFOLDER = 1000
TOPICS = 12

_KINDS = ("article", "event", "image", "office", "organization", "person", "place", "quotation", "topic")
_PREFIXES = "".join(
    f"@prefix {name}: <{space}> .\n"
    for name, space in (
        *((kind, f"{kind}/") for kind in _KINDS),
        *(("onto", "ontology/"), ("oa", OA), ("prov", PROV), ("schema", SCHEMA), ("skos", SKOS), ("xsd", XSD)),
    )
)

_SETTINGS = f"""\
base = "{BASE}"
title = {{ de = "Erdachte Nachrichten", en = "Made-up news" }}
languages = ["de", "en"]

[prefixes]
""" + "".join(f'{kind} = "{kind}/"\n' for kind in _KINDS)

_OCCASIONS = (
    ("Treffen", "Meeting"),
    ("Besuch", "Visit"),
    ("Vortrag", "Lecture"),
    ("Fest", "Festival"),
    ("Rat", "Council"),
)
_OFFICES = (("Leitung", "Head"), ("Vorsitz", "Chair"), ("Sprecher", "Speaker"), ("Mitglied", "Member"))
_BODIES = (("Verein", "Club"), ("Amt", "Office"), ("Schule", "School"), ("Netzwerk", "Network"))


@dataclass(frozen=True, slots=True)
class Pool:
    """Things that many articles share: `start` of them come with the first article, then `rate` with each."""

    start: int
    rate: float

    def size(self, number: int) -> int:
        """Return how many there are once article `number` (counted from 0) is there."""
        return self.start + int(self.rate * (number + 1))

    def new(self, number: int) -> range:
        """Return those that come with an article."""
        return range(self.size(number - 1) if number else 0, self.size(number))

    def pick(self, chance: random.Random, number: int, count: int) -> list[int]:
        """Return those that an article speaks of: some of its new ones, and others, the oldest most often."""
        size = self.size(number)
        picked = dict.fromkeys(self.new(number)[:count])
        while len(picked) < min(count, size):
            picked[int(size * chance.random() ** 2)] = None
        return list(picked)


PEOPLE = Pool(start=5, rate=1.5)
BODIES = Pool(start=3, rate=0.9)
PLACES = Pool(start=2, rate=0.6)


@dataclass(frozen=True, slots=True)
class Corpus:
    """So many articles, of which the share `faults` (0 to 1) breaks a rule that every workspace has.

    `complete` gives each thing a description and its evidence, so that no shape has anything to say: twice the triples.
    """

    articles: int
    faults: float = 0.0
    seed: int = 1
    complete: bool = False

    def turtle(self, number: int) -> str:
        """Return an article (counted from 0) with its event, statement and picture, and the new things of the pools."""
        chance = random.Random(f"{self.seed} {number}")  # noqa: S311 no secrets here
        text = _PREFIXES + "".join(_article(chance, number))
        if self.complete:
            text = _LACKING.sub(lambda found: found[0] + _more(found[1], number), text)
        if chance.random() < self.faults:
            right, wrong = chance.choice(FAULTS)
            text = text.replace(right.format(number), wrong.format(number), 1)
        return text

    def triples(self) -> Iterator[ox.Triple]:
        """Yield all triples; blank nodes are named by article and order, so that they are the same each time."""
        documents = chain([(-1, _topics())], ((number, self.turtle(number)) for number in range(self.articles)))
        for number, text in documents:
            labels: dict[ox.BlankNode, ox.BlankNode] = {}
            for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE):
                subject, object = quad.subject, quad.object
                if isinstance(subject, ox.BlankNode):
                    subject = labels.setdefault(subject, ox.BlankNode(f"a{number}n{len(labels)}"))
                if isinstance(object, ox.BlankNode):
                    object = labels.setdefault(object, ox.BlankNode(f"a{number}n{len(labels)}"))
                yield ox.Triple(subject, quad.predicate, object)

    def write(self, folder: Path, *, one_file: bool = False) -> list[Path]:
        """Write a workspace and return its data files: an article a Turtle file, or all as one N-Triples file."""
        data = folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        (folder / "lod.toml").write_text(_SETTINGS, "utf-8")
        if one_file:
            path = data / "corpus.nt"
            ox.serialize(self.triples(), str(path), format=ox.RdfFormat.N_TRIPLES)
            return [path]
        paths = [data / "topics.ttl"]
        paths[0].write_text(_topics(), "utf-8")
        for number in range(self.articles):
            if number % SUBFOLDER == 0:
                subfolder = data / f"{number // SUBFOLDER:03}"
                subfolder.mkdir(exist_ok=True)
            paths.append(subfolder / f"article-{number}.ttl")
            paths[-1].write_text(self.turtle(number), "utf-8")
        return paths


#: What goes wrong in a faulty article: what stands there, and what stands there instead.
FAULTS: Sequence[tuple[str, str]] = (
    ('schema:headline "', 'schema:headlin "'),
    ("schema:creator person:", "schema:creator place:"),
    ('"@de , "Picture {0}"@en', '"@de , "Bild"@de'),
    ("schema:location place:p-", "schema:location place:nowhere-"),
    ('-01"^^xsd:date ;\n    schema:location', '-41"^^xsd:date ;\n    schema:location'),
    ("schema:attendee person:", 'schema:attendee "jemand" , person:'),
)


#: Where a thing begins that lacks something, and of what kind it is.
_LACKING = re.compile(r"^(article|event|image|office|organization|person|place):\S+ a [^;]+;", re.MULTILINE)


def _more(kind: str, number: int) -> str:
    """Return what completes a thing of a kind, as statements inside its own."""
    publisher = f"""
    schema:publisher organization:o-0 ;
    schema:url <https://paper.example.org/{number}> ;"""
    described = f"""
    schema:description "Was dazu in Bericht {number} steht."@de , "What report {number} says of it."@en ;"""
    return f"""{publisher if kind == "article" else ""}{"" if kind == "office" else described}
    prov:hadPrimarySource [
        a oa:SpecificResource ;
        oa:hasSource article:a-{number} ;
        onto:passage "Absatz 1"@de , "paragraph 1"@en ;
        oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "Auszug {number}" ]
    ] ;"""


def _article(chance: random.Random, number: int) -> Iterator[str]:
    people = PEOPLE.pick(chance, number, chance.randint(3, 5))
    bodies = BODIES.pick(chance, number, 2)
    place = PLACES.pick(chance, number, 1)[0]
    topics = chance.sample(range(TOPICS), 2)
    de, en = chance.choice(_OCCASIONS)
    day = f"{chance.randint(2010, 2024)}-{chance.randint(1, 12):02}-01"
    persons = [f"person:p-{person}" for person in people]
    yield f"""
article:a-{number} a schema:NewsArticle ;
    schema:headline "{de} {number} in Ort {place}"@de ;
    schema:name "Bericht {number}"@de , "Report {number}"@en ;
    schema:datePublished "{day}"^^xsd:date ;
    schema:inLanguage "de" ;
    schema:author {persons[-1]} ;
    schema:about event:e-{number} , topic:t-{topics[0]} ;
    schema:mentions {" , ".join(f"organization:o-{body}" for body in bodies)} ;
    schema:hasPart quotation:q-{number} ;
    schema:image image:i-{number} .

event:e-{number} a schema:Event ;
    schema:name "{de} {number}"@de , "{en} {number}"@en ;
    schema:startDate "{day}"^^xsd:date ;
    schema:location place:p-{place} ;
    schema:attendee {" , ".join(persons[:-1])} ;
    schema:performer {persons[-1]} ;
    schema:about topic:t-{topics[1]} .

quotation:q-{number} a schema:Quotation , onto:ReportedStatement ;
    schema:name "Aussage {number}"@de , "Statement {number}"@en ;
    schema:abstract "Was bei der Begegnung {number} gesagt wurde, sinngemäß in eigenen Worten."@de ,
        "What was said on occasion {number}, to that effect and in other words."@en ;
    schema:creator {persons[0]} ;
    schema:recordedAt event:e-{number} ;
    schema:isPartOf article:a-{number} ;
    prov:hadPrimarySource [
        a oa:SpecificResource ;
        oa:hasSource article:a-{number} ;
        onto:passage "Absatz 2"@de , "paragraph 2"@en ;
        oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "Auszug {number}" ]
    ] .

image:i-{number} a schema:ImageObject ;
    schema:name "Bild {number}"@de , "Picture {number}"@en ;
    schema:creditText "Redaktion" ;
    schema:recordedAt event:e-{number} ;
    onto:depicts {persons[0]} .
"""
    for person in PEOPLE.new(number):
        yield _person(chance, person, BODIES.size(number))
    for body in BODIES.new(number):
        de, en = _BODIES[body % len(_BODIES)]
        yield f'\norganization:o-{body} a schema:Organization ; schema:name "{de} {body}"@de , "{en} {body}"@en .\n'
    for place in PLACES.new(number):
        yield f'\nplace:p-{place} a schema:City ; schema:name "Ort {place}"@de , "Town {place}"@en .\n'


def _person(chance: random.Random, person: int, bodies: int) -> str:
    de, en = _OFFICES[person % len(_OFFICES)]
    return f"""
person:p-{person} a schema:Person ; schema:name "Person {person}" ; schema:memberOf office:r-{person} .
office:r-{person} a onto:Office , schema:OrganizationRole ;
    schema:name "{de} {person}"@de , "{en} {person}"@en ;
    schema:roleName "{de}"@de , "{en}"@en ;
    schema:memberOf organization:o-{int(bodies * chance.random() ** 2)} .
"""


def _topics() -> str:
    concepts = "".join(
        f"\ntopic:t-{topic} a skos:Concept , schema:DefinedTerm ;\n"
        f'    skos:prefLabel "Thema {topic}"@de , "Topic {topic}"@en ;\n'
        f'    skos:definition "Worum es in Thema {topic} geht."@de , "What topic {topic} is about."@en ;\n'
        "    skos:inScheme topic:scheme ; skos:topConceptOf topic:scheme .\n"
        for topic in range(TOPICS)
    )
    tops = " , ".join(f"topic:t-{topic}" for topic in range(TOPICS))
    scheme = (
        'topic:scheme a skos:ConceptScheme , schema:DefinedTermSet ; skos:prefLabel "Themen"@de , "Topics"@en ;\n'
        '    skos:definition "Wovon die Nachrichten handeln."@de , "What the news is about."@en ;\n'
        f"    skos:hasTopConcept {tops} .\n"
    )
    return f"{_PREFIXES}\n{scheme}{concepts}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.corpus", description=__doc__.splitlines()[0])
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--articles", metavar="N", type=int, default=1000)
    parser.add_argument("--faults", metavar="SHARE", type=float, default=0.0, help="share of faulty articles, 0 to 1")
    parser.add_argument("--seed", metavar="N", type=int, default=1)
    parser.add_argument("--one-file", action="store_true", help="one N-Triples file in place of a Turtle file each")
    parser.add_argument("--complete", action="store_true", help="with descriptions and evidence throughout")
    options = parser.parse_args()
    corpus = Corpus(options.articles, options.faults, options.seed, options.complete)
    corpus.write(options.folder, one_file=options.one_file)


if __name__ == "__main__":
    main()
