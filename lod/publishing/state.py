"""What the pages of a site depend on, in short: the state of its graph, and a key for all else."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lod.config import FOLDERS
from lod.graph import Graph
from lod.publishing.disk.manifest import States
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.publishing.site.survey import survey

_PACKAGE = Path(__file__).parent.parent

#: What has a part in the bytes of pages.
_LIBRARIES = ("pyoxigraph", "minijinja", "orjson", "icalendar")


def key_of(site: Site) -> str:
    """Return a digest of all that every page depends on beside the graph.

    That is the settings, the address, the words and shapes, the templates, lod itself and the libraries that write for
    it, and SOURCE_DATE_EPOCH. Where the workspace lies does not count.
    """
    config = site.config
    nowhere = dict.fromkeys(FOLDERS, ())
    settings = replace(config, root=Path(), source=None, output=Path(), contexts={}, **nowhere)  # type: ignore[arg-type]  # a table of field names
    parts = (
        repr(settings),
        site.base_url,
        str(site.searched),
        f"{site.searched} {site.report is not None}",
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        *(f"{name} {version(name)}" for name in _LIBRARIES),
        *_statements(site.vocabulary.graph),
        *_statements(site.shapes),
    )
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass"))
    for folder in config.templates:
        digest.update(_contents(folder))
    digest.update(_program())
    return digest.hexdigest()


def state_of(site: Site) -> States:
    """Return the digests of what pages read, by the numbers of their keys.

    Beside those of the survey: what is said of a thing, the path of its page and its commit are one; and which things
    are listed.
    """
    return States.of((reads.number(key), digest) for key, digest in _states(site))


def _states(site: Site) -> Iterator[tuple[str, int]]:
    survey, commits, paths = site.survey, site.commits, site.paths
    for key, digests in ((reads.to, survey.pointing), (reads.uses, survey.used)):
        for iri, total in digests.items():
            yield key(iri), total
    for iri, total in survey.said.items():
        if iri not in paths:
            yield reads.of(iri), total
    for iri, path in paths.items():
        yield reads.of(iri), reads.number(f"{survey.said.get(iri, 0)} {path} {commits.get(iri)}")
    for family, things in site.families.items():
        yield reads.members(family), reads.joined(node.value for node in things)
    yield reads.ALL, everything(site)
    yield reads.REPORT, reads.number(_said(site))
    yield reads.FAMILIES, reads.number("\n".join(f"{family} {path}" for family, path in site.lists.items()))


def everything(site: Site) -> int:
    """Return the digest of all that is read of a graph."""
    return reads.number(f"{site.survey.everything} {sorted(site.commits.items())}")


def _said(site: Site) -> str:
    """Return what a validation found, in words: of the report itself the blank nodes have other names each time."""
    if site.report is None:
        return ""
    from lod.validation import FORMATS, View  # here, since only a whole site needs it

    return "".join(FORMATS["json"](site.report, View(tag)) for tag in site.config.languages)


def _statements(graph: Graph) -> Iterable[str]:
    found = survey(graph)
    return (
        f"{iri} {total}" for kind in (found.said, found.pointing, found.used) for iri, total in sorted(kind.items())
    )


@cache
def _program() -> bytes:
    """Return a digest of lod as it was when this process first asked."""
    return _contents(_PACKAGE)


def _contents(folder: Path) -> bytes:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.digest()
