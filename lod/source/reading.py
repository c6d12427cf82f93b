"""Read one file as triples, and say where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path

import pyoxigraph as ox

from lod.errors import Origin, SourceError
from lod.media import BY_SUFFIX

#: The engine's name for each RDF format of the table.
OXIGRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}

_TRIPLE = attrgetter("triple")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

#: The engine repeats the whole of what it cannot read.
_LENGTH = 200

#: What to do about the engine's commonest complaints.
_REMEDIES = {
    "has not been declared": "Declare it at the top of the file: @prefix name: <https://...> .",
    "Invalid UTF-8": "Save the file as UTF-8 (it may be Windows-1252 or UTF-16 now).",
    "followed by a dot": "A statement is not ended: put a full stop ' .' behind its last value.",
    "Line jumps": "Close the quote on its line, or write longer text between three quotation marks.",
    "beginning of a prefix": "Is this really text in the format that the name of the file says?",
    "byte order mark": "Save the file as UTF-8 without a byte order mark (BOM).",
    "Unexpected end": "Something is not closed: a quote, a bracket, or the full stop after the last statement.",
    "Invalid IRI": 'An IRI may not hold blanks or the characters < > " { } | \\ ^ `; write them as %20 and so on.',
}


def format_of(path: Path) -> ox.RdfFormat:
    """Return the engine's format for a file, by its suffix."""
    return OXIGRAPH[BY_SUFFIX[path.suffix.lower()].name]


def read(path: Path, base: str) -> Iterator[ox.Triple]:
    """Yield the triples of a file in the order in which it states them; named graphs are merged.

    Relative IRIs are resolved against `base` (RFC 3986, section 5.1.4). Literals are as the file writes them. Blank
    nodes get names of their own, since two files may use the same. Raises SourceError with file, line and column.
    """
    with translate(path):
        quads = ox.parse(path=str(path), format=format_of(path), base_iri=base, rename_blank_nodes=True)
        yield from map(_TRIPLE, quads)


def written(path: Path, base: str) -> bytes:
    """Return the triples of a file as N-Triples, a line each: what `read` yields, in half the time.

    Raises SourceError as `read` does.
    """
    format = format_of(path)
    with translate(path):
        quads = ox.parse(path=str(path), format=format, base_iri=base, rename_blank_nodes=True)
        # Without the graphs, of which N-Triples knows nothing.
        triples = (quad.triple for quad in quads) if format.supports_datasets else quads
        return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


@contextmanager
def translate(path: Path) -> Iterator[None]:
    """Turn what the engine raises about a file into a SourceError."""
    try:
        yield
    except SyntaxError as error:
        what = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", error.msg.partition(": ")[2] or error.msg)
        what = what.replace("\ufeff", "a byte order mark")
        if len(what) > _LENGTH:
            what = f"{what[: _LENGTH // 2]} … {what[-_LENGTH // 2 :]}"
        remedy = next((text for part, text in _REMEDIES.items() if part in what), "Correct the statement there.")
        where = Origin(str(path), error.lineno, error.offset, error.end_lineno)
        raise SourceError(f"syntax error: {what[0].lower()}{what[1:]}", where=where, remedy=remedy) from None
    except MemoryError as error:
        if "buffer" not in str(error):
            raise
        what = "cannot be read: a value in it is longer than 16 million characters"
        remedy = "Keep long documents as files of their own and link to them."
        raise SourceError(what, where=path, remedy=remedy) from None
    except OSError as error:
        what = str(error).partition(" (os error")[0].lower()
        raise SourceError(f"cannot be read: {what}", where=path, remedy="Check the path and its permissions.") from None
