"""The line of a file that a result is about, and which part of it to point at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from lod.errors import Origin
from lod.terms import RDF_TYPE, local_name
from lod.validation.report import Excerpt, Result

#: Of a longer line only so much is shown, around what is pointed at.
WIDTH = 160

#: Of longer lines only the beginning is looked through.
_LOOK = 4_000


#: Findings about the property itself, whatever its value.
_ON_PROPERTY = frozenset({"sh:Closed", "lod:unknown-property", "lod:superseded-term", "lod:outside-domain"})


def show(results: Iterable[Result]) -> Iterator[Result]:
    """Yield the results with their source lines, and with the column where they know none; each file is read once."""
    results = list(results)
    wanted: dict[str, set[int]] = {}
    for result in results:
        if result.origin and result.origin.line and result.excerpt is None:
            wanted.setdefault(result.origin.path, set()).add(result.origin.line)
    found = {path: lines(Path(path), numbers) for path, numbers in wanted.items()}
    for result in results:
        origin = result.origin
        text = found.get(origin.path, {}).get(origin.line or 0) if origin else None
        yield result if origin is None or text is None or result.excerpt else _shown(result, origin, text)


def lines(path: Path, numbers: set[int]) -> dict[int, str]:
    """Return some lines of a file, counted from 1, as far as they are there, and of long ones the beginning."""
    try:
        with path.open("rb") as file:
            # Only line feeds end a line, as the parser counts them.
            found = {n: line for n, line in enumerate(islice(file, max(numbers)), 1) if n in numbers}
    except OSError:
        return {}  # the result itself tells that the file cannot be read
    return {n: line[:_LOOK].decode("utf-8", "replace").rstrip("\r\n") for n, line in found.items()}


def _shown(result: Result, origin: Origin, line: str) -> Result:
    if "\x00" in line or "\N{REPLACEMENT CHARACTER}" in line:
        return result  # no text: to show it would tell nothing
    if origin.column is not None:
        start = min(origin.column - 1, len(line))
        length = 1
    else:
        start, length = _part(result, line)
        origin = replace(origin, column=start + 1)
    first = max(0, start - WIDTH // 2) if len(line) > WIDTH else 0
    text = line[first : first + WIDTH].replace("\t", " ")
    return replace(result, origin=origin, excerpt=Excerpt(text, start - first, min(length, len(text) - start + first)))


def _part(result: Result, line: str) -> tuple[int, int]:
    """Return where in a line that stands which a result is about, and how long it is: value, property or subject."""
    for text in _spellings(result):
        if match := re.search(text, line):
            start, end = match.span(1)
            return start, end - start
    stripped = line.strip(" \t")
    return len(line) - len(line.lstrip(" \t")), max(1, len(stripped))


def _spellings(result: Result) -> Iterator[str]:
    if result.code in _ON_PROPERTY and result.path and result.path.iri:
        yield _iri(result.path.iri)
    if isinstance(result.value, ox.Literal):
        text = re.escape(result.value.value[:WIDTH].partition("\n")[0])
        if text:
            yield rf"(\"+{text}\"*\S*?)(?=[\s;,.\])]|$)"
            yield rf"(?<!\w)({text})(?!\w)"
    elif isinstance(result.value, ox.NamedNode):
        yield _iri(result.value.value)
    if result.path and result.path.iri:
        yield r"(?:^|\s)(a)(?=\s)" if result.path.iri == RDF_TYPE else _iri(result.path.iri)
    if isinstance(result.focus, ox.NamedNode):
        yield _iri(result.focus.value)


def _iri(iri: str) -> str:
    """Return the pattern of an IRI as files write it: whole, relative or with a prefix."""
    name = re.escape(local_name(iri))
    # A prefix begins where no word goes on, so that a long line is not looked through from each of its letters.
    return rf"((?:<[^<>\s]*|(?<![\w-])[\w-]*:){name}>?)(?![\w-])"
