"""The pages of the shapes: what each kind of thing needs, in the shapes' own words, by how much it matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from lod.graph import Description, Term, describe
from lod.publishing.site.site import Site
from lod.publishing.views.mentions import in_order
from lod.publishing.views.perspective import Entry, Fact, Perspective, Value
from lod.terms import RDF, RDF_TYPE, SH, shorten

# How much a severity matters, as the strings of the pages call it.
_SEVERITIES = {f"{SH}Violation": "must", f"{SH}Warning": "should", f"{SH}Info": "could"}

# So many examples are shown, the fullest of so many.
_EXAMPLES = 3
_LOOKED_AT = 50


def overview(here: Perspective) -> dict[str, Any]:
    """Return what the page of all shapes shows: each kind of thing that has requirements, then what those share."""
    say = here.strings.say
    groups: dict[str, list[Entry]] = {"": [], say["shared"]: []}
    for shape in (describe(here.site.shapes, node) for node in here.site.node_shapes):
        aimed = any(iri.startswith(f"{SH}target") for iri in shape.statements)
        groups["" if aimed else say["shared"]].append(Entry(_name(here, shape), _text(here, shape, "description")))
    return {
        "name": Value(say["shapes"]),
        "paragraphs": [Value(say["shapes_text"])],
        "groups": [
            (label, sorted(entries, key=lambda entry: entry.name.text.casefold()))
            for label, entries in groups.items()
            if entries
        ],
    }


def view(here: Perspective, node: ox.NamedNode) -> dict[str, Any]:
    """Return what the page of a node shape shows: its requirements by severity, in the order of sh:order."""
    site, say = here.site, here.strings.say
    shape = describe(site.shapes, node)
    rules: dict[str, list[Entry]] = {heading: [] for heading in ("needed", *_SEVERITIES.values())}
    for part in sorted(_properties(site, shape), key=lambda part: (_number(_first(part, "order")), str(part.node))):
        name = _heading(_text(here, part, "name") or here.term(_first(part, "path")))
        text = _text(here, part, "description") or _text(here, part, "message")
        path = _first(part, "path")
        name = replace(name, href=here.way(site.paths[path]) if path in site.paths else None)
        code = shorten(path, site.config.prefixes) or ""
        heading = _SEVERITIES.get(_first(part, "severity"), "must")
        if heading == "must" and _first(part, "minCount") not in ("", "0"):
            heading = "needed"
        hint = _text(here, part, "message") if _first(part, "description") else None
        rules[heading].append(Entry(name, text, code=code, hint=hint))
    classes = [here.term(v.value) for v in shape.values(f"{SH}targetClass") if isinstance(v, ox.NamedNode)]
    meaning = _text(here, shape, "description")
    facts = (
        (say["concerns"], classes),
        (say["either"], _alternatives(here, shape)),
        (say["asked_by"], [link(here, asking) for asking in _asking(site, node)]),
        (say["examples"], _examples(here, shape)),
    )
    return {
        "name": replace(_name(here, shape), href=None),
        "kind": Value(say["shapes"]),
        "paragraphs": [meaning] if meaning else [],
        "facts": [Fact(label, values) for label, values in facts if values],
        "groups": [(say[severity], entries) for severity, entries in rules.items() if entries],
    }


def link(here: Perspective, node: ox.NamedNode) -> Value:
    """Return a node shape as a link by its name."""
    return _name(here, describe(here.site.shapes, node))


def _alternatives(here: Perspective, shape: Description) -> list[Value]:
    """Return what a shape leaves a choice of (sh:or, sh:xone): classes, properties or other shapes."""
    entries = [entry for name in ("or", "xone") for entry in _entries(shape, f"{SH}{name}")]
    words = [v for entry in entries for name in ("class", "path", "node") for v in entry.values(f"{SH}{name}")]
    named = (v for v in words if isinstance(v, ox.NamedNode))
    return list(dict.fromkeys(link(here, v) if v in here.site.node_shapes else here.term(v.value) for v in named))


def _entries(shape: Description, iri: str) -> Iterator[Description]:
    """Yield the nodes without IRIs in the lists to which a property leads; a list that bites its tail ends there."""
    parts = list(_below(shape, iri))
    for part in parts:
        yield from _below(part, f"{RDF}first")
        parts += (rest for rest in _below(part, f"{RDF}rest") if rest not in parts)


def _below(shape: Description, iri: str) -> Iterator[Description]:
    return (shape.nested[v] for v in shape.values(iri) if isinstance(v, ox.BlankNode) and v in shape.nested)


def _asking(site: Site, node: ox.NamedNode) -> list[ox.NamedNode]:
    """Return the node shapes that refer to one, themselves or by their properties, sorted."""
    found: set[ox.NamedNode] = set()
    level: list[Term] = [node]
    seen = set(level)
    for target in level:
        for triple in site.shapes.triples(None, None, target):
            if triple.subject in seen:
                continue
            seen.add(triple.subject)
            if isinstance(triple.subject, ox.NamedNode) and triple.subject in site.node_shapes:
                found.add(triple.subject)
            else:
                level.append(triple.subject)
    return sorted(found, key=lambda node: node.value)


def _examples(here: Perspective, shape: Description) -> list[Value]:
    """Return some things of the classes that a shape is for, those that say most of themselves."""
    graph, paths = here.site.graph, here.site.paths
    classes = [v for v in shape.values(f"{SH}targetClass") if isinstance(v, ox.NamedNode)]
    found = {t.subject for v in classes for t in graph.triples(None, ox.NamedNode(RDF_TYPE), v)}
    ours = sorted((n for n in found if isinstance(n, ox.NamedNode) and n.value in paths), key=lambda node: node.value)
    first = sorted(ours[:_LOOKED_AT], key=lambda node: -len(list(graph.triples(node))))[:_EXAMPLES]
    return in_order(here, first)


def triples(site: Site, node: ox.NamedNode) -> list[ox.Triple]:
    """Return the triples of a node shape and of its property shapes."""
    shape = describe(site.shapes, node)
    named = [v for v in shape.values(f"{SH}property") if isinstance(v, ox.NamedNode)]
    return [*shape.triples(), *(triple for part in named for triple in describe(site.shapes, part).triples())]


def _properties(site: Site, shape: Description) -> list[Description]:
    parts: list[Description] = []
    for value in shape.values(f"{SH}property"):
        if isinstance(value, ox.BlankNode) and value in shape.nested:
            parts.append(shape.nested[value])
        elif isinstance(value, ox.NamedNode):
            parts.append(describe(site.shapes, value))
    return parts


def _name(here: Perspective, shape: Description) -> Value:
    name = _heading(_text(here, shape, "name") or here.term(str(shape.node.value)))
    return Value(name.text, name.language, here.href(str(shape.node.value)))


def _heading(name: Value) -> Value:
    """Return a name as it stands at the beginning of a line: names of shapes are words within sentences, too."""
    return replace(name, text=name.text[:1].upper() + name.text[1:])


def _text(here: Perspective, shape: Description, name: str) -> Value | None:
    return here.text(shape.values(f"{SH}{name}"))


def _first(shape: Description, name: str) -> str:
    values: list[Term] = shape.values(f"{SH}{name}")
    return next((v.value for v in values if not isinstance(v, ox.Triple)), "")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")
