"""lod publishes the facts of news articles as linked open data.

>>> import lod
>>> workspace = lod.open("path/to/workspace")      # doctest: +SKIP
>>> workspace.validate().conforms                  # doctest: +SKIP
True

The public names are those of `__all__`; each is loaded when it is first used, so that importing `lod` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lod.config import Config
    from lod.embedding import Document, embed
    from lod.errors import (
        ConfigError,
        LodError,
        Origin,
        PublishError,
        QueryError,
        SourceError,
        UnknownNode,
        UsageError,
    )
    from lod.graph import Graph
    from lod.publishing import Artifact
    from lod.query import Answer
    from lod.validation import Report, Result, Severity
    from lod.workspace import InvalidData, Workspace, open

__version__ = "0.1.0"

_ROOMS = {
    "Answer": "query",
    "Artifact": "publishing",
    "Config": "config",
    "ConfigError": "errors",
    "Document": "embedding",
    "Graph": "graph",
    "InvalidData": "workspace",
    "LodError": "errors",
    "Origin": "errors",
    "PublishError": "errors",
    "QueryError": "errors",
    "Report": "validation",
    "Result": "validation",
    "Severity": "validation",
    "SourceError": "errors",
    "UnknownNode": "errors",
    "UsageError": "errors",
    "Workspace": "workspace",
    "embed": "embedding",
    "open": "workspace",
}

__all__ = [
    "Answer",
    "Artifact",
    "Config",
    "ConfigError",
    "Document",
    "Graph",
    "InvalidData",
    "LodError",
    "Origin",
    "PublishError",
    "QueryError",
    "Report",
    "Result",
    "Severity",
    "SourceError",
    "UnknownNode",
    "UsageError",
    "Workspace",
    "embed",
    "open",
]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(f"lod.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'lod' has no attribute '{name}'")
