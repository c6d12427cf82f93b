"""The statements of the data as their files write them: on disk, and in memory only where those of each subject stand.

A store would write `007` as `7`, and a million triples as Python objects take more memory than there may be. So the
triples lie as N-Triples in a file, which is also what the fast engine reads.
"""

from __future__ import annotations

import re
import secrets
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from lod.errors import UsageError
from lod.graph import Term
from lod.terms import RDF_TYPE, RDFS
from lod.validation.engines.literals import Literals
from lod.validation.rows import lines_of

# In N-Triples a literal holds no line feed, and ends with a quote, a language or a datatype: these stand where it says.
_TYPED = re.compile(rb'"\^\^<[^>]+> \.\n')
_TYPE = re.compile(rf"> <{re.escape(RDF_TYPE)}> <([^>]+)> \.\n".encode())
_BLOCK = re.compile(rb"(\S+) [^\n]*+\n(?:\1 [^\n]*+\n)*+")
_SUBCLASS = f"> <{RDFS}subClassOf> <".encode()
# A blank node's name: first on a line, or behind a predicate and last on its line, where no literal can end like it.
_BLANK = re.compile(rb"_:(?:(?<=\n_:)|(?<=> _:)(?=[^ \"]+ \.\n))([^ ]+)")


@contextmanager
def _keeping() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # Not a fault of any file of data, which would be a finding and not the end.
        raise UsageError(
            f"the statements cannot be kept in a temporary file: {error.strerror}",
            where=str(tempfile.tempdir) if tempfile.tempdir else None,
            remedy="Make room there, or name another folder for temporary files in the variable TMPDIR.",
        ) from None


