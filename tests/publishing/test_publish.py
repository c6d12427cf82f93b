"""Publishing puts the whole site in place and says what was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lod.errors import PublishError, UsageError
from lod.publishing import Site, artifacts, publish
from lod.workspace import Workspace

#: What lod keeps for itself, which is not counted.
MINE = {".lod-site", "manifest", "dumps"}


def test_the_summary_counts_what_is_there(workspace: Workspace, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    output = tmp_path / "site"
    summary = publish(
        workspace.config,
        output,
        graph=workspace.graph,
        vocabulary=workspace.vocabulary,
        progress=lambda done, of: seen.append((done, of)),
    )
    files = [path for path in output.rglob("*") if path.is_file() and MINE.isdisjoint(path.parts)]
    assert summary.files == summary.written == len(files)
    assert summary.bytes == sum(path.stat().st_size for path in files)
    assert seen[-1][0] == seen[-1][1] >= summary.things
    assert {
        "index.html",
        "index.en.html",
        "ontology.ttl",
        "shapes.html",
        "dump.nq.gz",
        "dataset.ttl",
        "sitemap.xml",
        "robots.txt",
        "void",
        "style.css",
    } <= {path.name for path in files}


def test_a_base_url_must_be_a_web_address(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="web address"):
        publish(
            workspace.config, tmp_path, graph=workspace.graph, vocabulary=workspace.vocabulary, base_url="localhost"
        )


def test_a_folder_of_somebody_else_is_refused_before_anything_is_made(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(PublishError):
        publish(workspace.config, tmp_path, graph=workspace.graph, vocabulary=workspace.vocabulary)


def test_a_template_of_the_workspace_stands_in_the_place_of_ours(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = '{% extends "builtin/thing.html" %}{% block colour %}mine{% endblock %}'
    (tmp_path / "templates" / "thing.html").write_text(own)
    config = replace(workspace.config, templates=(tmp_path / "templates",))
    site = Site(config, workspace.graph, workspace.vocabulary, config.base)
    page = next(artifact for artifact in artifacts(site) if artifact.path.endswith(".html"))
    assert b'<body class="mine">' in page.content


def test_a_broken_template_is_named_with_its_line(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "thing.html").write_text("fine\n{{ nothing.here }}")
    config = replace(workspace.config, templates=(tmp_path,))
    with pytest.raises(PublishError, match=r"thing\.html:2"):
        publish(config, tmp_path / "site", graph=workspace.graph, vocabulary=workspace.vocabulary)
