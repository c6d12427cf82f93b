"""Rules for web servers: the IRI of a thing leads (303) to the page or the data that the client prefers.

`.htaccess` lies in the site, where Apache reads it; the rules for nginx, Caddy and w3id.org lie in FOLDER, to be
included or handed in. A host without rules works too: all links lead to files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from lod.media import BY_NAME
from lod.publishing.disk import target
from lod.publishing.disk.artifact import Artifact
from lod.publishing.files import dataset, preferring
from lod.publishing.site import reads
from lod.publishing.site.gone import gone
from lod.publishing.site.site import SHAPES, Site
from lod.terms import ONTOLOGY

FOLDER = f"{target.FOLDER}/hosts"

#: What pages may load: nothing but their own style sheet and pictures, and the search. Blocks of data are no scripts.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Access-Control-Allow-Origin": "*",
}

_VARY = 'Vary "Accept, Accept-Language"'
_APACHE_VARY = f'Header always merge {_VARY} "expr=%{{REQUEST_STATUS}} == 303"'

# What files are, by suffix; text is UTF-8, and RDF's text formats are so by definition.
_TYPES = {BY_NAME[name].suffix: BY_NAME[name].media_type for name in BY_NAME}
_TYPES = {suffix: _TYPES[suffix] for suffix in (".ttl", ".jsonld", ".nt", ".rdf", ".atom", ".ics")}

# What there is beside that: a server may know no types of its own.
_OTHERS = {
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
    theirs. `formats` and `languages` are (expression,
    suffix) pairs; the first that matches counts. `odd` leads from requests that are no file's path to the stem of the
    thing; `moved` from stems to addresses of successors; `withdrawn` are stems.
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


def hosts(site: Site) -> Iterator[Artifact]:
    """Yield the rules for each host."""
    site.reads.note(reads.ALL)
    rules = _rules(site)
    for path, write in _HOSTS.items():
        yield Artifact(path, "text/plain", "\n".join([*write(rules), ""]).encode())


def _rules(site: Site) -> Rules:
    base, deprecated = site.config.base, gone(site)
    wanted = ("html", *site.config.formats)
    suffixes = {name: BY_NAME[name].suffix for name in wanted}
    odd = {}
    for iri, stem in site.paths.items():
        if iri[len(base) :] == stem:
            continue
        request = quote(iri[len(base) :], safe="%/:?[]@!$&'()*+,;=~")
        if request != quote(stem) and "#" not in iri:
            odd[request] = quote(stem)
    return Rules(
        urlsplit(site.base_url).path,
        urlsplit(base).path,
        site.base_url,
        tuple((expression, suffixes[name]) for expression, name in preferring.formats(wanted)),
        tuple((expression, site.suffix(tag)) for expression, tag in preferring.languages(site.config.languages)),
        site.suffix(site.config.language),
        odd,
        {quote(site.paths[iri]): successor for iri, successor in deprecated.items() if successor},
        tuple(quote(site.paths[iri]) for iri, successor in deprecated.items() if not successor),
    )


def _apache(rules: Rules) -> Iterator[str]:
    yield "# Made by lod publish. For Apache 2.4 with mod_rewrite, mod_setenvif, mod_headers and AllowOverride All."
    yield "Options -MultiViews -Indexes"
    yield "DirectorySlash Off"
    yield "DirectoryIndex index.html"
    yield "AddDefaultCharset UTF-8"
    yield from (f"AddType {media_type} {suffix}" for suffix, media_type in {**_TYPES, **_OTHERS}.items())
    yield "RemoveEncoding .gz"
    yield '<FilesMatch "^void$">\nForceType text/turtle\n</FilesMatch>'
    yield "<IfModule mod_headers.c>"
    yield from (f'Header always set {name} "{value}"' for name, value in _HEADERS.items())
    yield "</IfModule>"
    # Of several that match the last one counts here.
    yield from _preferred(rules)
    yield 'RewriteRule "^\\.lod(/|$)" - [R=404,L]'
    yield from _odd(rules.prefix, rules.prefix, rules)
    yield from _parted(rules.prefix, rules)
    for name in ("DATA", "PAGE"):
        # What there is not in the wanted format is there as a page.
        yield 'RewriteCond "%{REQUEST_FILENAME}" !-f'
        yield f'RewriteCond "%{{REQUEST_FILENAME}}%{{ENV:LOD_{name}}}" -f'
        yield f'RewriteRule "[^/]$" "%{{REQUEST_URI}}%{{ENV:LOD_{name}}}" [R=303,L,QSD]'
    yield "<IfModule mod_headers.c>"
    yield _APACHE_VARY
    yield "</IfModule>"


def _odd(prefix: str, address: str, rules: Rules) -> Iterator[str]:
    """Yield Apache's lines for things whose files are not called as their IRIs are."""
    for request, stem in rules.odd.items():
        yield f'RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {_literal(prefix + request)} "'
        yield f'RewriteRule "^" "{_target(address + stem)}%{{ENV:LOD_DATA}}" [R=303,L,QSD,NE]'


