"""The page of the dataset: what there is to take home, how much it is, and on what terms."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import orjson
from minijinja import Markup

from lod.media import BY_NAME
from lod.publishing.files import dumps
from lod.publishing.files.dataset import Figures, for_search, keywords, modified
from lod.publishing.site import dates
from lod.publishing.views.pages import choice
from lod.publishing.views.perspective import Entry, Fact, Perspective, Value, address


def view(here: Perspective, figures: Figures) -> dict[str, Any]:
    """Return what the page shows: the numbers, the terms of use, the files, and what is in them by class."""
    site, say = here.site, here.strings.say
    config = site.config
    when, license, who = modified(site), config.license, config.publisher
    first, last = figures.period
    span = dates.period(first or "", last or "", here.strings, ongoing=last is None)
    words = keywords(site, figures, here.language)
    rows = [
        (say["things"], [Value(here.strings.number(figures.entities))]),
        (say["statements"], [Value(here.strings.number(figures.triples))]),
        (say["period"], [Value(span)] if span else []),
        (say["keywords"], [Value(", ".join(words))] if words else []),
        (say["changed"], [Value(dates.date(when.date().isoformat(), here.strings))] if when else []),
        (say["license"], [Value(license.partition("://")[2].rstrip("/"), href=address(license))] if license else []),
        (say["publisher"], [Value(who.name, href=address(who.url) if who.url else None)] if who else []),
        (say["contact"], [_mail(who.email)] if who and who.email else []),
    ]
    files = [
        Entry(Value(f"{BY_NAME[name].label} ({file})", href=Markup(quote(file))), None)
        for name, file in dumps.FILES.items()
    ]
    kinds = sorted(figures.classes.items(), key=lambda pair: (-pair[1], pair[0]))
    counted = [Entry(here.term(iri), None, above=[Value(here.strings.number(count))]) for iri, count in kinds]
    return {
        "name": Value(say["dataset"]),
        "paragraphs": [Value(text) for text in (choice(config.description, config, here.language),) if text],
        "facts": [Fact(label, values) for label, values in rows if values],
        "groups": [(say["files"], files), (say["kinds"], counted)],
    }


def _mail(text: str) -> Value:
    return Value(text, href=address(f"mailto:{text}"))


def script(here: Perspective, figures: Figures) -> str:
    """Return the description for search engines as an element that a page can hold."""
    site = here.site
    texts = (choice(text, site.config, here.language) for text in (site.config.title, site.config.description))
    title, description = texts
    data = orjson.dumps(for_search(site, figures, here.language, title or site.config.base, description)).decode()
    # In JSON a `<` can stand as an escape, so that no text ends the element.
    safe = data.replace("<", "\\u003c")
    return f'<script type="application/ld+json">{safe}</script>'
