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

Body = bytes | memoryview


@dataclass(frozen=True)
class Stored:
    """The bytes of one file, its media type, and the tag by which they are known (RFC 9110, section 8.8.3)."""

    media_type: str
    content: Body
    digest: str

    @classmethod
    def of(cls, media_type: str, content: bytes) -> Stored:
        digest = hashlib.sha256(content).hexdigest()[:20]
        if len(content) <= LARGE:
            return cls(media_type, content, digest)
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.flush()
            return cls(media_type, memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), digest)

    @property
    def weight(self) -> int:
        """The bytes of memory that it takes, its compressed form included."""
        return 0 if isinstance(self.content, memoryview) else len(self.content) * 5 // 4 + 500

    @cached_property
    def gzipped(self) -> bytes | None:
        """The content compressed (RFC 1952), None where that is not worth it."""
        if isinstance(self.content, memoryview) or len(self.content) < SMALL:
            return None
        packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        return packer.compress(self.content) + packer.flush()


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
