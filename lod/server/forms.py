"""The query page: a question in SPARQL or a ready-made one with its values, and below it the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from minijinja import Markup

from lod.graph import Term, serialise
from lod.media import BY_NAME
from lod.publishing.site.site import Site
from lod.publishing.site.streamed import near
from lod.publishing.views.pages import Page
from lod.publishing.views.perspective import Perspective, Value
from lod.query import NamedQuery, Stream
from lod.query import view as how
from lod.query.answer import Row
from lod.query.catalogue import worded
from lod.server.desk import Desk
from lod.server.tasks import Ask, Form

#: Rows and triples that are shown; all of them are in the downloads.
SHOWN = 500

#: What stands in the form at first.
EXAMPLE = "SELECT ?type (COUNT(*) AS ?number) WHERE {\n  ?thing a ?type\n}\nGROUP BY ?type\nORDER BY DESC(?number)\n"

# What a named query says of itself is in the form already.
_FRONT = re.compile(r"^#%.*\n", re.MULTILINE)

_ROWS = ("csv", "tsv", "json", "xml")
_TRIPLES = ("turtle", "jsonld", "ntriples", "rdfxml")


def page(desk: Desk, form: Form) -> bytes:
    """Return the query page without an answer, perhaps with what was wrong with the query."""
    return _page(desk, form.query, form.values, form.language, {"fault": form.fault})


def answered(desk: Desk, ask: Ask, found: Stream) -> str:
    """Return the query page with an answer."""
    here = _here(desk, ask.language)
    shown = how(ask.query, config=desk.config, language=ask.language)
    view: dict[str, Any] = {}
    if found.boolean is not None:
        view["yes_or_no"] = here.strings.yes if found.boolean else here.strings.no
    elif found.form == "select":
        # Read before, for what is done on a part of a store is done again.
        terms = list(islice(found.rows, SHOWN))
        rows = near(desk.site, lambda site: _cells(_here(desk, ask.language, site), terms))
        view |= {"columns": [shown.title(column) for column in found.columns], "rows": rows}
        view["more"] = next(found.rows, None) is not None
        if shown.chart and rows:
            view["chart"] = _address(desk, ask.query, ask.values, format="svg", lang=ask.language)
    else:
        triples = list(islice(found.triples, SHOWN))
        view["text"] = serialise(triples, "turtle", desk.config.prefixes).decode()
        view["more"] = next(found.triples, None) is not None
    names = (*_ROWS, *(("svg",) if "chart" in view else ())) if found.form in ("select", "ask") else _TRIPLES
    view["downloads"] = [(BY_NAME[name].label, _address(desk, ask.query, ask.values, format=name)) for name in names]
    return _page(desk, ask.query, ask.values, ask.language, view).decode()


def _here(desk: Desk, language: str, site: Site | None = None) -> Perspective:
    # The page's own address has as many folders as it likes: links begin at the root.
    return Perspective(site or desk.site, language, quote(desk.mount))


def _cells(here: Perspective, rows: Sequence[Row]) -> list[list[Value | None]]:
    return [[_cell(here, term) for term in row] for row in rows]


def _cell(here: Perspective, term: Term | None) -> Value | None:
    if term is None:
        return None
    return here.literal(term) if isinstance(term, ox.Literal) else here.link(term)


def _page(
    desk: Desk, query: str | NamedQuery, values: Mapping[str, str], language: str, further: Mapping[str, Any]
) -> bytes:
    here = _here(desk, language)
    named = query if isinstance(query, NamedQuery) else None
    view: dict[str, Any] = {
        "name": Value(worded(named.title, language) if named else here.strings.say["ask"]),
        "text": None, "yes_or_no": None, "rows": None, "columns": (), "chart": None,
        "more": False, "downloads": (), "fault": "",
        "asked": (asked := _FRONT.sub("", named.text).lstrip() if named else str(query) or EXAMPLE),
        "lines": min(30, max(6, asked.count("\n") + 2)),
        "about": worded(named.description, language) if named else "",
        "action": Markup(f"{here.root}sparql"),
        "form": _fields(desk, named, values, language) if named else None,
        "queries": list(_queries(desk, language)),
        "openapi": Markup(f"{here.root}openapi.json"),
        "shown": here.strings.number(SHOWN),
        "canonical": Markup(desk.site.base_url + (f"queries/{quote(named.name)}" if named else "sparql")),
        "languages": [
            {
                "tag": tag,
                "name": desk.site.strings[tag].name,
                "href": (href := _address(desk, query, values, lang=tag)),
                "url": Markup(f"{desk.host}{href}"),
            }
            for tag in desk.config.languages
        ],
        **further,
    }  # fmt: skip
    return desk.shelf.press.renderer.render(Page("query.html", "sparql", view), here)


def _fields(desk: Desk, query: NamedQuery, values: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return the form of a named query: where it leads, and its parameters."""
    inputs = [
        {
            "name": parameter.name,
            "about": worded(parameter.description, language) or parameter.name,
            "value": values.get(parameter.name, parameter.default or ""),
            "example": parameter.example or "",
            "required": parameter.required,
            "kind": {"date": "date", "integer": "number"}.get(parameter.type, "text"),
        }
        for parameter in query.parameters
        # The page has a language already.
        if parameter.type != "language"
    ]
    return {"action": Markup(f"{quote(desk.mount)}queries/{quote(query.name)}"), "inputs": inputs}


def _queries(desk: Desk, language: str) -> Iterator[tuple[str, Markup]]:
    for name, query in desk.queries.items():
        yield worded(query.title, language) or name, Markup(f"{quote(desk.mount)}queries/{quote(name)}")


def _address(desk: Desk, query: str | NamedQuery, values: Mapping[str, str], **further: str) -> Markup:
    """Return the address of an answer, as it may stand in `href`."""
    if isinstance(query, NamedQuery):
        path, given = f"queries/{quote(query.name)}", dict(values)
    else:
        path, given = "sparql", {"query": query} if query else {}
    # What urlencode leaves is letters, digits, _ . - ~ % + & = only; & is the one that HTML minds.
    return Markup(f"{quote(desk.mount)}{path}?{urlencode({**given, **further})}".replace("&", "&amp;"))
