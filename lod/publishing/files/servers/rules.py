"""What the rules of all web servers are made from: headers, types of files, and what leads where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lod.media import BY_NAME

#: What pages may load: nothing but their own style sheet and pictures, and the search. Blocks of data are no scripts.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Access-Control-Allow-Origin": "*",
}

#: What an answer depends on that leads to another format or language.
VARY = 'Vary "Accept, Accept-Language"'

#: What files are, by suffix; text is UTF-8, and RDF's text formats are so by definition.
TYPES = {BY_NAME[name].suffix: BY_NAME[name].media_type for name in BY_NAME}
TYPES = {suffix: TYPES[suffix] for suffix in (".ttl", ".jsonld", ".nt", ".rdf", ".atom", ".ics")}

#: What there is beside that: a server may know no types of its own.
OTHERS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "application/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".gz": "application/gzip",
    ".wasm": "application/wasm",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What all rules are made from.

    `prefix` is the path of the site on its host, with `/` at both ends, `base` that of the things' own addresses on
    theirs; `url` is the whole address of the site. `formats` and `languages` are (expression, suffix) pairs; the first
    that matches counts. `odd` leads from requests that are no file's path to the stem of the thing; `moved` from stems
    to addresses of successors; `withdrawn` are stems.
    """

    prefix: str
    base: str
    url: str
    formats: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    page: str
    odd: Mapping[str, str]
    moved: Mapping[str, str]
    withdrawn: tuple[str, ...]
