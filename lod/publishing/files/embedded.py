"""The embedded documents of a whole site as files of their own, for content systems that make the pages themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import orjson
import pyoxigraph as ox

from lod.embedding import FORMATS, Embedder, WebPage, on_page
from lod.graph import Graph
from lod.media import BY_NAME
from lod.publishing.disk.artifact import Artifact
from lod.publishing.site import streamed
from lod.publishing.site.site import Site
from lod.publishing.views.pages import choice

#: The file that leads from the address of each page to its file.
MAP = "map.json"

#: By format: the suffix of its files and their media type.
_FILES = {"json": (".json", BY_NAME["jsonld"].media_type), "script": (".html", BY_NAME["html"].media_type)}


def webpage(site: Site, node: ox.NamedNode, language: str) -> WebPage:
    """Return the page of a thing in a language, with the way to it: start page, list of its kind, itself."""
    name = site.names.of(node, language).text
    url = site.address(site.paths[node.value], language)
    return WebPage(url, name, language, (*_way(site, site.kinds.family(node), language), (name, url)))


def _way(site: Site, family: str | None, language: str) -> tuple[tuple[str, str], ...]:
    """Return name and address of the pages from the start page to the list of a family."""
    found = site.ways.get((language, family), None)
    if found is None:
        config = site.config
        crumbs = [(choice(config.title, config, language) or config.base, site.address("index", language))]
        if family is not None:
            label = site.vocabulary.plural_label(family, language).text
            crumbs.append((label, site.address(site.lists[family], language)))
        found = site.ways[language, family] = tuple(crumbs)
    return found


def embedded(
    site: Site, embedders: Callable[[Graph], Mapping[str, Embedder]], *, format: str = "json", indented: bool = False
) -> Iterator[Artifact]:
    """Yield the document of each page of a thing as a file, and at the end MAP, from the address of a page to its file.

    `embedders` returns those of a graph, by language; `format` is json or script. Where the graph is in a store, many
    things are read at a time.
    """
    ending, media_type = _FILES[format]
    render = FORMATS[format]

    def maker(site: Site, graph: Graph) -> Callable[[ox.NamedNode], list[tuple[str, Artifact]]]:
        by_language = embedders(graph)

        def make(node: ox.NamedNode) -> list[tuple[str, Artifact]]:
            made = []
            for language, embedder in by_language.items():
                page = webpage(site, node, language)
                path = site.paths[node.value] + site.suffix(language).removesuffix(".html") + ending
                text = render(on_page(embedder.document(node), page), indented)
                made.append((page.url, Artifact(path, media_type, text.encode() + b"\n")))
            return made

        return make

    addresses: dict[str, str] = {}
    for files in streamed.each(site, site.things, maker):
        for url, artifact in files:
            addresses[url] = artifact.path
            yield artifact
    yield Artifact(MAP, "application/json", orjson.dumps(addresses, option=orjson.OPT_INDENT_2) + b"\n")
