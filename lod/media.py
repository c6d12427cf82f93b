"""The one table of formats: names, media types and file suffixes of all that is read and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a format can carry."""

    RDF = "rdf"
    RESULTS = "results"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, its IANA media type, its file suffixes (the first is written)."""

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    kind: Kind
    label: str

    @property
    def suffix(self) -> str:
        return self.suffixes[0]


FORMATS: tuple[Format, ...] = (
    Format("html", "text/html", (".html", ".htm"), Kind.DOCUMENT, "HTML"),
    Format("turtle", "text/turtle", (".ttl",), Kind.RDF, "Turtle"),
    Format("jsonld", "application/ld+json", (".jsonld",), Kind.RDF, "JSON-LD"),
    Format("ntriples", "application/n-triples", (".nt",), Kind.RDF, "N-Triples"),
    Format("rdfxml", "application/rdf+xml", (".rdf", ".owl"), Kind.RDF, "RDF/XML"),
    Format("nquads", "application/n-quads", (".nq",), Kind.RDF, "N-Quads"),
    Format("trig", "application/trig", (".trig",), Kind.RDF, "TriG"),
    Format("json", "application/sparql-results+json", (".srj", ".json"), Kind.RESULTS, "SPARQL JSON"),
    Format("xml", "application/sparql-results+xml", (".srx",), Kind.RESULTS, "SPARQL XML"),
    Format("csv", "text/csv", (".csv",), Kind.RESULTS, "CSV"),
    Format("tsv", "text/tab-separated-values", (".tsv",), Kind.RESULTS, "TSV"),
    Format("css", "text/css", (".css",), Kind.DOCUMENT, "CSS"),
    Format("text", "text/plain", (".txt",), Kind.DOCUMENT, "Text"),
    Format("atom", "application/atom+xml", (".atom",), Kind.DOCUMENT, "Atom"),
    Format("icalendar", "text/calendar", (".ics",), Kind.DOCUMENT, "iCalendar"),
    Format("svg", "image/svg+xml", (".svg",), Kind.DOCUMENT, "SVG"),
)

BY_NAME = {format.name: format for format in FORMATS}
BY_SUFFIX = {suffix: format for format in FORMATS for suffix in format.suffixes}
RDF_SUFFIXES = frozenset(s for s, format in BY_SUFFIX.items() if format.kind is Kind.RDF)


def named(names: Iterable[str]) -> tuple[Format, ...]:
    """Return the formats of these names, in this order; raises KeyError for an unknown one."""
    return tuple(BY_NAME[name] for name in names)
