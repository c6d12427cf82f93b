"""The same data makes the same site, byte for byte, on whatever machine and in however many processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod import source
from lod.publishing.disk import manifest
from lod.publishing.disk.folder import Folder
from tests.publishing import test_build as building
from tests.publishing.conftest import CASES

# Without validation, which is not what is tested.
_SCRIPT = """
import sys
from pathlib import Path
import lod
from lod.publishing import publish
from lod.publishing.making import Processes
site = lod.open(Path(sys.argv[1]))
publish(
    site.config, Path(sys.argv[2]), graph=site.graph, vocabulary=site.vocabulary, crew=Processes(int(sys.argv[3]))
)
"""


def _published(workspace: Path, output: Path, jobs: int, cwd: Path, **environment: str) -> dict[str, bytes]:
    command = (sys.executable, "-c", _SCRIPT, str(workspace), str(output), str(jobs))
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    subprocess.run(command, check=True, cwd=cwd, env={**variables, **environment})
    return _content(output)


def _content(site: Path) -> dict[str, bytes]:
    """The files of a site, but for the key in its manifest: it stands for lod too, which others may edit meanwhile."""
    found = building.content(site)
    kept = manifest.read(Folder(site))
    assert kept is not None
    found[f".lod/{manifest.PATH.rpartition('/')[2]}"] = repr((dict(kept.digests), sorted(kept.units.items()))).encode()
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "site", tmp_path / "here")
    return tmp_path / "here"


def test_two_machines_make_the_same_site(workspace: Path, tmp_path: Path) -> None:
    """Hashes, time zone, language, folder, processes, and the order of files and statements are others."""
    there = tmp_path / "a folder" / "elsewhere"
    there.mkdir(parents=True)
    for path in sorted(workspace.rglob("*"), reverse=True):
        if path.is_file() and "data" not in path.relative_to(workspace).parts:
            (there / path.relative_to(workspace)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, there / path.relative_to(workspace))
    statements = [t for file in source.find([workspace / "data"]) for t in source.read(file, building.CONFIG.base)]
    (there / "data").mkdir()
    ox.serialize(
        [ox.Quad(t.subject, t.predicate, t.object) for t in reversed(statements)],
        str(there / "data" / "all.nt"),
        format=ox.RdfFormat.N_TRIPLES,
    )
    epoch = {"SOURCE_DATE_EPOCH": "1700000000"}
    one = _published(workspace, tmp_path / "one", 1, workspace, PYTHONHASHSEED="1", TZ="UTC", LANG="C.UTF-8", **epoch)
    other = _published(
        there, tmp_path / "other", 2, tmp_path, PYTHONHASHSEED="2", TZ="Asia/Kolkata", LANG="tr_TR.ISO-8859-9", **epoch
    )
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_processes_make_the_same_site(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib, tests.publishing.test_build as t; t.build(t.TRIPLES, pathlib.Path(sys.argv[1]), jobs=3)"
    )
    # In a process of its own: pytest has threads, which do not go together with fork.
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "many")], check=True)
    building.build(building.TRIPLES, tmp_path / "one")
    assert _content(tmp_path / "many") == _content(tmp_path / "one")
