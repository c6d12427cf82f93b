"""The press: it makes the files of a site, each when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import zip_longest
from typing import Any, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox
from minijinja import Markup

from lod.embedding import FORMATS as EMBEDDED
from lod.embedding import Embedder, on_page
from lod.graph import Description, Teller, describe, serialise, turtle
from lod.media import BY_NAME
from lod.publishing.disk import search
from lod.publishing.disk.artifact import Artifact
from lod.publishing.files import calendar, dataset, description, dumps, feeds, inventory
from lod.publishing.files.embedded import webpage
from lod.publishing.files.jsonld import Compactor
from lod.publishing.site import reads
from lod.publishing.site.site import SHAPES, Site
from lod.publishing.site.strings import BUILTIN
from lod.publishing.views import continued, findings, overview, requirements, terms, thing
from lod.publishing.views.incoming import Pointing, sources
from lod.publishing.views.pages import Page, Renderer
from lod.publishing.views.perspective import Perspective, Value
from lod.terms import ONTOLOGY

HTML = BY_NAME["html"].media_type

#: What there is of the words and of the shapes as a whole.
FORMATS = ("turtle",)

Formats = Sequence[tuple[str, Markup, Markup]]

# What may be the IRI of a thing in JSON.
_IRIS = re.compile(rb'"([A-Za-z][A-Za-z0-9+.-]*:[^"\\\s]*)"')


class Pages(NamedTuple):
    """The files about a thing in a language, and the pages on which it goes on there."""

    here: Perspective
    own: Sequence[Artifact]
    rest: Sequence[continued.Continuation]


class Press:
    """Makes the files of one site; what pages share is made once."""

    def __init__(self, site: Site, renderer: Renderer | None = None) -> None:
        self.site = site
        # It knows the settings only, and has read its templates: one will do for parts of the same site.
        self.renderer = renderer or Renderer(site)
        self.compactor = Compactor(site.config.prefixes)
        self.teller = Teller(site.config.prefixes)
        config = site.config
        self.embedders = {
            tag: Embedder(site.graph, site.vocabulary, tag, config.base, shown=config.embed) for tag in config.languages
        }
        self._perspectives: dict[tuple[str, str], Perspective] = {}

    def here(self, language: str, path: str) -> Perspective:
        """Return how things look from the page at this path; pages of the same depth share it."""
        key = (language, "../" * path.count("/"))
        if key not in self._perspectives:
            self._perspectives[key] = Perspective(self.site, *key)
        return self._perspectives[key]

    def thing(self, node: ox.NamedNode) -> Iterator[Artifact]:
        """Yield the files of a thing."""
        described = describe(self.site.graph, node)
        pages = list(self.pages(described, list(sources(self.site, node))))
        for page in pages:
            yield from page.own
        for further in zip_longest(*(page.rest for page in pages)):
            yield from (
                self.continued(page.here, node, rest) for page, rest in zip(pages, further, strict=True) if rest
            )
        yield from self.data(self.site.paths[node.value], described)

    def pages(self, described: Description, pointing: Sequence[Pointing]) -> Iterator[Pages]:
        """Yield in each language the files that are about a thing alone, and what goes on on further pages.

        `pointing` is what `incoming.sources` finds.
        """
        node = described.node
        assert isinstance(node, ox.NamedNode), "only what has an IRI has pages"  # noqa: S101  # its type cannot say so
        site, path = self.site, self.site.paths[node.value]
        news = feeds.around(site, node, pointing)
        for language in site.config.languages:
            here = self.here(language, path)
            beside = self.around(here, node, news)
            formats = [*_formats(path, site.config.formats), *map(_beside, beside)]
            document = self.embedders[language].document(node)
            # What the embedder remembers it does not read again: all that the document speaks of has been read.
            site.reads.add(frozenset(map(bytes.decode, _IRIS.findall(document.data))))
            script = EMBEDDED["script"](on_page(document, webpage(site, node, language)))
            view = thing.view(here, described, pointing)
            template = self.renderer.template(site.kinds.of(node))
            crumbs = (overview.crumb(here, view["family"]),)
            page = self.page(Page(template, path, view, crumbs, formats, node.value, script), here)
            yield Pages(here, [*beside, page], view["continued"])

    def around(self, here: Perspective, node: ox.NamedNode, news: feeds.Dated) -> Sequence[Artifact]:
        """Return the feed and the calendar of a thing, as far as it has them; `news` is what `feeds.around` finds."""
        return [file for file in (feeds.single(here, node, news), calendar.single(here, node)) if file]

    def continued(self, here: Perspective, node: ox.NamedNode, page: continued.Continuation) -> Artifact:
        """Return a page of what points to a thing, where that is too much for its own."""
        link = here.link(node)
        crumbs = [(link.text, link.href or Markup(""))]
        return self.page(Page("continued.html", page.path, continued.view(here, node, page), crumbs), here)

    def start(self) -> Iterator[Artifact]:
        latest = overview.latest(self.site)
        for language in self.site.config.languages:
            here = self.here(language, "index")
            own = {"dataset": "dataset", "terms": "ontology", "shapes": SHAPES}
            self.site.reads.note(reads.REPORT)
            if self.site.report is not None:
                own["report"] = findings.PAGE
            ours = [(here.strings.say[word], here.way(path)) for word, path in own.items()] + overview.idle(here)
            view = {**overview.start_view(here, latest), "data": ours}
            yield self.page(Page("index.html", "index", view, (), self._whole(here)), here)

    def _whole(self, here: Perspective) -> Formats:
        """Return what there is of the whole site: the files of all data, the feed, the calendar."""
        found = [
            (BY_NAME[name].label, Markup(file), Markup(BY_NAME[name].media_type)) for name, file in dumps.FILES.items()
        ]
        site = self.site
        news = [("atom", feeds.STEM, feeds.suffix)] if site.newest else []
        news += [("icalendar", calendar.STEM, calendar.suffix)] if any(calendar.dated(site)) else []
        return [
            *found,
            *(
                (BY_NAME[name].label, Markup(f"{stem}{suffix(site, here.language)}"), Markup(BY_NAME[name].media_type))
                for name, stem, suffix in news
            ),
        ]

    def list(self, family: str | None) -> Iterator[Artifact]:
        site = self.site
        count, tags = len(site.families[family]), site.config.languages
        lists = {tag: overview.ordered(self.here(tag, "index/"), family) for tag in tags}
        for number in range(1, overview.pages(count) + 1):
            for tag, things in lists.items():
                yield self.listing(overview.listing(site, family, number, count, things.__getitem__), tag)

    def listing(self, listing: overview.Listing, language: str) -> Artifact:
        here = self.here(language, listing.path)
        return self.page(Page("list.html", listing.path, overview.list_view(here, listing)), here)

    def words(self) -> Iterator[Artifact]:
        site = self.site
        header = ox.NamedNode(site.config.base + ONTOLOGY.rstrip("/"))
        path = site.paths[header.value]
        for language in site.config.languages:
            here = self.here(language, path)
            view = {**_EMPTY, **terms.overview(here)}
            yield self.page(Page("entries.html", path, view, (), _formats(path, FORMATS), header.value), here)
        stated = terms.triples(site, (header, *site.terms))
        yield Artifact(f"{path}.ttl", BY_NAME["turtle"].media_type, turtle(stated, site.config.prefixes).encode())

    def term(self, term: ox.NamedNode) -> Iterator[Artifact]:
        site, path = self.site, self.site.paths[term.value]
        for language in site.config.languages:
            here = self.here(language, path)
            up = [(here.strings.say["terms"], here.way("ontology"))]
            view = {**_EMPTY, **terms.view(here, term)}
            yield self.page(Page("entries.html", path, view, up, _formats(path, site.config.formats), term.value), here)
        yield from self.data(path, describe(site.vocabulary.graph, term))

    def demands(self) -> Iterator[Artifact]:
        site = self.site
        for language in site.config.languages:
            here = self.here(language, SHAPES)
            view = {**_EMPTY, **requirements.overview(here)}
            yield self.page(Page("entries.html", SHAPES, view, (), _formats(SHAPES, FORMATS)), here)
        stated = turtle(site.shapes.triples(), site.config.prefixes).encode()
        yield Artifact(f"{SHAPES}.ttl", BY_NAME["turtle"].media_type, stated)

    def shape(self, shape: ox.NamedNode) -> Iterator[Artifact]:
        site, path = self.site, self.site.paths[shape.value]
        for language in site.config.languages:
            here = self.here(language, path)
            up = [(here.strings.say["shapes"], here.way(SHAPES))]
            view = {**_EMPTY, **requirements.view(here, shape)}
            yield self.page(Page("entries.html", path, view, up, _formats(path, FORMATS), shape.value), here)
        stated = turtle(requirements.triples(site, shape), site.config.prefixes).encode()
        yield Artifact(f"{path}.ttl", BY_NAME["turtle"].media_type, stated)

    def dataset(self) -> Iterator[Artifact]:
        """Yield the whole data in each format of DUMPS, not compressed."""
        for name, content in dumps.whole(self.site).items():
            yield Artifact(f"{dumps.STEM}{BY_NAME[name].suffix}", BY_NAME[name].media_type, content)

    def description(self) -> Iterator[Artifact]:
        """Yield the page of the dataset, its description as data, and the same where VoID looks for it."""
        site = self.site
        counted = dataset.figures(site)
        for language in site.config.languages:
            here = self.here(language, dataset.STEM)
            view = {**_EMPTY, **inventory.view(here, counted)}
            formats, script = _formats(dataset.STEM, dataset.FORMATS), inventory.script(here, counted)
            yield self.page(Page("entries.html", dataset.STEM, view, (), formats, "", script), here)
        said = list(description.triples(site, counted))
        prefixes = {**site.config.prefixes, **description.PREFIXES}
        for name in dataset.FORMATS:
            known = BY_NAME[name]
            yield Artifact(f"{dataset.STEM}{known.suffix}", known.media_type, serialise(said, name, prefixes))
        yield Artifact(dataset.WELL_KNOWN, BY_NAME["turtle"].media_type, serialise(said, "turtle", prefixes))

    def feed(self) -> Iterator[Artifact]:
        """Yield the feed of the whole site in each language, if anything is dated."""
        here = (self.here(language, "index") for language in self.site.config.languages)
        return filter(None, map(feeds.whole, here))

    def events(self) -> Iterator[Artifact]:
        """Yield the calendar of the whole site in each language, if there are events with a day."""
        here = (self.here(language, "index") for language in self.site.config.languages)
        return filter(None, map(calendar.whole, here))

    def report(self) -> Iterator[Artifact]:
        """Yield the pages of the validation report, where there is one."""
        report = self.site.report
        self.site.reads.note(reads.REPORT)
        if report is None:
            return
        # What was found depends on all that the data says.
        self.site.reads.note(reads.ALL)
        for language in self.site.config.languages:
            here = self.here(language, findings.PAGE)
            view = {**_EMPTY, **findings.view(here, report)}
            yield self.page(Page("entries.html", findings.PAGE, view), here)

    def search(self) -> Iterator[Artifact]:
        """Yield the pages of the search and its script; its index is made of all pages."""
        for language in self.site.config.languages:
            here = self.here(language, search.PAGE)
            action = f"{search.PAGE}{self.site.suffix(language)}"
            view = {"name": Value(here.strings.say["search"]), "action": action}
            yield self.page(Page("search.html", search.PAGE, view), here)
        yield self._own("search.js", "text/javascript")

    def style(self) -> Artifact:
        return self._own("style.css", BY_NAME["css"].media_type)

    def _own(self, name: str, media_type: str) -> Artifact:
        """Return a file that stands among the templates, of the workspace if it has one of its own."""
        found = (folder / name for folder in (*self.site.config.templates, BUILTIN))
        return Artifact(name, media_type, next(file for file in found if file.is_file()).read_bytes())

    def data(self, path: str, described: Description) -> Iterator[Artifact]:
        """Yield a thing in each format of the configuration."""
        for name in self.site.config.formats:
            yield self.file(path, name, described)

    def file(self, path: str, format: str, described: Description) -> Artifact:
        """Return a thing in the format of this name."""
        known = BY_NAME[format]
        content = self.compactor.document(described) if format == "jsonld" else self.teller.write(described, format)
        return Artifact(f"{path}{known.suffix}", known.media_type, content)

    def page(self, page: Page, here: Perspective) -> Artifact:
        return Artifact(f"{page.path}{self.site.suffix(here.language)}", HTML, self.renderer.render(page, here))


# What only some of the pages of terms and shapes show.
_EMPTY: Mapping[str, Any] = {"kind": None, "facts": [], "groups": [], "paragraphs": [], "code": ""}


def _beside(file: Artifact) -> tuple[str, Markup, Markup]:
    """Return label, link from a page in the same folder, and media type of a file."""
    label = next(format.label for format in BY_NAME.values() if format.media_type == file.media_type)
    return label, Markup(quote(file.path.rpartition("/")[2])), Markup(escape(file.media_type))


def _formats(path: str, names: Sequence[str]) -> Formats:
    """Return label, link from the page itself, and media type of each format beside a page."""
    name = quote(path.rpartition("/")[2])
    known = (BY_NAME[format] for format in names)
    return [(f.label, Markup(f"{name}{f.suffix}"), Markup(escape(f.media_type))) for f in known]
