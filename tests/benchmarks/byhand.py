"""A site as one would write it by hand with rdflib and jinja2: of each thing a page in one language, and Turtle."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import jinja2
import rdflib
from rdflib.namespace import RDF

import lod
from lod.graph.names import NAMING
from tests.benchmarks.contest import Clock

_PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>{{ name }}</title>
<link rel="alternate" type="text/turtle" href="{{ data }}"></head>
<body><h1>{{ name }}</h1>
<dl>{% for label, values in facts %}<dt>{{ label }}</dt>
{% for text, href in values %}<dd>{% if href %}<a href="{{ href }}">{{ text }}</a>{% else %}{{ text }}{% endif %}</dd>
{% endfor %}{% endfor %}</dl>
<h2>Wird genannt von</h2>
<ul>{% for text, href in incoming %}<li><a href="{{ href }}">{{ text }}</a></li>
{% endfor %}</ul></body></html>
"""


def by_hand(workspace: Path, clock: Clock) -> None:
    """From the loaded graph to the files; loading is not counted. A name is looked up once."""
    opened = lod.open(workspace)
    base, graph = opened.config.base, opened.graph.to_rdflib()
    for prefix, space in opened.config.prefixes.items():
        graph.bind(prefix, space)
    with TemporaryDirectory() as folder, clock.running():
        clock.units = _Site(graph, base, Path(folder)).write()


class _Site:
    def __init__(self, graph: rdflib.Graph, base: str, folder: Path) -> None:
        self.graph, self.base, self.folder = graph, base, folder
        self.page = jinja2.Environment(autoescape=True).from_string(_PAGE)
        self.names: dict[rdflib.term.Node, str] = {}

    def write(self) -> int:
        """Write all things, and return how many there are."""
        found = {s for s in self.graph.subjects() if isinstance(s, rdflib.URIRef) and s.startswith(self.base)}
        for thing in sorted(found):
            path = self.folder / thing.removeprefix(self.base)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(f"{path.name}.html").write_text(self.html(thing), "utf-8")
            self.graph.cbd(thing, target_graph=self.empty()).serialize(path.with_name(f"{path.name}.ttl"), "turtle")
        return len(found)

    def empty(self) -> rdflib.Graph:
        return rdflib.Graph(namespace_manager=self.graph.namespace_manager)

    def html(self, thing: rdflib.URIRef) -> str:
        facts = [
            (self.name(p), [self.link(o) for o in self.graph.objects(thing, p)])
            for p in sorted(set(self.graph.predicates(thing)), key=str)
            if p != RDF.type
        ]
        incoming = [self.link(s) for s in sorted(set(self.graph.subjects(None, thing)), key=str)]
        return self.page.render(name=self.name(thing), data=f"{thing}.ttl", facts=facts, incoming=incoming)

    def link(self, node: rdflib.term.Node) -> tuple[str, str | None]:
        ours = isinstance(node, rdflib.URIRef) and node.startswith(self.base)
        return self.name(node), f"/{str(node).removeprefix(self.base)}.html" if ours else None

    def name(self, node: rdflib.term.Node) -> str:
        if isinstance(node, rdflib.Literal):
            return str(node)
        if node not in self.names:
            literals = [o for p in _NAMING for o in self.graph.objects(node, p) if isinstance(o, rdflib.Literal)]
            own = [literal for literal in literals if literal.language == "de"] or literals
            self.names[node] = str(own[0] if own else node)
        return self.names[node]


_NAMING = [rdflib.URIRef(naming.value) for naming in NAMING]
