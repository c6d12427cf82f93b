"""The settings of a workspace, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from lod.terms import PREFIXES

DEFAULT_BASE = "https://lod.example.org/"

#: The folders of a workspace, found by these names beside its configuration.
FOLDERS = ("data", "ontology", "shapes", "queries", "templates")

#: What a check can be set to, in place of its own severity.
CHECK_STATES = ("off", "info", "warning", "violation")

#: In what a thing can be published beside its pages, by the names of `media.FORMATS`.
FORMATS = ("turtle", "jsonld", "ntriples", "rdfxml")


def frozen(values: Mapping[str, str]) -> Mapping[str, str]:
    """Return a copy that cannot be changed."""
    return MappingProxyType(dict(values))


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the dataset: a name, and how to reach them; `type` is a word of ADMS's list of publishers."""

    name: str
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """What portals for open data are told of the dataset, in words of the lists of the EU and of DCAT-AP.de.

    `keywords` are texts by language tag. `contributor` is the name that GovData gives to who delivers there. `regions`
    are keys of German authorities (`districtKey/05966`) or addresses of places, `level` says for which levels of
    administration the data is. `issued` is the day on which the dataset was published first.
    """

    themes: tuple[str, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    contributor: str | None = None
    level: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    frequency: str | None = None
    availability: str | None = None
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a kind of thing an embedded document shows, where that is not as usual (None).

    `levels` of links below the thing that the document is about; `linked` levels at most where another thing leads to
    it; with no level left, its name and the properties of `card`, by schema.org's local names.
    """

    levels: int | None = None
    linked: int | None = None
    card: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """A SPARQL 1.1 store: addresses for queries, for updates (Protocol, section 2) and for the Graph Store Protocol.

    `graph` is the IRI of the graph that holds the data; None is the store's default graph. Names and passwords are
    never here: they come from the environment or from a netrc file.
    """

    query: str
    update: str | None = None
    data: str | None = None
    graph: str | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a workspace.

    `root` is the folder of the configuration; the folders hold files of triples, queries and templates and may be
    empty tuples. `title` and `description` map language tags to text. `prefixes` are all prefixes in force.
    `embed` maps local names of schema.org's classes to how much of such a thing is embedded; `contexts` maps addresses
    of JSON-LD contexts to files that stand for them.
    `checks` maps codes of findings (`lod:duplicate`) to `off` or to another severity; `extract_words` is how many words
    of an article an extract may quote. `services` are the SPARQL endpoints that a query's SERVICE may reach. `formats`
    are what each thing is published in beside its pages. `store` is where `lod push` brings the data.
    """

    root: Path
    base: str = DEFAULT_BASE
    title: Mapping[str, str] = field(default_factory=lambda: frozen({}))
    description: Mapping[str, str] = field(default_factory=lambda: frozen({}))
    languages: tuple[str, ...] = ("de", "en")
    formats: tuple[str, ...] = FORMATS
    license: str | None = None
    publisher: Publisher | None = None
    dataset: Dataset = field(default_factory=Dataset)
    output: Path = Path("_site")
    prefixes: Mapping[str, str] = field(default_factory=lambda: frozen(PREFIXES))
    data: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()
    queries: tuple[Path, ...] = ()
    templates: tuple[Path, ...] = ()
    embed: Mapping[str, Shown] = field(default_factory=lambda: MappingProxyType({}))
    contexts: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    checks: Mapping[str, str] = field(default_factory=lambda: frozen({}))
    extract_words: int = 8
    services: tuple[str, ...] = ()
    store: Store | None = None
    source: Path | None = None

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]
