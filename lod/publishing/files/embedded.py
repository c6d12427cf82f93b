"""The embedded documents of a whole site as files of their own, for content systems that make the pages themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

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
    config, suffix, family = site.config, site.suffix(language), site.kinds.family(node)
    name = site.names.of(node, language).text
    url = _address(site, site.paths[node.value], suffix)
    crumbs = [(choice(config.title, config, language) or config.base, _address(site, "index", suffix))]
    if family is not None:
        label = site.vocabulary.plural_label(family, language).text
        crumbs.append((label, _address(site, site.lists[family], suffix)))
    return WebPage(url, name, language, (*crumbs, (name, url)))


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


def _address(site: Site, path: str, suffix: str) -> str:
    return f"{site.base_url}{quote(path)}{suffix}"
