"""The work of a query's process: one query, one answer, in a format that both sides can use."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lod.errors import UsageError
from lod.query import FORMATS, Stream, stream, view, write
from lod.server import forms
from lod.server.desk import Desk
from lod.server.tasks import Ask, head, pieces


class NotAcceptable(UsageError):
    """None of the formats that the client accepts can carry the answer."""


def answering(desk: Desk) -> Callable[[Ask], Iterable[bytes]]:
    """Return the function that answers queries about the data on a desk.

    It raises what `lod.query.stream` does, and NotAcceptable.
    """

    def work(task: Ask) -> Iterable[bytes]:
        found = stream(desk.site.graph, task.query, config=desk.config, values=task.values, language=task.language)
        name = _format(task, found)
        if name == "html":
            return pieces(head(format=name), (forms.answered(desk, task, found),))
        shown = view(task.query, config=desk.config, language=task.language)
        # A chart has no use for addresses.
        names = desk.site.names if task.labels or name == "svg" else None
        return pieces(head(format=name), write(found, name, shown, names=names))

    return work


def _format(task: Ask, found: Stream) -> str:
    for name in task.formats:
        if name == "html" or (name in FORMATS and found.form in FORMATS[name].forms):
            return name
    able = ", ".join(name for name, format in FORMATS.items() if found.form in format.forms)
    what = f"an answer to {found.form.upper()} cannot be written as {', '.join(task.formats) or 'what you accept'}"
    raise NotAcceptable(what, remedy=f"Choose with Accept or format=: {able}")
