"""From what a page shows to HTML: the one template environment, and what all pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from minijinja import Environment, Markup, TemplateError

from lod.config import Config
from lod.errors import Origin, PublishError
from lod.publishing.disk import search
from lod.publishing.site.paths import quoted
from lod.publishing.site.site import Site
from lod.publishing.site.strings import BUILTIN
from lod.publishing.views.perspective import Perspective, Value, address
from lod.terms import local_name

# Longer texts are cut where they stand in the head of a page.
_SUMMARY = 300

# Texts longer than this are no reading matter; the data has them whole.
_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be: its template, its path without suffix, and what it shows.

    `crumbs` are (text, link) pairs behind the start page; `formats` are (label, link, media type) of the same as data;
    `address` is the IRI that the page is about; `script` is its embedded data, an HTML element.
    """

    template: str
    path: str
    view: Mapping[str, Any]
    crumbs: Sequence[tuple[str, Markup]] = ()
    formats: Sequence[tuple[str, Markup, Markup]] = ()
    address: str = ""
    script: str = ""


class Renderer:
    """Renders pages with the package's templates; those of the workspace stand in their place where it has some."""

    def __init__(self, site: Site) -> None:
        self._site = site
        config = site.config
        self._load = _loader(config)
        self._environment = Environment(
            loader=self._load,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined_behavior="strict",
            auto_escape_callback=lambda name: "html" if name.endswith(".html") else "none",
        )
        self._environment.add_filter("truncated", _truncated)
        self._environment.add_filter("cut", _cut)
        self._templates: dict[str | None, str] = {}
        self._common = {language: self._shared(language) for language in config.languages}

    def render(self, page: Page, here: Perspective) -> bytes:
        """Return a page as HTML. Raises PublishError for a template that cannot be used."""
        site, path = self._site, quoted(page.path)
        languages = [
            {
                "tag": tag,
                "name": site.strings[tag].name,
                "href": Markup(f"{here.root}{path}{site.suffix(tag)}"),
                "url": Markup(site.address(page.path, tag)),
            }
            for tag in site.config.languages
        ]
        values = {
            **self._common[here.language],
            "page": page,
            "address": Markup(escape(page.address)),
            "root": Markup(here.root),
            "name": Value(self._common[here.language]["site_title"]),
            "canonical": Markup(site.address(page.path, here.language)),
            "languages": languages,
            "search": Markup(f"{here.root}{search.PAGE}{site.suffix(here.language)}") if site.searched else None,
            "home": Markup(f"{here.root}index{site.suffix(here.language)}"),
            "script": Markup(page.script),
            **page.view,
        }
        try:
            return self._environment.render_template(page.template, **values).encode()
        except TemplateError as error:
            where = Origin(error.name or page.template, error.line)
            raise PublishError(str(error.message), where=where, remedy="Correct the template there.") from None

    def template(self, kind: str | None) -> str:
        """Return the template for things of a class: that of the class itself, else that of the nearest above it.

        The template of `schema:Event` is `things/Event.html`; what has none is shown by `thing.html`.
        """
        if kind not in self._templates:
            classes = (kind, *self._site.vocabulary.above(kind)) if kind else ()
            names = (f"things/{local_name(iri)}.html" for iri in classes)
            self._templates[kind] = next((name for name in names if self._load(name) is not None), "thing.html")
        return self._templates[kind]

    def _shared(self, language: str) -> dict[str, Any]:
        config, strings = self._site.config, self._site.strings[language]
        title = choice(config.title, config, language) or config.base
        return {
            "language": language,
            "strings": strings,
            "say": strings.say,
            "site_title": title,
            "site_description": choice(config.description, config, language),
            "license_name": (config.license or "").partition("://")[2].rstrip("/"),
            "publisher": config.publisher,
            "license": address(config.license) if config.license else None,
        }


def _truncated(text: str) -> str:
    return text if len(text) <= _SUMMARY else f"{text[:_SUMMARY]} …"


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT else f"{text[:_TEXT]} …"


def choice(texts: Mapping[str, str], config: Config, language: str) -> str:
    """Return a text of the configuration in a language, else in the first that it has; empty without any."""
    tags = (language, *config.languages, *texts)
    return next((texts[tag] for tag in tags if tag in texts), "")


def _loader(config: Config) -> Callable[[str], str | None]:
    def load(name: str) -> str | None:
        # A template of the workspace can extend the one in whose place it stands: builtin/layout.html.
        own = name.removeprefix("builtin/")
        for folder in (BUILTIN,) if own != name else (*config.templates, BUILTIN):
            if (path := Path(folder, own)).is_file():
                return path.read_text("utf-8")
        return None

    return load
