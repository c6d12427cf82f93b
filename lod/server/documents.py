"""The site over HTTP: each thing's address leads to a document about it, in the format and language that are wanted.

303 from the thing to the document: https://www.w3.org/TR/cooluris/, section 4.2.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Sequence
from urllib.parse import quote

from lod.errors import LodError, StoreError
from lod.media import BY_NAME
from lod.publishing.files import dumps
from lod.publishing.units import START
from lod.query.process import Limits
from lod.server import negotiation, replies
from lod.server.board import Row
from lod.server.desk import Desk
from lod.server.making import PageTask, making
from lod.server.pool import Busy, Pool
from lod.server.replies import Reply
from lod.server.request import Refused, Request
from lod.server.stored import Store, Stored
from lod.server.tasks import Form, Make, Match, Suggest, Tell, parted

#: A page is made in milliseconds; the whole dataset as one file, or a list of all things of a kind, takes a while.
PAGE = Limits(seconds=30.0)
LONG = Limits(seconds=900.0)

#: So many pages at once are made from a store: mostly they wait for it.
AT_ONCE = 4

#: A store that did not answer is left alone for so many seconds, and so is who asked for what is in it.
AWAY = 2

#: What a reader is told then.
WHY = (
    "The store that holds the data does not answer at the moment. "
    "Pages that were asked for a while ago can still be had; this one, when the store is back."
)

#: What a store says that is too busy, and a proxy before one that is not there.
_BUSY = (None, 429, 502, 503, 504)

#: The address of the dataset itself, the one graph that SPARQL knows; its files have a stem of their own.
DATASET = "dataset"

NEGOTIATED = "Accept, Accept-Language"


class Documents:
    """Answers GET for everything that the site consists of."""

    def __init__(self, desk: Desk, cache: int, waiting: int, row: Row) -> None:
        self._desk = desk
        self._row = row
        self._store = Store(cache)
        self._coming: dict[tuple[str, str], asyncio.Task[Stored | None]] = {}
        count = AT_ONCE if desk.on_store else 1
        self._pages: Pool[PageTask] = Pool(making(desk), PAGE, count=count, waiting=waiting * 8, humble=False)
        self._long: Pool[PageTask] = Pool(making(desk), LONG, count=1, waiting=waiting)
        # All names come from the store: to one process, not to each that makes pages.
        self._names = Pool(making(desk), LONG, count=1, waiting=waiting) if desk.on_store else self._pages
        self._away = 0.0

    async def prepare(self) -> None:
        """Make the start page before somebody asks for it: of a large archive it takes seconds."""
        for tag in self._desk.config.languages:
            # What goes wrong is told to who asks.
            with contextlib.suppress(Busy, LodError, Refused):
                await self._made(START, self._desk.site.suffix(tag))

    def stop(self) -> None:
        for pool in {self._pages, self._long, self._names}:
            pool.stop()

    async def get(self, request: Request, path: str) -> Reply:
        """Return the reply to a GET of a path below the mount. Raises Refused, and what the pools raise."""
        shelf = self._desk.shelf
        if not path:
            return await self._start(request)
        stem = dumps.STEM if path == DATASET else self._thing(request, path)
        if stem is not None:
            return self._see_other(request, stem)
        if (parts := shelf.parts(path)) is not None:
            return await self._file(request, *parts)
        if shelf.formats(path):
            return self._see_other(request, path)
        if path.endswith("/") and shelf.formats(path.rstrip("/")):
            return replies.redirect(308, self._address(path.rstrip("/")))
        raise self._missing(path)

    def file_language(self, request: Request) -> str:
        """Return the language of a page for this request: `lang` in the address, else by Accept-Language."""
        asked = self._desk.language(request.values.get("lang"))
        return asked or negotiation.language(request.headers.get("accept-language"), self._desk.config.languages)

    async def told(self, request: Request, status: int, reason: str) -> tuple[str, bytes]:
        """Return an error's media type and text: a page where a person reads, else plain text."""
        if negotiation.format(request.headers.get("accept"), ("text", "html")) != "html":
            return "text/plain", f"{reason}\n".encode()
        tell = Tell(status, request.path, self.file_language(request), reason)
        return "text/html", await self.page(tell)

    async def page(self, task: Tell | Form) -> bytes:
        """Return a page that is made for one request."""
        return parted(await self._pages.whole(task))[1]

    async def found(self, task: Match | Suggest) -> bytes:
        """Return what is found by name. Raises Refused while the store is away."""
        return parted(await self._asked(self._names, task))[1]

    async def _asked(self, pool: Pool[PageTask], task: PageTask) -> bytes:
        """Return the answer to a task for which a store is asked. Raises Refused (503) while it is away."""
        if time.monotonic() >= self._away:
            try:
                return await pool.whole(task)
            except StoreError as error:
                # The log has what is nobody's business: which store, and what is wrong with it.
                sys.stderr.write(f"error: {error}\n")
                if error.status in _BUSY:
                    self._away = time.monotonic() + AWAY
        raise Refused(503, WHY, retry_after=str(AWAY))

    async def _start(self, request: Request) -> Reply:
        name = self._format(request, START, ("html", *dumps.FORMATS))
        if name != "html":
            return self._see_other(request, dumps.STEM)
        suffix = self._desk.site.suffix(self.file_language(request))
        return await self._file(request, START, suffix, vary=NEGOTIATED, location=self._address(f"{START}{suffix}"))

    def _thing(self, request: Request, path: str) -> str | None:
        """Return the stem of the page about the thing that has this address as its IRI."""
        base, paths = self._desk.config.base, self._desk.site.paths
        # IRIs may hold letters of all scripts or their percent-encoding (RFC 3987, section 3.1); both stay as written.
        raw = bytes(request.scope.get("raw_path", b"")).partition(b"?")[0].decode("latin-1")
        for text in (path, raw.removeprefix(self._desk.mount)):
            if (stem := paths.get(base + text)) is not None:
                return stem
        return None

    def _see_other(self, request: Request, stem: str) -> Reply:
        name = self._format(request, stem, self._desk.shelf.formats(stem))
        html = name == "html"
        suffix = self._desk.site.suffix(self.file_language(request)) if html else BY_NAME[name].suffix
        return replies.redirect(303, self._address(f"{stem}{suffix}"), NEGOTIATED)

    def _format(self, request: Request, stem: str, names: Sequence[str]) -> str:
        """Return the format for this request: `format` in the address, else by Accept. Raises Refused (406)."""
        asked = request.values.get("format")
        known = negotiation.named(asked, names) if asked else negotiation.format(request.headers.get("accept"), names)
        if known is None:
            offers = [(BY_NAME[name], self._address(f"{stem}{BY_NAME[name].suffix}")) for name in names]
            lines = "".join(f"  {format.media_type}  {address}\n" for format, address in offers)
            link = ", ".join(f'<{address}>; rel="alternate"; type="{format.media_type}"' for format, address in offers)
            raise Refused(406, f"There is none of what you accept. There is:\n{lines}", link=link, vary=NEGOTIATED)
        return known

    async def _file(self, request: Request, stem: str, suffix: str, vary: str = "", location: str = "") -> Reply:
        stored = await self._made(stem, suffix)
        if stored is None:
            raise self._missing(f"{stem}{suffix}")
        modified = self._desk.modified
        return replies.of_file(stored, request.headers, modified=modified, vary=vary, location=location)

    async def _made(self, stem: str, suffix: str) -> Stored | None:
        """Return a file, made if need be; who asks for one that is being made waits for that."""
        key = (stem, suffix)
        if (found := self._store.get(key)) is not None:
            self._row.add("hits")
            return found
        if key not in self._coming:
            self._coming[key] = asyncio.ensure_future(self._make(*key))
            self._coming[key].add_done_callback(lambda _: self._coming.pop(key))
        # Shielded: who goes away takes nothing away from the others who wait.
        return await asyncio.shield(self._coming[key])

    async def _make(self, stem: str, suffix: str) -> Stored | None:
        pool = self._long if self._desk.shelf.is_long(stem) else self._pages
        said, content = parted(await self._asked(pool, Make(stem, suffix)))
        if said["media_type"] is None:
            return None
        size = said.get("size", len(content))
        whole = memoryview(content)
        stored = Stored.of(said["media_type"], whole[:size], whole[size:])
        self._row.add("made")
        self._store.put((stem, suffix), stored)
        return stored

    def _address(self, path: str) -> str:
        return f"{self._desk.mount}{quote(path)}"

    def _missing(self, path: str) -> Refused:
        """Return what says that nothing stands at an address (404), or no longer (410)."""
        base = self._desk.config.base
        stem = path.partition(".")[0]
        if {base + path, base + stem} & self._desk.gone:
            return Refused(410, "This was published here, and has been taken out of the data.", vary=NEGOTIATED)
        what = "in this format" if self._desk.shelf.formats(stem) else "at this address"
        return Refused(404, f"There is nothing {what}.", vary=NEGOTIATED)
