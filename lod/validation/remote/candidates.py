"""What the checks beyond SHACL may find in a store: patterns that match no fewer nodes than have findings.

Each pattern has the node as ?this. What a check decides by terms alone, their properties, classes and pairs of them, is
decided here, on the few that the store has; the nodes themselves are judged by the checks, on what is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import OWL, PROV, RDF_TYPE, SCHEMA, SCHEMA_HTTP, XSD
from lod.validation.checks import World, authorities, evidence, iris, links, placement, terms
from lod.validation.checks.literals import EDTF_TYPES, HIDDEN, HUGE, Judge
from lod.validation.checks.properties import EXTRACTS, OWN_WORDS, PROSE, SAME, spans, takes
from lod.validation.remote.patterns import EVERY_SPACE
from lod.validation.remote.store import Store
from lod.validation.remote.values import quoted, written

_TYPE = written(RDF_TYPE)
_LITERAL = "isLiteral(?o)"
_DATATYPE = 'IF(LANG(?o) = "", STR(DATATYPE(?o)), "")'
_TEXT = f'{_LITERAL} && (LANG(?o) != "" || STR(DATATYPE(?o)) = {quoted(f"{XSD}string")})'
_MOMENTS = tuple(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "dateTimeStamp"))

#: Of years, months, days and moments in this form, the text that is not less does not end before the other begins.
_PLAIN_DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2}(T[0-9]{2}(:[0-9]{2}){0,2})?)?)?$"

#: Slips of typing, perhaps: blanks and hidden characters; quotation marks, unless they come in pairs of one kind.
_SLIPS = f"^[{EVERY_SPACE}]|[{EVERY_SPACE}]$|[ \t\u00a0]{{2}}|{HIDDEN.pattern}"
_MARKS, _OTHERS = '["„“”«»]', '[^"„“”«»]*'
_PAIRS = tuple(f"^{_OTHERS}({first}{_OTHERS}{last}{_OTHERS})*$" for first, last in (('"', '"'), ("„", "“")))

_TERMS = (
    "lod:unknown-class", "lod:unknown-property", "lod:unknown-term", "lod:superseded-term", "lod:undefined-term",
    "lod:http-schema",
)  # fmt: skip
_FORM = ("lod:impossible-date", "lod:malformed-edtf")
_TYPING = ("lod:stray-whitespace", "lod:mixed-quotes", "lod:hidden-character", "lod:huge-literal")
_ADDRESS = ("lod:reserved-path", "lod:space-in-iri", "lod:awkward-iri")

#: The codes of what may be found on the nodes of a pattern, and the pattern.
Pattern = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that the data of a store have: classes, properties, and how they come together.

    `domains` are pairs of the class of a subject and a property, `ranges` pairs of a property and the class of an
    object, `datatypes` pairs of a property and the datatype of a literal, "" for text with a language; `values` pairs
    of a property and a term of schema.org.
    """

    classes: frozenset[str]
    properties: frozenset[str]
    domains: frozenset[tuple[str, str]]
    ranges: frozenset[tuple[str, str]]
    datatypes: frozenset[tuple[str, str]]
    values: frozenset[tuple[str, str]]


def read(store: Store) -> Terms:
    """Ask a store for the terms that its data have."""

    def pairs(pattern: str) -> frozenset[tuple[str, str]]:
        found = store.select(f"SELECT DISTINCT ?a ?b WHERE {{ {pattern} }}")
        return frozenset((_text(a), _text(b)) for a, b in found if not (store.is_own(a) or store.is_own(b)))

    starts = " || ".join(f"STRSTARTS(STR(?b), {quoted(space)})" for space in (SCHEMA, SCHEMA_HTTP))
    return Terms(
        classes=frozenset(store.iris(f"?s {_TYPE} ?x")),
        properties=frozenset(store.iris("?s ?x ?o")),
        domains=pairs(f"?s {_TYPE} ?a . ?s ?b ?o"),
        ranges=pairs(f"?s ?a ?o . ?o {_TYPE} ?b"),
        datatypes=pairs(f"?s ?a ?o FILTER({_LITERAL}) BIND({_DATATYPE} AS ?b)"),
        values=pairs(f"?s ?a ?b FILTER(?a != {_TYPE} && isIRI(?b) && ({starts}))"),
    )


