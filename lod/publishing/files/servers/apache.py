"""Rules for Apache 2.4: for the site itself, and for w3id.org, which keeps addresses of sites elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod.publishing.files.servers.rules import HEADERS, OTHERS, TYPES, VARY, Rules
from lod.publishing.site.site import SHAPES
from lod.terms import ONTOLOGY

_VARY = f'Header always merge {VARY} "expr=%{{REQUEST_STATUS}} == 303"'


def site(rules: Rules) -> Iterator[str]:
    """Yield the lines of `.htaccess` in the site."""
    yield "# Made by lod publish. For Apache 2.4 with mod_rewrite, mod_setenvif, mod_headers and AllowOverride All."
    yield "Options -MultiViews -Indexes"
    yield "DirectorySlash Off"
    yield "DirectoryIndex index.html"
    yield "AddDefaultCharset UTF-8"
    yield from (f"AddType {media_type} {suffix}" for suffix, media_type in {**TYPES, **OTHERS}.items())
    yield "RemoveEncoding .gz"
    yield '<FilesMatch "^void$">\nForceType text/turtle\n</FilesMatch>'
    yield "<IfModule mod_headers.c>"
    yield from (f'Header always set {name} "{value}"' for name, value in HEADERS.items())
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
    yield _VARY
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


def w3id(rules: Rules) -> Iterator[str]:
    """Yield the lines of `.htaccess` at w3id.org, whose files lie on another host."""
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
    yield _VARY
    yield "</IfModule>"


def _literal(text: str) -> str:
    return re.escape(text).replace('"', '\\"')


def _target(text: str) -> str:
    """Return an address as the target of a rule of Apache, in which `%`, `$` and `\\` have a meaning."""
    return re.sub(r"([%$\\])", r"\\\1", text)
