"""Judges that have seen many servers. They take their time, so they are asked where LOD_JUDGES says: in .ci/run.

LOD_JUDGES is the folder of Comunica's programs; schemathesis stands beside Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.running import Server


def _program(name: str, how: str) -> str:
    if "LOD_JUDGES" not in os.environ:
        pytest.skip("judges are asked where LOD_JUDGES is set")
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    found = beside or shutil.which(name, path=os.environ["LOD_JUDGES"])
    if found is None:
        pytest.skip(f"{name} is not installed: {how}")
    return found


def test_the_server_keeps_to_its_openapi_description(server: Server, tmp_path: Path) -> None:
    """schemathesis makes requests up from the description, right ones and wrong ones, and compares the answers."""
    judge = _program("schemathesis", "pip install schemathesis")
    command = [
        judge,
        "run",
        f"{server.address}openapi.json",
        "--url",
        server.address.rstrip("/"),
        "--max-examples",
        "5",
    ]
    # A description cannot say which things the data knows: other names are refused, and rightly.
    command += ["--exclude-checks", "positive_data_acceptance", "--checks", "all", "--seed", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]


def test_comunica_follows_links_and_asks_the_endpoint(server: Server) -> None:
    """Comunica 4 asks the endpoint, and the data behind a thing's address."""
    judge = _program("comunica-sparql", "npm install @comunica/query-sparql@4")
    query = "SELECT ?name { ?guest a <https://schema.org/Person> ; <https://schema.org/name> ?name } ORDER BY ?name"
    for source in (f"sparql@{server.address}sparql", f"{server.address}dataset"):
        command = [judge, source, query, "-t", "text/csv"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
        assert done.returncode == 0, done.stderr[-2000:]
        assert [line.strip('"') for line in done.stdout.split()[1::2]] == ["Ada", "Jürgen", "Xaver"]
