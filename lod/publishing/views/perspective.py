"""How a thing looks from a page: its name in the page's language, and a link that starts from the page's folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from urllib.parse import urlsplit

import pyoxigraph as ox
from minijinja import Markup

from lod.graph import Name, Term
from lod.graph.names import choose
from lod.publishing.site import dates
from lod.publishing.site.paths import quoted
from lod.publishing.site.reads import Kept, beside
from lod.publishing.site.site import Site
from lod.publishing.site.standing import Rank
from lod.publishing.site.strings import Strings
from lod.terms import EDTF, SCHEMA, SCHEMA_HTTP, XSD, local_name

#: Names are cut here where they stand in links: a page must not grow by what others are called.
LONGEST = 200

_DATES = {f"{XSD}{name}" for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth", "time")}
_DATES |= {f"{SCHEMA}Date", f"{SCHEMA}DateTime"}
_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long", "short")}
_ADDRESSES = {f"{XSD}anyURI", f"{SCHEMA}URL"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value on a page: a text, perhaps a link, with what stands beside and below it.

    `language` is set where it is not the page's; `href` is safe HTML; `note` follows the text, `detail` stands below;
    `beside` are further links of the same value; `places` are where a source says it; `facts` are the statements of a
    nested node.
    """

    text: str
    language: str | None = None
    href: Markup | None = None
    note: str = ""
    detail: str = ""
    beside: tuple[Value, ...] = ()
    places: tuple[Value, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A heading with its values; the words `more` say how many stand on the pages behind `href`."""

    label: str
    values: Sequence[Value]
    language: str | None = None
    more: str = ""
    href: Markup | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: its title as a link, to what effect, word for word or not, by whom, and where it stands."""

    link: Value
    effect: Value | None
    kind: Value | None
    speakers: tuple[Value, ...]
    places: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term or a requirement in a list: its name, what it means, what stands above it, how it is written, a hint.

    `others` are entries of the same name, which is said once.
    """

    name: Value
    text: Value | None
    above: Sequence[Value] = ()
    code: str = ""
    hint: Value | None = None
    others: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """Something in a picture: its name, its link (safe HTML), the name of its colour, and how much there is of it."""

    name: str
    href: Markup | None
    colour: str
    weight: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """A thing beside others: the place of its kind, its rank in that, its IRI, and how it is drawn."""

    family: int
    rank: Rank
    iri: str
    dot: Dot = field(compare=False)


class Perspective:
    """A reader's language, and the way from the page's folder to the root (`../` for each folder)."""

    def __init__(self, site: Site, language: str, root: str) -> None:
        self.site = site
        self.language = language
        self.root = root
        self.strings: Strings = site.strings[language]
        self._order = (language, *(tag for tag in site.config.languages if tag != language))
        self._suffix = site.suffix(language)
        self._links: Kept[str, Value] = Kept(site.reads)
        self._labels: dict[tuple[str, bool], Value] = {}
        #: What `mentions` has put together, each thing once.
        self.mentioned: Kept[str, Value] = Kept(site.reads)
        #: The key of each thing in a list, and its date.
        self.ranks: Kept[str, Rank] = beside(site.standing.ranks.get(language), site.reads)
        self.dates: Kept[str, str] = beside(site.standing.dates, site.reads)
        self.statements: Kept[str, Statement] = Kept(site.reads)
        self.near: Kept[str, Neighbour | None] = Kept(site.reads)
        self.people: Kept[str, frozenset[ox.NamedNode]] = Kept(site.reads)
        self.placed: Kept[str, dict[str, tuple[Value, ...]]] = Kept(site.reads)
        self.parts: Kept[str, list[ox.NamedNode]] = Kept(site.reads)
        #: What `overview` says of the lists of families.
        self.crumbs: Kept[str | None, tuple[str, Markup]] = Kept(site.reads)

    def href(self, iri: str) -> Markup | None:
        """Return the link to a page of ours, else to the web, else None: nothing else can be followed safely."""
        path = self.site.paths.get(iri)
        return self.way(path) if path is not None else address(iri)

    def way(self, path: str) -> Markup:
        """Return the link to the page at a path of ours, in the language of this one."""
        return Markup(f"{self.root}{quoted(path)}{self._suffix}")

    def link(self, node: Term) -> Value:
        """Return a node as its name and link; where it has no name and lies elsewhere, its address."""
        found = self._links.get(node.value, None) if isinstance(node, ox.NamedNode) else None
        if found is not None:
            return found
        name = self.site.names.find(node, self.language)
        if not isinstance(node, ox.NamedNode):
            return self.value(name or Name("…"))
        if name is None and node.value in self.site.paths:
            name = self.site.names.of(node, self.language)
        value = self.value(name, self.href(node.value)) if name else self.term(node.value)
        self._links[node.value] = value
        return value

    def term(self, iri: str, *, inverse: bool = False) -> Value:
        """Return a class, a property or another word of a vocabulary by its label."""
        key = (iri, inverse)
        if key not in self._labels:
            vocabulary = self.site.vocabulary
            label = (vocabulary.inverse_label if inverse else vocabulary.label)(iri, self.language)
            ours = iri.startswith((SCHEMA, SCHEMA_HTTP)) or vocabulary.has_label(iri, label.language or "")
            if not ours and (href := address(iri)):
                self._labels[key] = Value(_short(iri.partition("://")[2] or iri), href=href)
            else:
                self._labels[key] = self.value(label, self.href(iri))
        return self._labels[key]

    def family(self, iri: str | None, count: int = 2) -> Value:
        """Return what one thing or several things of a family are called."""
        if iri is None:
            return Value("…")
        own = (self.strings.family if count == 1 else self.strings.families).get(local_name(iri))
        if own is not None:
            return Value(own)
        if count == 1:
            return self.term(iri)
        label = self.site.vocabulary.plural_label(iri, self.language)
        return Value(label.text, self.foreign(label.language))

    def value(self, name: Name, href: Markup | None = None) -> Value:
        """Return a name as a value, its language marked where it is not the page's."""
        return Value(_short(name.text), self.foreign(name.language), href)

    def foreign(self, language: str | None) -> str | None:
        """Return a language tag if it is another than the page's, else None."""
        if language is None or language == self.language or language.startswith(self.language + "-"):
            return None
        return language

    def literal(self, literal: ox.Literal) -> Value:
        """Return a literal in words: dates, durations, numbers, yes and no, addresses, text."""
        text, datatype = literal.value, literal.datatype.value
        if literal.language:
            return Value(text, self.foreign(literal.language))
        if datatype in _DATES or datatype.startswith(EDTF):
            return Value(dates.date(text, self.strings))
        if datatype == f"{XSD}duration":
            return Value(dates.duration(text, self.strings))
        if datatype == f"{XSD}boolean":
            return Value(self.strings.yes if text in ("true", "1") else self.strings.no)
        if datatype in _NUMBERS:
            return Value(self._number(text))
        if datatype in _ADDRESSES or text.startswith(("http://", "https://")):
            return Value(_short(text), href=address(text))
        return Value(text)

    def texts(self, literals: Sequence[ox.Literal]) -> list[ox.Literal]:
        """Return those of several literals that a reader wants: the ones in the best language, and untagged ones."""
        best = choose(literals, self._order)
        language = best.language if best else None
        return [x for x in literals if x.language == language or not x.language]

    def text(self, values: Sequence[Term]) -> Value | None:
        """Return the text in the best language, whole; None without text."""
        best = choose((v for v in values if isinstance(v, ox.Literal)), self._order)
        return replace(self.literal(best), href=None) if best and best.value.strip() else None

    def _number(self, text: str) -> str:
        whole, _, part = text.partition(".")
        if not whole.lstrip("+-").isdigit() or (part and not part.isdigit()):
            return text
        return self.strings.number(int(whole)) + (self.strings.decimal + part if part else "")


def address(iri: str) -> Markup | None:
    """Return an address as it may stand in `href`, or None if it leads elsewhere than to the web or to a mailbox."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    if (parts.scheme.lower() in ("http", "https") and parts.netloc) or parts.scheme.lower() == "mailto":
        return Markup(escape(iri))
    return None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"
