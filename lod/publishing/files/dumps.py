"""The whole dataset as one file a format, put together from parts of which the old ones are taken from the old file.

A part is what is said of a few hundred things that follow each other by IRI; it ends at a thing whose IRI says so, so
that a new thing changes no part but its own, or few where none says so for long. What blank nodes tie together is the
last part.
"""

from __future__ import annotations

import gzip
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, overload

import orjson
import pyoxigraph as ox

from lod.graph import Teller, describe, serialise
from lod.media import BY_NAME
from lod.publishing.columns.table import Table
from lod.publishing.disk.manifest import digest
from lod.publishing.disk.rows import File, Made
from lod.publishing.disk.target import FOLDER, Target
from lod.publishing.files.jsonld import Compactor
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.publishing.site.streamed import near

#: The stem of the files, and the names of their formats.
STEM = "dump"
FORMATS = ("turtle", "jsonld", "nquads")

#: The files as they lie in a site.
FILES = {"turtle": f"{STEM}.ttl", "jsonld": f"{STEM}.jsonld", "nquads": f"{STEM}.nq.gz"}
MEDIA_TYPES = {name: BY_NAME[name].media_type for name in FORMATS} | {"nquads": "application/gzip"}

#: A part has about so many things, and never more than the most.
_SIZE = 256
_MOST = 512

_TABLE = f"{FOLDER}/dumps"


@dataclass(frozen=True, slots=True)
class Part:
    """Some things that follow each other, and a digest of what is said of them."""

    things: Sequence[str]
    digest: int


class _Some(Sequence[str]):
    """Those of the texts of a table that have these numbers."""

    def __init__(self, table: Table, numbers: array[int]) -> None:
        self._table = table
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> _Some: ...
    def __getitem__(self, place: int | slice) -> str | _Some:
        numbers = self._numbers[place]
        return self._table[numbers] if isinstance(numbers, int) else _Some(self._table, numbers)


def parts(site: Site) -> list[Part]:
    """Return the parts of the dataset; the last one, without things of its own, holds what is tied together."""
    survey, words, iris = site.survey, site.words, site.survey.iris
    found: list[Part] = []
    numbers, said, tied = array("I"), list[str](), list[str]()
    for number, iri, state in survey.said.numbered():
        if iri in words:
            continue
        if iri in survey.knots:
            tied.append(f"{iri} {state}")
        else:
            numbers.append(number)
            said.append(f"{iri} {state}")
        if numbers and (reads.number(iri) % _SIZE == 0 or len(numbers) == _MOST):
            found.append(Part(_Some(iris, numbers), reads.joined(said)))
            numbers, said = array("I"), []
    if numbers:
        found.append(Part(_Some(iris, numbers), reads.joined(said)))
    return [*found, Part((), reads.number(f"{reads.joined(tied)} {_loose(site)}"))]


def _loose(site: Site) -> int:
    return digest(_tied(site)) if site.survey.loose else 0


def _tied(site: Site) -> bytes:
    """Return all statements about what is tied together, as canonical N-Triples."""
    survey, terms = site.survey, site.vocabulary.terms
    things = (describe(site.graph, ox.NamedNode(iri)) for iri in survey.knots if iri not in terms)
    triples = {triple for thing in things for triple in thing.triples()}
    triples.update(triple for node in survey.loose for triple in site.graph.triples(node))
    return serialise(triples, "ntriples", {})


class Pieces:
    """Makes the bytes of parts in the formats of FILES."""

    def __init__(self, site: Site, parts: Sequence[Part]) -> None:
        self.parts = parts
        self._site = site
        self._compactor = Compactor(site.config.prefixes)
        self._teller = Teller(site.config.prefixes)

    def make(self, number: int) -> tuple[bytes, ...]:
        """Return a part in each format."""
        part = self.parts[number]
        if not part.things:
            tied = _tied(self._site)
            nodes = orjson.loads(serialise(ox.parse(tied, format=ox.RdfFormat.N_TRIPLES), "jsonld", {})) if tied else []
            objects = nodes.get("@graph", [nodes]) if isinstance(nodes, dict) else nodes
            return tied, b",\n".join(orjson.dumps(node) for node in objects), _packed(tied)
        things = [describe(self._site.graph, ox.NamedNode(iri)) for iri in part.things]
        told = [told for thing in things if (told := self._teller.told(thing)) is not None]
        assert len(told) == len(things), "what forms no tree is in the last part"  # noqa: S101  # its type cannot say so
        text = "\n".join([thing.block for thing in told])
        lines = "".join([thing.ntriples(f"b{reads.number(str(thing.node)):016x}n") for thing in told])
        return f"{text}\n".encode(), b",\n".join(map(self._compactor.part, things)), _packed(lines.encode())

    def heads(self) -> tuple[bytes, ...]:
        """Return what stands before all parts, by format."""
        prefixes = self._site.config.prefixes
        declared = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(prefixes))
        return f"{declared}\n".encode(), b'{"@context":' + self._compactor.context() + b',"@graph":[\n', b""


