"""Rules for web servers: the IRI of a thing leads (303) to the page or the data that the client prefers.

`.htaccess` lies in the site, where Apache reads it; the rules for nginx, Caddy and w3id.org lie in FOLDER, to be
included or handed in. A host without rules works too: all links lead to files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from lod.media import BY_NAME
from lod.publishing.disk import target
from lod.publishing.disk.artifact import Artifact
from lod.publishing.files import preferring
from lod.publishing.files.servers import apache, caddy, nginx
from lod.publishing.files.servers.rules import Rules
from lod.publishing.site import reads
from lod.publishing.site.gone import gone
from lod.publishing.site.site import Site

FOLDER = f"{target.FOLDER}/hosts"

_HOSTS: Mapping[str, Callable[[Rules], Iterator[str]]] = {
    ".htaccess": apache.site,
    f"{FOLDER}/nginx-http.conf": nginx.maps,
    f"{FOLDER}/nginx-server.conf": nginx.server,
    f"{FOLDER}/Caddyfile": caddy.site,
    f"{FOLDER}/w3id.htaccess": apache.w3id,
}


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
