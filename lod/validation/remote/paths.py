"""Property paths of SHACL as those of SPARQL (SHACL, section 2.3.1; SPARQL 1.1, section 9)."""

from __future__ import annotations

import pyoxigraph as ox

from lod.graph import Term
from lod.validation.engines import paths
from lod.validation.engines.shapes import Shapes

_MARKS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def written(shapes: Shapes, path: Term) -> str | None:
    """Return a path as SPARQL writes it, or None for one that pyshacl would not follow so."""
    return _written(shapes, path) if paths.understood(shapes, path) else None


def _written(shapes: Shapes, path: Term) -> str:
    if isinstance(path, ox.NamedNode):
        return str(path)
    for name, mark in _MARKS.items():
        for value in shapes.values(path, name):
            return f"({_written(shapes, value)}){mark}"
    for value in shapes.values(path, "inversePath"):
        return f"^{_written(shapes, value)}"
    for value in shapes.values(path, "alternativePath"):
        return f"({'|'.join(_written(shapes, member) for member in shapes.items(value) or ())})"
    return f"({'/'.join(_written(shapes, member) for member in shapes.items(path) or ())})"