def single(world: World, found: Terms, store: Store) -> Iterator[Pattern]:
    """Yield patterns of nodes on which a check may find something that hangs on them and on what they lead to alone."""
    yield from _terms(world, found)
    yield from _places(world, found)
    yield from _literals(world, found, store)
    if f"{OWL}imports" in found.properties:
        yield ("lod:import",), f"?this {written(f'{OWL}imports')} ?o"
    for start, end in spans(world.config.base):
        if {start, end} <= found.properties:
            plain = " && ".join(f"REGEX(STR({v}), {quoted(_PLAIN_DATE)})" for v in ("?o", "?e"))
            late = f"!({plain} && STR(?e) >= STR(?o))"
            links = f"?this {written(start)} ?o . ?this {written(end)} ?e"
            yield ("lod:end-before-start",), f"{links} FILTER({_LITERAL} && isLiteral(?e) && {late})"
    if world.workspace:
        yield from _links(world, found, store)
        yield from _words(world, found)
        yield from _addresses(world, store)


def identified(found: Terms, store: Store) -> Iterator[Term]:
    """Yield the nodes that lead to an authority file by an address that it would not give."""
    known = quoted("wikidata[.]org|d-nb[.]info|viaf[.]org|geonames[.]org")
    if same := set(SAME) & found.properties:
        pattern = f'{_values("?p", same)} ?this ?p ?o FILTER(!isBlank(?o) && REGEX(STR(?o), {known}, "i"))'
        for node, address in store.select(f"SELECT ?this ?o WHERE {{ {pattern} }}"):
            if authorities.fault_of(_text(address)) is not None:
                yield node


def _terms(world: World, found: Terms) -> Iterator[Pattern]:
    if faulty := terms.faulty(world, found.properties, "property"):
        yield _TERMS, f"{_values('?p', faulty)} ?this ?p ?o"
    if faulty := terms.faulty(world, found.classes, "class"):
        yield _TERMS, f"{_values('?c', faulty)} ?this {_TYPE} ?c"
    if faulty := terms.faulty(world, {iri for _, iri in found.values}, "value"):
        yield _TERMS, f"{_values('?o', faulty)} ?this ?p ?o FILTER(?p != {_TYPE})"


def _places(world: World, found: Terms) -> Iterator[Pattern]:
    judge = placement.Judge(world)
    wrong = _grouped((p, c) for c, p in found.domains if not judge.fits((c,), judge.domains(p)))
    for predicate, classes in wrong.items():
        others = f"FILTER NOT EXISTS {{ ?this {_TYPE} ?d FILTER(?d NOT IN ({_listed(classes)})) }}"
        there = f"{_values('?c', classes)} ?this {_TYPE} ?c . ?this {written(predicate)} ?o"
        yield ("lod:outside-domain",), f"{there} {others}"
    wrong = _grouped((p, c) for p, c in found.ranges if not judge.fits((c,), judge.ranges(p)))
    for predicate, classes in wrong.items():
        others = f"FILTER NOT EXISTS {{ ?o {_TYPE} ?d FILTER(?d NOT IN ({_listed(classes)})) }}"
        there = f"{_values('?c', classes)} ?this {written(predicate)} ?o . ?o {_TYPE} ?c"
        yield ("lod:outside-range",), f"{there} {others}"
    wrong = _grouped((p, o) for p, o in found.values if not judge.fits(judge.kinds(o), judge.ranges(p)))
    for predicate, values in wrong.items():
        yield ("lod:outside-range",), f"{_values('?o', values)} ?this {written(predicate)} ?o"


def _literals(world: World, found: Terms, store: Store) -> Iterator[Pattern]:
    wrong = _grouped((p, d) for p, d in found.datatypes if (taken := takes(p)) is not None and (d or None) not in taken)
    for predicate, datatypes in wrong.items():
        kinds = ", ".join(map(quoted, datatypes))
        there = f"?this {written(predicate)} ?o"
        yield ("lod:outside-range",), f"{there} FILTER({_LITERAL} && {_DATATYPE} IN ({kinds}))"
    judge = Judge()
    for datatype in sorted({d for _, d in found.datatypes} & ({*_MOMENTS} | EDTF_TYPES)):
        of_it = f"?this ?p ?o FILTER({_LITERAL} && STR(DATATYPE(?o)) = {quoted(datatype)})"
        rows = store.select(f"SELECT DISTINCT (STR(?o) AS ?x) WHERE {{ {of_it} }}")
        faulty = (_text(x) for (x,) in rows if {*_FORM} & {*judge.faults(_text(x), datatype, extract=False)})
        if listed := ", ".join(map(quoted, faulty)):
            yield _FORM, f"{of_it} FILTER(STR(?o) IN ({listed}))"
    paired = " || ".join(f"REGEX(STR(?o), {quoted(form)})" for form in _PAIRS)
    slip = f"REGEX(STR(?o), {quoted(_SLIPS)}) || (REGEX(STR(?o), {quoted(_MARKS)}) && !({paired}))"
    extracts = ", ".join(map(written, sorted(EXTRACTS)))
    odd = f"STRLEN(STR(?o)) > {HUGE} || {slip}"
    yield _TYPING, f"?this ?p ?o FILTER({_TEXT} && ?p NOT IN ({extracts}) && ({odd}))"
    if EXTRACTS & found.properties:
        words = f"^[{EVERY_SPACE}]*([^{EVERY_SPACE}]+[{EVERY_SPACE}]+){{{world.config.extract_words}}}[^{EVERY_SPACE}]"
        long = f"COALESCE(REGEX(STR(?o), {quoted(words)}), true)"
        there = f"{_values('?p', EXTRACTS)} ?this ?p ?o"
        yield ("lod:extract-too-long",), f"{there} FILTER({_LITERAL} && {long})"


