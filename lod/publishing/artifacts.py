"""All files of a site, one after the other: the things first, then the lists, the vocabulary and the whole dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from minijinja import Markup

from lod.embedding import FORMATS as EMBEDDED
from lod.embedding import Embedder
from lod.graph import Description, describe, nquads, serialise, turtle
from lod.media import BY_NAME
from lod.publishing import overview, requirements, terms, thing
from lod.publishing.jsonld import Compactor
from lod.publishing.pages import Page, Renderer
from lod.publishing.perspective import Perspective
from lod.publishing.site import SHAPES, Site
from lod.publishing.strings import BUILTIN
from lod.publishing.writer import Artifact
from lod.terms import ONTOLOGY

HTML = BY_NAME["html"].media_type

#: The formats in which each thing is published beside its pages.
FORMATS = ("turtle", "jsonld")

Formats = Sequence[tuple[str, Markup, Markup]]


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the files of a site, always in the same order and with the same bytes for the same data.

    Of each thing there are one page a language and one file a format; see `per_thing`.
    """
    press = _Press(site)
    for node in site.things:
        yield from press.thing(node)
    yield from press.start()
    yield from press.lists()
    yield from press.ontology()
    yield from press.shapes()
    yield from press.dataset()
    sheets = (folder / "style.css" for folder in (*site.config.templates, BUILTIN))
    yield Artifact("style.css", BY_NAME["css"].media_type, next(s for s in sheets if s.is_file()).read_bytes())


def per_thing(site: Site) -> int:
    """Return the number of files of each thing."""
    return len(site.config.languages) + len(FORMATS)


class _Press:
    """Makes the files of one site; what pages share is made once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.renderer = Renderer(site)
        self.compactor = Compactor(site.config.prefixes)
        config = site.config
        self.embedders = {tag: Embedder(site.graph, site.vocabulary, tag, config.base) for tag in config.languages}
        self._perspectives: dict[tuple[str, str], Perspective] = {}

    def here(self, language: str, path: str) -> Perspective:
        """Return how things look from the page at this path; pages of the same depth share it."""
        key = (language, "../" * path.count("/"))
        if key not in self._perspectives:
            self._perspectives[key] = Perspective(self.site, *key)
        return self._perspectives[key]

    def thing(self, node: ox.NamedNode) -> Iterator[Artifact]:
        site, path = self.site, self.site.paths[node.value]
        described = describe(site.graph, node)
        formats = _formats(path)
        for language in site.config.languages:
            here = self.here(language, path)
            script = EMBEDDED["script"](self.embedders[language].document(node))
            view = thing.view(here, described)
            crumbs = [(overview.plural(here, view["family"]).text, overview.href(here, view["family"]))]
            page = Page("thing.html", path, view, crumbs, formats, node.value, script)
            yield self.page(page, here)
        yield from self.data(path, described)

    def start(self) -> Iterator[Artifact]:
        for language in self.site.config.languages:
            here = self.here(language, "index")
            ours = [(here.strings.say["terms"], here.way("ontology")), (here.strings.say["shapes"], here.way(SHAPES))]
            view = {**overview.start_view(here), "data": ours}
            yield self.page(Page("index.html", "index", view, (), _formats("dataset", _DUMPS)), here)

    def lists(self) -> Iterator[Artifact]:
        for language in self.site.config.languages:
            for listing in overview.listings(self.here(language, "index/")):
                here = self.here(language, listing.path)
                yield self.page(Page("list.html", listing.path, overview.list_view(here, listing)), here)

    def ontology(self) -> Iterator[Artifact]:
        site = self.site
        header = ox.NamedNode(site.config.base + ONTOLOGY.rstrip("/"))
        path = site.paths[header.value]
        for language in site.config.languages:
            here = self.here(language, path)
            view = {**_EMPTY, **terms.overview(here)}
            yield self.page(Page("entries.html", path, view, (), _formats(path, FORMATS[:1]), header.value), here)
        stated = terms.triples(site, (header, *site.terms))
        yield Artifact(f"{path}.ttl", BY_NAME["turtle"].media_type, turtle(stated, site.config.prefixes).encode())
        for term in site.terms:
            yield from self.term(term)

    def term(self, term: ox.NamedNode) -> Iterator[Artifact]:
        site, path = self.site, self.site.paths[term.value]
        for language in site.config.languages:
            here = self.here(language, path)
            up = [(here.strings.say["terms"], here.way("ontology"))]
            view = {**_EMPTY, **terms.view(here, term)}
            yield self.page(Page("entries.html", path, view, up, _formats(path), term.value), here)
        yield from self.data(path, describe(site.vocabulary.graph, term))

    def shapes(self) -> Iterator[Artifact]:
        site = self.site
        for language in site.config.languages:
            here = self.here(language, SHAPES)
            view = {**_EMPTY, **requirements.overview(here)}
            yield self.page(Page("entries.html", SHAPES, view, (), _formats(SHAPES, FORMATS[:1])), here)
        stated = turtle(site.shapes.triples(), site.config.prefixes).encode()
        yield Artifact(f"{SHAPES}.ttl", BY_NAME["turtle"].media_type, stated)
        for shape in site.node_shapes:
            path = site.paths[shape.value]
            for language in site.config.languages:
                here = self.here(language, path)
                up = [(here.strings.say["shapes"], here.way(SHAPES))]
                view = {**_EMPTY, **requirements.view(here, shape)}
                yield self.page(Page("entries.html", path, view, up, _formats(path, FORMATS[:1]), shape.value), here)
            stated = turtle(requirements.triples(site, shape), site.config.prefixes).encode()
            yield Artifact(f"{path}.ttl", BY_NAME["turtle"].media_type, stated)

    def dataset(self) -> Iterator[Artifact]:
        triples = list(self.site.data())
        prefixes = self.site.config.prefixes
        yield Artifact("dataset.ttl", BY_NAME["turtle"].media_type, turtle(triples, prefixes).encode())
        yield Artifact("dataset.jsonld", BY_NAME["jsonld"].media_type, serialise(triples, "jsonld", prefixes))
        yield Artifact("dataset.nq", BY_NAME["nquads"].media_type, nquads(triples))

    def data(self, path: str, described: Description) -> Iterator[Artifact]:
        """Yield a thing in each of FORMATS."""
        text = turtle(described.triples(), self.site.config.prefixes)
        yield Artifact(f"{path}.ttl", BY_NAME["turtle"].media_type, text.encode())
        yield Artifact(f"{path}.jsonld", BY_NAME["jsonld"].media_type, self.compactor.document(described))

    def page(self, page: Page, here: Perspective) -> Artifact:
        return Artifact(f"{page.path}{self.site.suffix(here.language)}", HTML, self.renderer.render(page, here))


_DUMPS = ("turtle", "jsonld", "nquads")

# What only some of the pages of terms and shapes show.
_EMPTY: Mapping[str, Any] = {"kind": None, "facts": [], "groups": [], "paragraphs": []}


def _formats(path: str, names: Sequence[str] = FORMATS) -> Formats:
    """Return label, link from the page itself, and media type of each format beside a page."""
    name = quote(path.rpartition("/")[2])
    known = (BY_NAME[format] for format in names)
    return [(f.label, Markup(f"{name}{f.suffix}"), Markup(escape(f.media_type))) for f in known]
