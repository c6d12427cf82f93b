"""A file to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file to be: its path relative to the output folder, with `/`; its IANA media type; its content."""

    path: str
    media_type: str
    content: bytes
