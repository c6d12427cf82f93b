"""Validate again only what a change can affect; docs/incremental.md says how."""

from lod.validation.incremental.memory import Memory, learned
from lod.validation.incremental.updating import updated

__all__ = ["Memory", "learned", "updated"]
