"""The public names of the package, as a list: adding or taking one away is a decision, not an accident."""

from __future__ import annotations

import subprocess
import sys

import lod

PUBLIC = {
    "Answer", "Artifact", "Config", "ConfigError", "Document", "Graph", "InvalidData", "LodError", "Origin",
    "PublishError", "QueryError", "Report", "Result", "Severity", "SourceError", "UnknownNode", "UsageError",
    "Workspace", "embed", "open",
}  # fmt: skip


def test_the_public_names_are_these_and_all_can_be_had() -> None:
    assert set(lod.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(lod, name).__doc__, f"{name} has no docstring"


def test_importing_lod_loads_no_library() -> None:
    code = "import sys, lod; print([m for m in ('rdflib', 'pyshacl', 'pyoxigraph', 'click') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom lod.cli import group\n"
        "group(['--help'], standalone_mode=False)\n"
        "heavy = ('rdflib', 'pyshacl', 'pyoxigraph', 'minijinja', 'requests', 'rich', 'uvicorn', 'starlette')\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
