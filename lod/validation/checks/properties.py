"""What the checks know of properties beforehand: which carry names, words, dates, and what values schema.org wants."""

from __future__ import annotations

from lod.terms import EDTF, OA, ONTOLOGY, OWL, RDF, RDFS, SCHEMA, SKOS, XSD
from lod.vocabulary import facts

#: The names by which things are told apart, and by which findings call them.
NAMES = frozenset({f"{SCHEMA}name", f"{SKOS}prefLabel"})

#: Text of the workspace's own, which is wanted in each of its languages.
OWN_WORDS = frozenset(
    {
        *(f"{SCHEMA}{name}" for name in ("name", "description", "abstract", "roleName", "audienceType")),
        *(f"{SKOS}{name}" for name in ("prefLabel", "definition")),
        f"{RDFS}label",
    }
)

#: Text of which a reader must know the language. Names may do without: people's have none.
PROSE = frozenset(
    {
        *(f"{SCHEMA}{name}" for name in ("description", "disambiguatingDescription", "abstract", "headline")),
        *(f"{SCHEMA}{name}" for name in ("alternativeHeadline", "articleBody", "text", "caption", "slogan")),
        *(f"{SKOS}{name}" for name in ("definition", "scopeNote", "example")),
        f"{RDFS}comment",
    }
)

#: Words of others, kept as they are.
EXTRACTS = frozenset({f"{OA}exact", f"{OA}prefix", f"{OA}suffix"})

#: Start and end, as schema.org has them; our own properties of the kind are found by their names.
SPANS: tuple[tuple[str, str], ...] = (
    ("startDate", "endDate"),
    ("startTime", "endTime"),
    ("birthDate", "deathDate"),
    ("foundingDate", "dissolutionDate"),
    ("validFrom", "validThrough"),
    ("dateCreated", "dateModified"),
    ("datePublished", "dateModified"),
    ("doorTime", "endDate"),
)
MOMENTS = frozenset(SCHEMA + name for span in SPANS for name in span)

#: What leads to the same thing in other collections.
SAME = (f"{SCHEMA}sameAs", f"{OWL}sameAs", f"{SKOS}exactMatch", f"{SKOS}closeMatch")


def kept(iri: str) -> bool:
    """Tell whether the literals of a property are needed, and not only looked at."""
    return iri in MOMENTS or iri in SAME or iri.endswith("Edtf")


_TEXT = frozenset({f"{XSD}string", f"{RDF}langString", None})
_NUMBERS = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger",
        "positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
_MOMENTS = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "time", "dateTimeStamp"))

#: The datatypes that serve a schema.org datatype. A moment may always be less exact than asked for, or text in EDTF;
#: JSON-LD and Microdata carry numbers and dates as plain text, and schema.org allows that.
_SERVE = {
    "Text": _TEXT,
    "URL": frozenset({*_TEXT, f"{XSD}anyURI"}),
    "Date": frozenset({*_TEXT, *_MOMENTS, f"{EDTF}EDTF"}),
    "DateTime": frozenset({*_TEXT, *_MOMENTS, f"{EDTF}EDTF"}),
    "Time": frozenset({*_TEXT, *_MOMENTS}),
    "Number": frozenset({*_TEXT, *_NUMBERS}),
    "Integer": frozenset({*_TEXT, *_NUMBERS}),
    "Float": frozenset({*_TEXT, *_NUMBERS}),
    "Boolean": frozenset({*_TEXT, f"{XSD}boolean"}),
    "Duration": frozenset({*_TEXT, *(XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration"))}),
    "Quantity": frozenset({*_TEXT, *_NUMBERS, f"{XSD}duration"}),
}
_SERVE["Distance"] = _SERVE["Mass"] = _SERVE["Energy"] = _SERVE["Quantity"]


def takes(iri: str) -> frozenset[str | None] | None:
    """Return the datatypes of literals that a property of schema.org takes, or None if any will do.

    Text with a language stands under None. A property whose values are things takes none, so the set is empty.
    """
    known = facts().get(iri)
    if known is None or known.kind != "property" or not known.ranges:
        return None
    names = [name.removeprefix(SCHEMA) for name in known.ranges]
    datatypes = [name for name in names if name in _SERVE or (facts().get(SCHEMA + name) or known).kind == "datatype"]
    if "Text" in datatypes or any(name not in _SERVE for name in datatypes):
        return None
    return frozenset[str | None]().union(*(_SERVE[name] for name in datatypes))


def spans(base: str) -> list[tuple[str, str]]:
    """Return the pairs of properties that begin and end something: schema.org's, and those for EDTF of `base`."""
    edtf = f"{base}{ONTOLOGY}"
    return [
        *((SCHEMA + start, SCHEMA + end) for start, end in SPANS),
        *((f"{edtf}{start}Edtf", f"{edtf}{end}Edtf") for start, end in SPANS),
    ]