class Statements:
    """Triples in a temporary file; use it with `with`, which deletes the file at the end.

    Raises UsageError where that file cannot be written, as on a full disk.

    Terms go by what N-Triples writes for them, in UTF-8 (RDF 1.1 N-Triples, section 2). Blank nodes stand in the file
    as IRIs that begin with `blank`, since the fast engine gives blank nodes names of its own.
    """

    def __init__(self) -> None:
        # Nobody can guess it, so that no file has such IRIs; and short, since a third of all lines have one.
        self.blank = f"b{secrets.token_hex(8)}:"
        self.literals = Literals()
        with _keeping():
            self._folder = tempfile.TemporaryDirectory(prefix="lod-")
            self._file = (Path(self._folder.name) / "data.nt").open("wb+")
        self._end = 0
        self._lines = 0
        self._spans: dict[bytes, tuple[int, ...]] = {}
        self._doubtful: set[bytes] = set()
        self._owners: dict[bytes, list[bytes]] | None = None
        self._incoming: dict[bytes, dict[bytes, list[bytes]]] = {}
        self._subclasses: list[bytes] = []
        #: The classes of which there are instances.
        self.classes: set[str] = set()
        self._mark = f"<{self.blank}".encode()

    def __enter__(self) -> Statements:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What could not be written is told by then, and written at closing no more than before.
        with suppress(OSError):
            self._file.close()
        self._folder.cleanup()

    @property
    def path(self) -> Path:
        """The file of N-Triples, with all that was added."""
        with _keeping():
            self._file.flush()
        return Path(self._file.name)

    def add(self, triples: Sequence[ox.Triple]) -> bool:
        """Take in the triples of one file, as `take` does."""
        return self.take(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")

    def take(self, text: bytes, lines: Sequence[str] | None = None) -> bool:
        """Take in the N-Triples of one file, as pyoxigraph writes them, and tell whether they put classes in order.

        `lines` are the same, if they have been told apart already. Blank nodes of several files must have different
        names.
        """
        lines = lines_of(text) if lines is None else lines
        if len(set(lines)) < len(lines):
            twice = (line.partition(" ")[0] for line, count in Counter(lines).items() if count > 1)
            self._doubtful.update(f"<{self.blank}{s[2:]}>".encode() if s[0] == "_" else s.encode() for s in twice)
        if b"_:" in text:
            text = self._renamed(text)
        if _SUBCLASS in text:
            self._subclasses += (line for line in text.splitlines() if _SUBCLASS in line)
        self.classes.update(kind.decode() for kind in set(_TYPE.findall(text)))
        for found in _TYPED.finditer(text):
            line = text[text.rfind(b"\n", 0, found.start()) + 1 : found.end()]
            self.literals.note(line[line.index(b' "') + 1 : -3])
        self._lines += len(lines)
        self._index(text)
        with _keeping():
            self._file.write(text)
        return _SUBCLASS in text

    def _renamed(self, text: bytes) -> bytes:
        """Return N-Triples with the blank nodes as IRIs."""
        parts = _BLANK.split(b"\n" + text)
        parts[1::2] = [b"%b%b>" % (self._mark, name) for name in parts[1::2]]
        return b"".join(parts)[1:]

    def _index(self, text: bytes) -> None:
        """Note where the statements of each subject begin and end."""
        spans, before = self._spans, self._end
        for found in _BLOCK.finditer(text):
            subject = found[1]
            start, end = found.span()
            if subject in spans:
                if spans[subject][0] < before:
                    self._doubtful.add(subject)
                spans[subject] += before + start, end - start
            else:
                spans[subject] = before + start, end - start
        self._end += len(text)

    def __len__(self) -> int:
        """Return the number of distinct triples."""
        return self._lines - sum(self.repeated().values())

    def repeated(self) -> dict[str, int]:
        """Return how many statements too many there are on each subject, by IRI or name of a blank node."""
        # Only what stands twice in a file or is described by several files can hold a triple twice.
        counts = {}
        for subject in self._doubtful:
            lines = self._read(subject).splitlines()
            if more := len(lines) - len(set(lines)):
                name = subject[1:-1].decode()
                counts[name.removeprefix(self.blank)] = more
        return counts

    def __contains__(self, subject: bytes) -> bool:
        """Tell whether something is said of a subject."""
        return subject in self._spans

    def __iter__(self) -> Iterator[bytes]:
        """Yield the subjects."""
        return iter(self._spans)

    def all(self) -> Iterator[ox.Triple]:
        """Yield all triples, as they came."""
        self._file.flush()
        return map(self.restored, ox.parse(path=self._file.name, format=ox.RdfFormat.N_TRIPLES))

    def hierarchy(self) -> list[ox.Triple]:
        """Return what the data says of the order of classes."""
        return self._parsed(b"\n".join(self._subclasses))

    def subclasses(self) -> Iterator[tuple[str, str]]:
        """Yield each class with one above it, blank nodes by what they are called in the file."""
        for line in self._subclasses:
            lower, _, upper = line[1:-3].decode().partition(_SUBCLASS.decode())
            yield lower, upper

    def describing(self, subjects: Iterable[bytes]) -> list[ox.Triple]:
        """Return what is said of subjects."""
        return self._parsed(b"".join(self._read(subject) for subject in subjects if subject in self._spans))

    def owners(self, blank: bytes) -> list[bytes]:
        """Return the subjects that lead to a blank node; the first question reads the whole file."""
        if self._owners is None:
            self._owners = {}
            with self.path.open("rb") as file:
                for line in file:
                    subject, _, value = line.split(b" ", 2)
                    if value.startswith(self._mark):
                        self._owners.setdefault(value[:-3], []).append(subject)
        return self._owners.get(blank, [])

    def leading(self, predicates: Iterable[str], nodes: Iterable[bytes]) -> list[ox.Triple]:
        """Return the statements with one of some predicates that lead to nodes.

        The first question about a predicate reads the whole file; ask for all that will be needed at once.
        """
        wanted = [f"<{predicate}>".encode() for predicate in predicates]
        if missing := [predicate for predicate in wanted if predicate not in self._incoming]:
            self._collect(missing)
        nodes = list(nodes)
        lines = (line for predicate in wanted for node in nodes for line in self._incoming[predicate].get(node, ()))
        return self._parsed(b"".join(lines))

    def leading_anyhow(self, nodes: Iterable[bytes]) -> list[ox.Triple]:
        """Return the statements that lead to nodes; it reads the whole file."""
        wanted = set(nodes)
        with self.path.open("rb") as file:
            return self._parsed(b"".join(line for line in file if line.split(b" ", 2)[2][:-3] in wanted))

    def stating(self, predicates: Iterable[str] | None) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Yield (subject, predicate, object), as the file writes them, of the statements with some predicates, or all.

        It reads the whole file.
        """
        wanted = None if predicates is None else {f"<{predicate}>".encode() for predicate in predicates}
        with self.path.open("rb") as file:
            for line in file:
                subject, predicate, rest = line.split(b" ", 2)
                if wanted is None or predicate in wanted:
                    yield subject, predicate, rest[:-3]

    def content(self, blank: bytes) -> str:
        """Return what is said of a blank node and of those that it leads to, without their names.

        A blank node that leads back to itself has no such text that could be relied upon: it is another each time.
        """
        return self._content(blank, ())

    def _content(self, blank: bytes, around: tuple[bytes, ...]) -> str:
        if blank in around:
            return str(uuid.uuid4())
        parts = []
        for line in self._read(blank).splitlines() if blank in self._spans else ():
            _, predicate, rest = line.split(b" ", 2)
            value = rest[:-2]
            leads = value.startswith(self._mark)
            inner = self._content(value, (*around, blank)) if leads else value.decode()
            parts.append(f"{predicate.decode()} {inner}")
        return f"[{'; '.join(sorted(parts))}]"

    def is_blank(self, name: bytes) -> bool:
        """Tell whether a term of the file stands for a blank node."""
        return name.startswith(self._mark)

    def blank_name(self, name: bytes) -> str:
        """Return the name of the blank node that a term of the file stands for."""
        return name[len(self._mark) : -1].decode()

    def _collect(self, predicates: Iterable[bytes]) -> None:
        found: dict[bytes, dict[bytes, list[bytes]]] = {predicate: {} for predicate in predicates}
        with self.path.open("rb") as file:
            for line in file:
                _, predicate, rest = line.split(b" ", 2)
                links = found.get(predicate)
                if links is not None:
                    links.setdefault(rest[:-3], []).append(line)
        self._incoming.update(found)

    def _read(self, subject: bytes) -> bytes:
        self._file.flush()
        spans = self._spans[subject]
        parts = []
        for start, length in zip(spans[::2], spans[1::2], strict=True):
            self._file.seek(start)
            parts.append(self._file.read(length))
        self._file.seek(self._end)
        return b"".join(parts)

    def _parsed(self, text: bytes) -> list[ox.Triple]:
        return [self.restored(quad) for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]

    def restored(self, triple: ox.Triple | ox.Quad) -> ox.Triple:
        """Return a triple of the file with its blank nodes as such."""
        subject, value = self.term(triple.subject), self.term(triple.object)
        return ox.Triple(subject, triple.predicate, value)  # type: ignore[arg-type]  # a subject stays one

    def term(self, term: Term) -> Term:
        """Return a term of the file, or the blank node that it stands for."""
        if isinstance(term, ox.NamedNode) and term.value.startswith(self.blank):
            return ox.BlankNode(term.value[len(self.blank) :])
        return term

    def name(self, term: Term) -> bytes:
        """Return what a term is called in the file."""
        if isinstance(term, ox.BlankNode):
            return f"<{self.blank}{term.value}>".encode()
        return str(term).encode()
