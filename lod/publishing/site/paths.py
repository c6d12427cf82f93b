"""From the IRI of a thing to the path of its files, so that every IRI has its own and none leaves the output folder.

What stands behind the base is kept as it is as far as file names can carry it on every system: letters, digits, `-`
and `_`. All else becomes `~` and two hexadecimal digits for each byte of UTF-8; `~` needs no escape in a URL. Dots are
escaped too, so that a stem never looks like a stem with a language or a suffix behind it, and no folder like a file.
`~~` and a digest stand where a path is too long, where it lies outside the base, or where two paths would be the same
file on a disk that ignores case.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize
from urllib.parse import quote

from lod.publishing.columns.numbers import in_order
from lod.publishing.site.nodes import Nodes

#: Our own files stand at these stems in the root; a thing that is named like one is moved out of the way.
ROOT = frozenset(
    {
        "dataset",
        "dump",
        "events",
        "feed",
        "health",
        "metrics",
        "ontology",
        "queries",
        "reconcile",
        "report",
        "robots",
        "search",
        "shapes",
        "sitemap",
        "sparql",
        "style",
    }
)

# Device names of Windows, whatever follows behind a dot; and the page that servers show for a folder.
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|index", re.IGNORECASE)

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")

#: Bytes of one segment, so that the longest suffix still fits into the 255 that file systems allow.
_SEGMENT = 160
_WHOLE = 800

# What is a path as it is, as nearly all are.
_EASY_SEGMENT = rf"(?!(?:{_RESERVED.pattern})(?:/|\Z))[a-z0-9_-]{{1,{_SEGMENT}}}"
_EASY = re.compile(rf"{_EASY_SEGMENT}(?:/{_EASY_SEGMENT})*", re.IGNORECASE | re.ASCII)


#: So many numbers of 64 bits there are.
_ALL = 1 << 64


@lru_cache(maxsize=1 << 12)
def quoted(path: str) -> str:
    """Return a path as it stands in an address. What is made for one thing asks for its path a dozen times."""
    return quote(path)


class Paths(Mapping[str, str]):
    """The stems of the files of these things: IRI -> relative path without suffix, each different from the others.

    They differ also where upper and lower case, or composed and decomposed letters, are the same.
    """

    def __init__(self, iris: Iterable[str], base: str, own: Iterable[str] = ()) -> None:
        own = frozenset(own)
        stems = {iri: stem(iri, base, own=iri in own) for iri in dict.fromkeys((*iris, *own))}
        counts = Counter(_same(path) for path in stems.values())
        self._stems = {iri: path if counts[_same(path)] == 1 else _apart(iri, path) for iri, path in stems.items()}

    def __getitem__(self, iri: str) -> str:
        return self._stems[iri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stems)

    def __len__(self) -> int:
        return len(self._stems)


class Stems(Mapping[str, str]):
    """The same as `Paths`, of `things` that are sorted, and others: each path is made when it is asked for."""

    def __init__(self, things: Nodes, others: Iterable[str], base: str, own: Iterable[str] = ()) -> None:
        self._things = things
        self._base = base
        self._own = tuple(own)
        self._others = [iri for iri in dict.fromkeys(others) if iri not in self._own and self._place(iri) is None]
        self._known = frozenset(self._others)
        # By 64 bits of each: those that come twice are looked at.
        digests = array("Q", (hash(_same(self._stem(iri))) % _ALL for iri in self))
        twice = {one for one, other in pairwise(in_order(digests, _ALL)) if one == other}
        twins = [iri for iri, found in zip(self, digests, strict=True) if found in twice] if twice else []
        counts = Counter(_same(self._stem(iri)) for iri in twins)
        self._twins = {iri: _apart(iri, path) for iri in twins if counts[_same(path := self._stem(iri))] > 1}

    def __getitem__(self, iri: str) -> str:
        if iri not in self:
            raise KeyError(iri)
        return self._twins.get(iri) or self._stem(iri)

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and (iri in self._known or iri in self._own or self._place(iri) is not None)

    def __iter__(self) -> Iterator[str]:
        yield from (node.value for node in self._things)
        yield from self._others
        yield from (iri for iri in self._own if self._place(iri) is None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _stem(self, iri: str) -> str:
        return stem(iri, self._base, own=iri in self._own)

    def _place(self, iri: str) -> int | None:
        return self._things.place(iri) if iri.startswith(self._base) else None


def _apart(iri: str, path: str) -> str:
    """Return the path of a thing where another has the same but for case: the one in lower case keeps its own."""
    return path if path == _same(path) else f"{path}~~{_digest(iri)[:12]}"


def stem(iri: str, base: str, *, own: bool = False) -> str:
    """Return the path of a thing's files, without suffix, relative to the output folder; `/` parts folders.

    `own` is true for what stands at a path of ours by right, such as the ontology itself. The result has no `.`, no
    empty segment and at most 800 bytes, and is another for every other IRI, but for the case of letters: `Paths` sees
    to that.
    """
    if not iri.startswith(base):
        return f"~~{_digest(iri)}"
    rest = iri[len(base) :]
    path = rest if _EASY.fullmatch(rest) else "/".join(_segment(part) for part in rest.split("/"))
    if not own and path.lower() in ROOT:
        path = _escape(path[0]) + path[1:]
    return path if len(path.encode()) <= _WHOLE else f"~~{_digest(iri)}"


def _segment(text: str) -> str:
    if _RESERVED.fullmatch(text):
        return _escape(text[0]) + _carried(text[1:])
    carried = _carried(text) or "~"
    return carried if len(carried.encode()) <= _SEGMENT else f"{_cut(carried)}~~{_digest(text)}"


def _carried(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    # Letters that normalisation would change (NFC) are escaped: some file systems rename them.
    return "".join(
        char if char in "-_" or (char.isalnum() and normalize("NFKC", char) == char) else _escape(char) for char in text
    )


def _escape(char: str) -> str:
    return "".join(f"~{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _cut(text: str) -> str:
    return text.encode()[:80].decode("utf-8", "ignore").partition("~")[0]


def _same(path: str) -> str:
    return path.lower() if path.isascii() else normalize("NFC", path.casefold())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
