"""A workspace in use: what `lod.open` returns, and what can be done with it."""

from lod.workspace.opening import open
from lod.workspace.workspace import InvalidData, Judges, Workspace

__all__ = ["InvalidData", "Judges", "Workspace", "open"]
