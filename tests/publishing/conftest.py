"""One small site for the tests of the room, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lod import config as configuration
from lod.publishing import Site, artifacts
from lod.workspace import Workspace

CASES = Path(__file__).parent.parent / "cases" / "publishing"


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return Workspace(configuration.load(CASES / "site"))


@pytest.fixture(scope="session")
def site(workspace: Workspace) -> Site:
    return Site(workspace.config, workspace.graph, workspace.vocabulary, workspace.config.base)


@pytest.fixture(scope="session")
def files(site: Site) -> dict[str, bytes]:
    """The whole site: path -> content."""
    return {artifact.path: artifact.content for artifact in artifacts(site)}
