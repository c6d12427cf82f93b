"""Validating the articles, from their files to the report, against pyshacl as its users run it.

Run it with fewer articles than the goals speak of: pyshacl takes minutes where lod takes seconds. Both grow with the
data in the same way.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import lod
from lod import source
from lod.config import load
from lod.validation.profiles import holds
from lod.vocabulary import Vocabulary
from tests.benchmarks.contest import Clock, Contest
from tests.benchmarks.corpus import Corpus

#: The share of articles that break a rule, where some do.
FAULTY = 0.02


def clean_with_lod(workspace: Path, clock: Clock) -> None:
    with _articles(workspace) as (folder, number), clock.running(number):
        assert lod.open(folder).validate().conforms


def faulty_with_lod(workspace: Path, clock: Clock) -> None:
    with _articles(workspace, FAULTY) as (folder, number), clock.running(number):
        assert not lod.open(folder).validate().conforms


def unchanged_with_lod(workspace: Path, clock: Clock) -> None:
    """Validate a second time, in a process that has not validated before."""
    with _articles(workspace, FAULTY) as (folder, number):
        _before(folder)
        with clock.running(number):
            assert not lod.open(folder).validate().conforms


def changed_with_lod(workspace: Path, clock: Clock) -> None:
    """Validate again after one file of all has got another headline and its event another class."""
    with _articles(workspace, FAULTY) as (folder, number):
        _before(folder)
        file = next(folder.rglob(f"article-{number // 2}.ttl"))
        text = file.read_text("utf-8").replace("schema:headline", "schema:alternativeHeadline", 1)
        file.write_text(text.replace("a schema:Event ;", "a schema:Festival ;", 1), "utf-8")
        with clock.running(number):
            assert not lod.open(folder).validate().conforms


def _before(folder: Path) -> None:
    """Validate in another process, so that what it imports and remembers counts for nothing."""
    subprocess.run([sys.executable, "-c", "import lod; lod.open().validate()"], cwd=folder, check=True)


def clean_with_pyshacl(workspace: Path, clock: Clock) -> None:
    with _articles(workspace) as (folder, number):
        _pyshacl(folder, clock, number)


def faulty_with_pyshacl(workspace: Path, clock: Clock) -> None:
    with _articles(workspace, FAULTY) as (folder, number):
        _pyshacl(folder, clock, number)


def _pyshacl(folder: Path, clock: Clock, number: int) -> None:
    """Read by rdflib and judge by pyshacl, with the same shapes and the classes above those of the data."""
    import pyshacl  # here, so that the others' memory is without it
    import rdflib

    from lod.graph.ecosystem import to_rdflib
    from lod.validation.engines import quiet

    config = load(folder)
    vocabulary = Vocabulary.load(config.ontology, config.base, config.languages)
    with quiet(), clock.running(number):
        data, shapes = rdflib.Graph(), rdflib.Graph()
        for file in source.find(config.data):
            data.parse(file, publicID=config.base)
        for file in source.find(config.shapes):
            if not holds(file, config.shapes):
                shapes.parse(file, publicID=config.base)
        classes = {str(kind) for kind in data.objects(None, rdflib.RDF.type)}
        pyshacl.validate(data, shacl_graph=shapes, ont_graph=to_rdflib(vocabulary.hierarchy(classes)))


@contextmanager
def _articles(workspace: Path, faults: float = 0.0) -> Iterator[tuple[Path, int]]:
    """Yield a workspace of as many complete articles, of which the shapes have nothing to say but of the faults."""
    number = sum(1 for _ in workspace.rglob("article-*.ttl"))
    with TemporaryDirectory() as folder:
        Corpus(number, faults, complete=True).write(Path(folder))
        yield Path(folder), number


CONTEST = Contest(
    title=f"Validate all articles, clean and with {FAULTY:.0%} faulty ones",
    unit="article",
    base="lod, clean",
    contenders={
        "lod, clean": clean_with_lod,
        "lod, faulty": faulty_with_lod,
        "lod, nothing changed": unchanged_with_lod,
        "lod, one file changed": changed_with_lod,
        "pyshacl, clean": clean_with_pyshacl,
        "pyshacl, faulty": faulty_with_pyshacl,
    },
)
