"""What has been made is kept while it is used, up to a number of bytes."""

from __future__ import annotations

import hashlib
import mmap
import tempfile
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

#: What is larger lies in a file without a name, which the system keeps in memory as long as there is room.
LARGE = 4_000_000

#: What is smaller is not compressed: it would save less than the header costs.
SMALL = 600

#: The media type of what is packed in itself: it gains nothing by being packed on its way.
PACKED = "application/gzip"

Body = bytes | memoryview


def pack(content: Body) -> bytes:
    """Return a content compressed (RFC 1952)."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


@dataclass(frozen=True)
class Stored:
    """The bytes of one file, its media type, and the tag by which they are known (RFC 9110, section 8.8.3).

    Packing what is large takes seconds, in which nobody else would be answered: then `packed` comes with it.
    """

    media_type: str
    content: Body
    digest: str
    packed: Body | None = None

    @classmethod
    def of(cls, media_type: str, content: Body, packed: Body = b"") -> Stored:
        digest = hashlib.sha256(content).hexdigest()[:20]
        return cls(media_type, _laid_down(content), digest, _laid_down(packed) if packed else None)

    @property
    def weight(self) -> int:
        """The bytes of memory that it takes, its compressed form included."""
        return 0 if isinstance(self.content, memoryview) else len(self.content) * 5 // 4 + 500

    @cached_property
    def gzipped(self) -> Body | None:
        """The content compressed, None where that is not worth it."""
        if self.packed is not None or isinstance(self.content, memoryview):
            return self.packed
        return None if len(self.content) < SMALL or self.media_type == PACKED else pack(self.content)


def _laid_down(content: Body) -> Body:
    """Return a content as it is kept: what is large, in a file without a name."""
    if len(content) <= LARGE:
        return bytes(content)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


class Store:
    """Files by stem and suffix; those that were asked for longest ago are dropped first."""

    def __init__(self, size: int) -> None:
        self._room = size
        self._kept: OrderedDict[tuple[str, str], Stored] = OrderedDict()

    def get(self, key: tuple[str, str]) -> Stored | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[str, str], stored: Stored) -> None:
        self._kept[key] = stored
        self._room -= stored.weight
        while self._room < 0 and self._kept:
            self._room += self._kept.popitem(last=False)[1].weight
