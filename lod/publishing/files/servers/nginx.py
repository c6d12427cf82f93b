"""Rules for nginx, in two files: maps stand above the servers there."""

from __future__ import annotations

from collections.abc import Iterator

from lod.publishing.files import dataset
from lod.publishing.files.servers.rules import HEADERS, OTHERS, TYPES, VARY, Rules


def maps(rules: Rules) -> Iterator[str]:
    """Yield the lines that belong to all servers: what requests wish for, and what leads elsewhere."""
    yield "# Made by lod publish. Include this in http { }, and nginx-server.conf in the server { } of the site."
    yield "map $http_accept_language $lod_page {"
    yield f"    default {rules.page};"
    yield from (f'    "~*{expression}" {suffix};' for expression, suffix in rules.languages)
    yield "}"
    yield "map $http_accept $lod_data {"
    yield "    default $lod_page;"
    for expression, suffix in rules.formats:
        yield f'    "~*{expression}" {"$lod_page" if suffix == ".html" else suffix};'
    yield "}"
    yield 'map $request_uri $lod_path {\n    "~^([^?]*)" $1;\n}'
    for name, key, rows in (
        ("lod_odd", "$request_uri", {rules.prefix + r: rules.prefix + s for r, s in rules.odd.items()}),
        ("lod_moved", "$lod_path", {rules.prefix + stem: iri for stem, iri in rules.moved.items()}),
        ("lod_withdrawn", "$lod_path", {rules.prefix + stem: "1" for stem in rules.withdrawn}),
    ):
        yield f"map {key} ${name} {{"
        yield '    default "";'
        # A row that begins with ~ would be an expression; these begin with the prefix.
        yield from (f'    "{_quoted(request)}" "{_quoted(to)}";' for request, to in rows.items())
        yield "}"


def server(rules: Rules) -> Iterator[str]:
    """Yield the lines that belong to the server of the site."""
    headers = [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    yield f"# Made by lod publish. The root of the server is the folder in which the site stands at {rules.prefix}"
    yield f"location {rules.prefix} {{"
    yield "    index index.html;"
    yield "    charset utf-8;"
    yield "    types {"
    yield from (f"        {media_type} {suffix[1:]};" for suffix, media_type in {**OTHERS, **TYPES}.items())
    yield "    }"
    yield from (f"    {header}" for header in headers)
    vary = f"add_header {VARY} always;"
    yield f"    if ($lod_odd) {{ {vary} return 303 $lod_odd$lod_data; }}"
    yield "    if ($lod_moved) { return 301 $lod_moved; }"
    yield "    try_files $uri $uri/index.html @lod;"
    yield "}"
    yield "location @lod {"
    yield "    set $lod_to $lod_data;"
    yield "    if (!-f $document_root$uri$lod_data) { set $lod_to $lod_page; }"
    yield "    if (!-f $document_root$uri$lod_to) { return 404; }"
    yield "    if ($lod_withdrawn) { return 410; }"
    yield from (f"    {header}" for header in headers)
    yield f"    {vary}"
    yield "    return 303 $lod_path$lod_to;"
    yield "}"
    yield f"location = {rules.prefix}{dataset.WELL_KNOWN} {{"
    yield "    default_type text/turtle;\n    types { }"
    yield from (f"    {header}" for header in headers)
    yield "}"
    yield f"location ^~ {rules.prefix}.lod/ {{ return 404; }}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
