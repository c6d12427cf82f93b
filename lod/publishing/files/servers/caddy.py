"""Rules for Caddy 2."""

from __future__ import annotations

from collections.abc import Iterator

from lod.publishing.files import dataset
from lod.publishing.files.servers.rules import HEADERS, OTHERS, TYPES, VARY, Rules


def site(rules: Rules) -> Iterator[str]:
    """Yield the lines of the block of the site."""
    yield "# Made by lod publish. Import this in the block of the site, in which root leads to the folder of the site."
    yield "map {header.Accept-Language} {lod_page} {"
    yield from (f"    `~(?i){expression}` {suffix}" for expression, suffix in rules.languages)
    yield f"    default {rules.page}\n}}"
    yield "map {header.Accept} {lod_data} {"
    for expression, suffix in rules.formats:
        yield f"    `~(?i){expression}` {'{lod_page}' if suffix == '.html' else suffix}"
    yield "    default {lod_page}\n}"
    # As it was sent: {path} is decoded, and a header holds no letters but ASCII.
    yield "map {uri} {lod_path} {\n    `~^([^?]*)` `${1}`\n}"
    yield "map {uri} {lod_odd} {"
    yield from (f"    `{rules.prefix}{request}` `{rules.prefix}{stem}`" for request, stem in rules.odd.items())
    yield '    default ""\n}'
    yield from (f'header {name} "{value}"' for name, value in HEADERS.items())
    # Without these it asks the system, and without an answer there it guesses by the content.
    for number, (suffix, media_type) in enumerate({**TYPES, **OTHERS}.items()):
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        yield f"@type{number} path *{suffix}"
        yield f'header @type{number} Content-Type "{media_type}{charset}"'
    yield f'header {rules.prefix}{dataset.WELL_KNOWN} Content-Type "text/turtle; charset=utf-8"'
    yield "route {"
    yield f"    respond {rules.prefix}.lod/* 404"
    yield '    @odd expression `{lod_odd} != ""`'
    yield f"    header @odd {VARY}"
    yield "    redir @odd {lod_odd}{lod_data} 303"
    yield from (f"    redir {rules.prefix}{stem} {iri} 301" for stem, iri in rules.moved.items())
    yield from (f"    error {rules.prefix}{stem} 410" for stem in rules.withdrawn)
    for name in ("data", "page"):
        yield f"    @{name} {{\n        not file\n        file {{path}}{{lod_{name}}}\n    }}"
        yield f"    header @{name} {VARY}"
        yield f"    redir @{name} {{lod_path}}{{lod_{name}}} 303"
    yield "    file_server\n}"
