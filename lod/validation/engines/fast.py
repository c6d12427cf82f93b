"""The one point where the package `shacl` is known (extra `fast`): shapes and a file in, who fails which shape out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from lod.graph import Term


class Undecided(Exception):
    """The fast engine is not installed, not wanted, or cannot judge by these shapes."""


class TooMany(Exception):
    """There are more results than may be kept at once."""


def installed() -> bool:
    """Tell whether the fast engine can be used."""
    try:
        import shacl  # noqa: F401  # only whether it is there
    except ImportError:
        return False
    return True


def failing(
    shapes: Iterable[ox.Triple], data: Path | None, *, most: int | None = None, more: str = ""
) -> Iterator[tuple[Term, Term]]:
    """Yield (shape, node) for each result of judging a file of N-Triples, or nothing at all, by shapes.

    `more` is said of the shapes too, in N-Triples. The engine must be installed. Raises Undecided where it refuses the
    shapes or breaks down, and TooMany for more than `most` results.
    """
    import shacl  # here, since it is an extra

    text = (ox.serialize(shapes, format=ox.RdfFormat.N_TRIPLES) or b"").decode() + more
    limit = None if most is None else most + 1
    try:
        compiled = shacl.Shapes.from_text(text, "ntriples")
        if data is None:
            report = compiled.validate_text("", "ntriples", max_results=limit)
        else:
            report = compiled.validate_file(str(data), max_results=limit)
    except ValueError as error:
        raise Undecided(str(error)) from None
    except BaseException as error:
        # A panic of Rust's is no Exception; nothing is lost by it but time.
        if type(error).__name__ != "PanicException":
            raise
        raise Undecided(str(error)) from None
    results = report.results
    if most is not None and len(results) > most:
        raise TooMany
    for result in results:
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
