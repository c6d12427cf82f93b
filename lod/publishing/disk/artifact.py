"""A file to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to be: its path relative to the output folder, with `/`; its IANA media type; its content."""

    path: str
    media_type: str
    content: bytes

    def pieces(self) -> Iterable[bytes]:
        """Return the content piece by piece."""
        return (self.content,)


class Long(Artifact):
    """A file that need not be in memory as a whole: what is called with nothing yields it, the same pieces each time.

    That must look at no graph, since nobody notes what is read when they come.
    """

    __slots__ = ("_pieces",)

    def __init__(self, path: str, media_type: str, pieces: Callable[[], Iterable[bytes]]) -> None:
        for name, value in (("path", path), ("media_type", media_type), ("_pieces", pieces)):
            object.__setattr__(self, name, value)

    def pieces(self) -> Iterable[bytes]:
        """Return the content piece by piece."""
        return self._pieces()  # type: ignore[no-any-return, attr-defined]  # a slot, set above

    @property
    def content(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())
