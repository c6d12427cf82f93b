"""The work of a query's process: one query, one answer, in a format that both sides can use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lod.errors import UsageError
from lod.query import FORMATS, Stream, stream, view, write
from lod.query.faults import fault
from lod.query.tokens import Kind, declared, tokens
from lod.server import forms
from lod.server.desk import Desk
from lod.server.tasks import Ask, head, pieces

_GRAPHS = ("GRAPH", "FROM")

# Escapes of ASCII: a store may read them before all else (SPARQL 1.1, section 19.2), and so find words or brackets.
_ESCAPE = re.compile(r"\\(?:u00|U000000)[0-7][0-9A-Fa-f]")


class NotAcceptable(UsageError):
    """None of the formats that the client accepts can carry the answer."""


def answering(desk: Desk) -> Callable[[Ask], Iterable[bytes]]:
    """Return the function that answers queries about the data on a desk.

    It raises what `lod.query.stream` does, QueryError for other graphs of a store, and NotAcceptable.
    """

    def work(task: Ask) -> Iterable[bytes]:
        if desk.on_store and isinstance(task.query, str):
            _refuse_graphs(desk, task.query)
        found = stream(desk.asked, task.query, config=desk.config, values=task.values, language=task.language)
        name = _format(task, found)
        if name == "html":
            return pieces(head(format=name), (forms.answered(desk, task, found),))
        shown = view(task.query, config=desk.config, language=task.language)
        # A chart has no use for addresses.
        names = desk.names if task.labels or name == "svg" else None
        return pieces(head(format=name), write(found, name, shown, names=names))

    return work


def _refuse_graphs(desk: Desk, text: str) -> None:
    """Refuse a query that may name graphs: what else a store holds is not published.

    Engines need no blanks between keywords, so every bare word counts that holds one of these, as for SERVICE.
    """
    if (escape := _ESCAPE.search(text)) is not None:
        what = f"the escape {escape[0]} may hide what is refused"
        raise fault(what, text, escape.start(), "query", remedy="Write the character itself.")
    found = tuple(tokens(text))
    own = {*desk.config.prefixes, *declared(found)}
    for token in found:
        glued = token.prefix.upper() if token.kind is Kind.NAME and token.prefix not in own else ""
        behind = text[token.start :].upper() if token.kind is Kind.DOUBT else ""
        if any(word in said for word in _GRAPHS for said in (token.word, glued, behind)):
            remedy = f"All data is in the default graph, <{desk.config.base}dataset>: leave GRAPH and FROM out."
            raise fault("other graphs are not asked", text, token, "query", remedy=remedy)


def _format(task: Ask, found: Stream) -> str:
    for name in task.formats:
        if name == "html" or (name in FORMATS and found.form in FORMATS[name].forms):
            return name
    able = ", ".join(name for name, format in FORMATS.items() if found.form in format.forms)
    what = f"an answer to {found.form.upper()} cannot be written as {', '.join(task.formats) or 'what you accept'}"
    raise NotAcceptable(what, remedy=f"Choose with Accept or format=: {able}")
