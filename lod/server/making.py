"""The work of a page's process: files of the site, the query page, pages that say what went wrong, matches."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from lod.server import forms, messages
from lod.server.desk import Desk
from lod.server.matching import Matcher
from lod.server.stored import LARGE, PACKED, pack
from lod.server.tasks import Form, Make, Match, Suggest, Tell, head

#: The suffix of what is compressed to be kept so; what is compressed only on its way has none (Content-Encoding).
SUFFIX = ".gz"

PageTask = Make | Tell | Form | Match | Suggest


def making(desk: Desk) -> Callable[[PageTask], Iterable[bytes]]:
    """Return the function that makes pages and files from the data on a desk."""
    matcher = Matcher(desk)
    works: Mapping[type[Any], Callable[[Any], Iterable[bytes]]] = {
        Make: lambda task: _make(desk, task),
        Tell: lambda task: (head(), messages.page(desk, task)),
        Form: lambda task: (head(), forms.page(desk, task)),
        Match: lambda task: (head(), orjson.dumps(matcher.match(task.queries, task.language))),
        Suggest: lambda task: (head(), orjson.dumps(matcher.suggest(task.prefix, task.language, kinds=task.kinds))),
    }
    return lambda task: works[type(task)](task)


def _make(desk: Desk, task: Make) -> Iterable[bytes]:
    shelf, suffix = desk.shelf, task.suffix.removesuffix(SUFFIX)
    if (made := shelf.make(task.stem, task.suffix)) is not None:
        content = made.content
        packed = pack(content) if len(content) > LARGE and made.media_type != PACKED else b""
        return head(media_type=made.media_type, size=len(content)), content, packed
    if suffix != task.suffix and (plain := shelf.make(task.stem, suffix)) is not None:
        return head(media_type=PACKED), gzip.compress(plain.content, mtime=0)
    return (head(media_type=None),)
