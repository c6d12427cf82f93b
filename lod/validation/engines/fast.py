"""The one point where the package `shacl` is known (extra `fast`): shapes and a file in, who fails which shape out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from lod.graph import Term


class Undecided(Exception):
    """The fast engine is not installed, not wanted, or cannot judge by these shapes."""


def installed() -> bool:
    """Tell whether the fast engine can be used."""
    try:
        import shacl  # noqa: F401  # only whether it is there
    except ImportError:
        return False
    return True


def failing(shapes: Iterable[ox.Triple], data: Path | None) -> Iterator[tuple[Term, Term]]:
    """Yield (shape, node) for each result of judging a file of N-Triples, or nothing at all, by shapes.

    The engine must be installed. Raises Undecided where it refuses the shapes or breaks down.
    """
    import shacl  # here, since it is an extra

    text = ox.serialize(shapes, format=ox.RdfFormat.N_TRIPLES) or b""
    try:
        compiled = shacl.Shapes.from_text(text.decode(), "ntriples")
        report = compiled.validate_text("", "ntriples") if data is None else compiled.validate_file(str(data))
    except ValueError as error:
        raise Undecided(str(error)) from None
    except BaseException as error:
        # A panic of Rust's is no Exception; nothing is lost by it but time.
        if type(error).__name__ != "PanicException":
            raise
        raise Undecided(str(error)) from None
    for result in report.results:
        yield _term(result.source_shape or ""), _term(result.focus_node)


def _term(written: str) -> Term:
    """Return the term that the engine writes as N-Triples."""
    if written.startswith("<"):
        return ox.NamedNode(written[1:-1])
    return literal(written)


def literal(written: str) -> ox.Literal:
    """Return the literal that N-Triples writes so."""
    (quad,) = ox.parse(f"<urn:s> <urn:p> {written} .", format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)  # noqa: S101  # the parser's type cannot say so
    return quad.object
