"""Around a document: the page that it stands on, with its way from the start page; and the document of the dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
import pyoxigraph as ox

from lod.config import Config
from lod.embedding.document import CONTEXT, Document


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page: its address, its name, its language, and the (name, address) pairs from the start page down to it."""

    url: str
    name: str
    language: str
    crumbs: Sequence[tuple[str, str]] = ()


def on_page(document: Document, page: WebPage) -> Document:
    """Return a document that says on which page it stands: schema.org's WebPage, with a BreadcrumbList."""
    around: dict[str, Any] = {
        "@type": "WebPage",
        "@id": page.url,
        "url": page.url,
        "name": page.name,
        "inLanguage": page.language,
    }
    if page.crumbs:
        around["breadcrumb"] = {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": url}
                for position, (name, url) in enumerate(page.crumbs, 1)
            ],
        }
    if b'"mainEntityOfPage":' not in document.data:
        # The document is one JSON object, and never an empty one.
        data = document.data[:-1] + b',"mainEntityOfPage":' + orjson.dumps(around) + b"}"
    else:
        tree = document.tree
        old = tree.get("mainEntityOfPage", [])
        tree["mainEntityOfPage"] = [*(old if isinstance(old, list) else [old]), around]
        data = orjson.dumps(tree)
    return replace(document, data=data)


def dataset(config: Config, language: str, *, url: str, downloads: Sequence[tuple[str, str]] = ()) -> Document:
    """Return the document of the workspace's dataset: schema.org's Dataset, as search engines for data take it.

    `url` is its page, `downloads` are the addresses of the whole dataset with their media types.
    """
    publisher = config.publisher
    tree: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": f"{config.base}dataset",
        "name": _text(config.title, config, language) or config.base,
        "description": _text(config.description, config, language),
        "inLanguage": list(config.languages),
        "isAccessibleForFree": True if downloads else None,
        "license": config.license,
        "url": url,
        "publisher": {"@type": "Organization", "name": publisher.name, "url": publisher.url} if publisher else None,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media_type}
            for address, media_type in downloads
        ],
    }
    return Document(ox.NamedNode(f"{config.base}dataset"), language, orjson.dumps(_stated(tree)))


def _stated(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a tree without what is not known."""
    return {k: _stated(v) if isinstance(v, dict) else v for k, v in tree.items() if v not in (None, "", [])}


def _text(texts: Any, config: Config, language: str) -> str:
    return next((texts[tag] for tag in (language, *config.languages, *texts) if tag in texts), "")
