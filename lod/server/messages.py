"""Pages that say what went wrong, and lead on."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from minijinja import Markup

from lod.errors import StoreError
from lod.publishing.site.site import Site
from lod.publishing.site.streamed import near as nearby
from lod.publishing.views.pages import Page
from lod.publishing.views.perspective import Perspective, Value
from lod.server.desk import Desk
from lod.server.tasks import Tell

#: Things that are suggested, and things that are looked at for it.
SUGGESTED = 5
LOOKED_AT = 20_000


def page(desk: Desk, tell: Tell) -> bytes:
    """Return the page for a status of HTTP; one that nothing stands behind (404, 410) has suggestions."""
    here = Perspective(desk.site, tell.language, quote(desk.mount))
    say = here.strings.say
    titles: dict[int, str] = {404: say["missing"], 410: say["gone"], 503: say["busy"], 504: say["stopped"]}
    wanted = tell.path.removeprefix(desk.mount)
    view: dict[str, Any] = {
        "name": Value(titles.get(tell.status, say["failed"])),
        "reason": "" if tell.status in (404, 410) else tell.reason,
        "path": wanted if tell.status in (404, 410) else "",
        "suggestions": _suggestions(desk, tell.language, wanted) if tell.status == 404 else [],
        "ask": Markup(f"{quote(desk.mount)}sparql"),
        "languages": [],
        "canonical": Markup(desk.site.base_url),
    }
    return desk.shelf.press.renderer.render(Page("message.html", "message", view), here)


def _suggestions(desk: Desk, language: str, wanted: str) -> list[Value]:
    stem = wanted.partition(".")[0]
    folder, _, last = stem.rpartition("/")
    stems = islice(desk.shelf.iris, LOOKED_AT)
    same_folder = [known for known in stems if known.rpartition("/")[0] == folder] if folder else []
    near = get_close_matches(stem, same_folder[:1000], n=SUGGESTED, cutoff=0.6)
    near += [known for known in islice(desk.shelf.iris, LOOKED_AT) if last and known.rpartition("/")[2] == last]
    found = [ox.NamedNode(desk.shelf.iris[known]) for known in list(dict.fromkeys(near))[:SUGGESTED]]

    def links(site: Site) -> list[Value]:
        return [Perspective(site, language, quote(desk.mount)).link(node) for node in found]

    try:
        return nearby(desk.site, links)
    except StoreError:
        return []  # what is said without them is true