def _parted(prefix: str, rules: Rules) -> Iterator[str]:
    """Yield Apache's lines for what was merged into something else (301) and for what was withdrawn (410)."""
    for stem, successor in rules.moved.items():
        yield f'RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {_literal(prefix + stem)}[ ?]"'
        yield f'RewriteRule "^" "{_target(successor)}" [R=301,L,QSD,NE]'
    for stem in rules.withdrawn:
        yield f'RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {_literal(prefix + stem)}[ ?]"'
        yield 'RewriteRule "^" - [G,L]'


def _preferred(rules: Rules) -> Iterator[str]:
    """Yield Apache's lines that set LOD_PAGE and LOD_DATA from the request; the last that matches counts."""
    yield f'SetEnvIf Request_URI "^" LOD_PAGE={rules.page} LOD_DATA=page'
    for expression, suffix in reversed(rules.languages):
        yield f'SetEnvIfNoCase Accept-Language "{expression}" LOD_PAGE={suffix}'
    for expression, suffix in reversed(rules.formats):
        yield f'SetEnvIfNoCase Accept "{expression}" LOD_DATA={"page" if suffix == ".html" else suffix}'
    yield "RewriteEngine On"
    yield 'RewriteCond "%{ENV:LOD_DATA}" "=page"'
    yield 'RewriteRule "^" - [E=LOD_DATA:%{ENV:LOD_PAGE}]'


def _w3id(rules: Rules) -> Iterator[str]:
    yield "# Made by lod publish. For https://github.com/perma-id/w3id.org: the folder with the name behind w3id.org/."
    yield from _preferred(rules)
    yield "Options -MultiViews +FollowSymLinks"
    yield from _odd(rules.base, rules.url, rules)
    yield from _parted(rules.base, rules)
    yield f'RewriteRule "^$" "{_target(rules.url)}" [R=302,L]'
    # Files have a dot in their names, things have none.
    yield f'RewriteRule "^(.*\\.[^/]*|\\..*|.*/)$" "{_target(rules.url)}$1" [R=302,L]'
    only = "|".join((SHAPES, f"{SHAPES}/.*", ONTOLOGY.rstrip("/")))
    yield 'RewriteCond %{ENV:LOD_DATA} "!html$"'
    yield f'RewriteRule "^({only})$" "{_target(rules.url)}$1.ttl" [R=303,L,QSD]'
    yield f'RewriteRule "^(.+)$" "{_target(rules.url)}$1%{{ENV:LOD_DATA}}" [R=303,L,QSD]'
    yield "<IfModule mod_headers.c>"
    yield 'Header always set Access-Control-Allow-Origin "*"'
    yield _APACHE_VARY
    yield "</IfModule>"


def _nginx_maps(rules: Rules) -> Iterator[str]:
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


def _nginx_server(rules: Rules) -> Iterator[str]:
    headers = [f'add_header {name} "{value}" always;' for name, value in _HEADERS.items()]
    yield f"# Made by lod publish. The root of the server is the folder in which the site stands at {rules.prefix}"
    yield f"location {rules.prefix} {{"
    yield "    index index.html;"
    yield "    charset utf-8;"
    yield "    types {"
    yield from (f"        {media_type} {suffix[1:]};" for suffix, media_type in {**_OTHERS, **_TYPES}.items())
    yield "    }"
    yield from (f"    {header}" for header in headers)
    vary = f"add_header {_VARY} always;"
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


def _caddy(rules: Rules) -> Iterator[str]:
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
    yield from (f'header {name} "{value}"' for name, value in _HEADERS.items())
    # Without these it asks the system, and without an answer there it guesses by the content.
    for number, (suffix, media_type) in enumerate({**_TYPES, **_OTHERS}.items()):
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        yield f"@type{number} path *{suffix}"
        yield f'header @type{number} Content-Type "{media_type}{charset}"'
    yield f'header {rules.prefix}{dataset.WELL_KNOWN} Content-Type "text/turtle; charset=utf-8"'
    yield "route {"
    yield f"    respond {rules.prefix}.lod/* 404"
    yield '    @odd expression `{lod_odd} != ""`'
    yield f"    header @odd {_VARY}"
    yield "    redir @odd {lod_odd}{lod_data} 303"
    yield from (f"    redir {rules.prefix}{stem} {iri} 301" for stem, iri in rules.moved.items())
    yield from (f"    error {rules.prefix}{stem} 410" for stem in rules.withdrawn)
    for name in ("data", "page"):
        yield f"    @{name} {{\n        not file\n        file {{path}}{{lod_{name}}}\n    }}"
        yield f"    header @{name} {_VARY}"
        yield f"    redir @{name} {{lod_path}}{{lod_{name}}} 303"
    yield "    file_server\n}"


_HOSTS: Mapping[str, Callable[[Rules], Iterator[str]]] = {
    ".htaccess": _apache,
    f"{FOLDER}/nginx-http.conf": _nginx_maps,
    f"{FOLDER}/nginx-server.conf": _nginx_server,
    f"{FOLDER}/Caddyfile": _caddy,
    f"{FOLDER}/w3id.htaccess": _w3id,
}


def _literal(text: str) -> str:
    return re.escape(text).replace('"', '\\"')


def _target(text: str) -> str:
    """Return an address as the target of a rule of Apache, in which `%`, `$` and `\\` have a meaning."""
    return re.sub(r"([%$\\])", r"\\\1", text)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