def _links(world: World, found: Terms, store: Store) -> Iterator[Pattern]:
    below = f"isIRI(%s) && STRSTARTS(STR(%s), {quoted(world.config.base)})"
    named = f"!STRSTARTS(STR(?this), {quoted(store.skolem.prefix)})"
    known = "".join(f" && !STRSTARTS(STR(?o), {quoted(start)})" for start in links.own(world))
    there = f"?this ?p ?o FILTER({below.replace('%s', '?o')}{known} && ?p NOT IN ({_listed(sorted(links.DOCUMENTS))}))"
    yield ("lod:dangling-reference",), f"{there} FILTER NOT EXISTS {{ ?o ?q ?x }}"
    if kinds := [kind for kind in found.classes if links.led_to(world, (kind,))]:
        unled = f"FILTER NOT EXISTS {{ ?x ?p ?this FILTER(?p != {_TYPE}) }}"
        ours = f"FILTER({below.replace('%s', '?this')} && {named})"
        yield ("lod:unreferenced",), f"{_values('?c', kinds)} ?this {_TYPE} ?c {ours} {unled}"
    if kinds := [kind for kind in found.classes if evidence.wanted(world, (kind,))]:
        unproven = f"FILTER NOT EXISTS {{ ?this {written(f'{PROV}hadPrimarySource')} ?e }}"
        things = f"FILTER(isIRI(?this) && {named})"
        yield ("lod:missing-evidence",), f"{_values('?c', kinds)} ?this {_TYPE} ?c {things} {unproven}"


def _words(world: World, found: Terms) -> Iterator[Pattern]:
    if prose := PROSE & found.properties:
        yield ("lod:missing-language-tag",), f'{_values("?p", prose)} ?this ?p ?o FILTER({_LITERAL} && LANG(?o) = "")'
    if own := OWN_WORDS & found.properties:
        for language in world.config.languages:
            tag = quoted(language.lower())
            ranged = f"LCASE(LANG(?l)) = {tag} || STRSTARTS(LCASE(LANG(?l)), {quoted(f'{language.lower()}-')})"
            there = f'?this ?p ?l FILTER(isLiteral(?l) && (LANG(?l) = "" || {ranged}))'
            texts = f"{_values('?p', own)} ?this ?p ?o FILTER({_LITERAL})"
            yield ("lod:missing-language",), f"{texts} FILTER NOT EXISTS {{ {there} }}"


def _addresses(world: World, store: Store) -> Iterator[Pattern]:
    base = quoted(world.config.base)
    rest = f"SUBSTR(STR(?this), {len(world.config.base) + 1})"
    plain = quoted("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$")
    device = quoted("(^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9]|index|dataset|ontology|shapes|sparql)(/|$)")
    odd = f'!REGEX({rest}, {plain}) || STRLEN({rest}) > {iris.LENGTH} || REGEX({rest}, {device}, "i")'
    named = f"!STRSTARTS(STR(?this), {quoted(store.skolem.prefix)})"
    yield ("lod:outside-base",), f"?this {_TYPE} ?c FILTER(isIRI(?this) && !STRSTARTS(STR(?this), {base}))"
    ours = f"isIRI(?this) && STRSTARTS(STR(?this), {base}) && {named}"
    yield _ADDRESS, f"?this ?p ?o FILTER({ours} && ({odd}))"


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        found.setdefault(one, []).append(other)
    return found


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(map(written, sorted(iris)))} }}"


def _listed(iris: Iterable[str]) -> str:
    return ", ".join(map(written, iris))


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