# What stands between two parts that are not empty, and behind all parts, by format.
_BETWEEN = (b"", b",\n", b"")
_ENDS = (b"", b"\n]}\n", b"")


def _packed(content: bytes) -> bytes:
    # Members of gzip may follow each other (RFC 1952, section 2.2).
    return gzip.compress(content, 6, mtime=0) if content else b""


def whole(site: Site) -> dict[str, bytes]:
    """Return the dataset in each format, in memory and not compressed."""
    found = packed(site)
    return {**found, "nquads": gzip.decompress(found["nquads"])}


def packed(site: Site) -> dict[str, bytes]:
    """Return the files of the dataset by format, in memory."""
    found = parts(site)
    pieces = Pieces(site, found)

    def made(number: int) -> tuple[bytes, ...]:
        return near(site, lambda part: Pieces(part, found).make(number))

    rows = zip(*map(made, range(len(found))), strict=True)
    joined = (between.join(filter(None, row)) for between, row in zip(_BETWEEN, rows, strict=True))
    contents = (a + b + c for a, b, c in zip(pieces.heads(), joined, _ENDS, strict=True))
    return dict(zip(FORMATS, contents, strict=True))


def pour(
    pieces: Pieces, target: Target, make: Callable[[Sequence[int]], Iterator[tuple[bytes, ...]]], *, trusting: bool
) -> tuple[Made, int]:
    """Put the dataset in place, and return its files and how many of them were written.

    `make` yields the parts of these numbers in each format. With `trusting` the parts that have not changed are taken
    from what stands there. Raises OSError.
    """
    old = _read(target) if trusting else {}
    key = str(reads.number(repr(pieces.heads())))
    ends = [f"{key} {part.digest}" for part in pieces.parts]
    if old and list(old) == ends:
        return _made(target, ends), 0
    todo = [number for number, end in enumerate(ends) if end not in old]
    sizes = _write(target, ends, old, pieces.heads(), make(todo))
    rows = [[end, size] for end, size in zip(ends, sizes, strict=True)]
    target.put(_TABLE, orjson.dumps(rows))
    return _made(target, ends), len(FILES)


def _write(
    target: Target,
    ends: Sequence[str],
    old: Mapping[str, Sequence[tuple[int, int]]],
    heads: Sequence[bytes],
    made: Iterator[tuple[bytes, ...]],
) -> list[list[tuple[int, int]]]:
    """Write all formats at once, and return where each part then stands in each, and its length."""
    places: list[list[tuple[int, int]]] = []
    with ExitStack() as stack:
        # One file for a format is read while its successor is written.
        before = [stack.enter_context(target.open(name)) for name in FILES.values()] if old else []
        after = [stack.enter_context(target.create(name)) for name in FILES.values()]
        # A storage need not be able to say where one is.
        at = [file.write(head) for file, head in zip(after, heads, strict=True)]
        begun = [False] * len(after)
        for end in ends:
            contents = next(made) if end not in old else _taken(before, old[end])
            row = []
            for number, (file, content) in enumerate(zip(after, contents, strict=True)):
                if content and begun[number]:
                    at[number] += file.write(_BETWEEN[number])
                begun[number] = begun[number] or bool(content)
                row.append((at[number], len(content)))
                at[number] += file.write(content)
            places.append(row)
        for file, end_of_all in zip(after, _ENDS, strict=True):
            file.write(end_of_all)
    return places


def _taken(files: Sequence[BinaryIO], places: Sequence[tuple[int, int]]) -> tuple[bytes, ...]:
    contents = []
    for file, (start, length) in zip(files, places, strict=True):
        file.seek(start)
        contents.append(file.read(length))
    return tuple(contents)


def _made(target: Target, ends: Sequence[str]) -> Made:
    state = reads.number("\n".join(ends))
    files = tuple(File(f"/{name}", state, target.size(name) or 0) for name in FILES.values())
    return Made(files, array("Q"))


def _read(target: Target) -> dict[str, list[tuple[int, int]]]:
    try:
        rows = orjson.loads(target.get(_TABLE) or b"")
    except orjson.JSONDecodeError:
        # All parts are made anew then.
        return {}
    if any(target.size(name) is None for name in FILES.values()):
        return {}
    return {end: [(start, length) for start, length in places] for end, places in rows}
