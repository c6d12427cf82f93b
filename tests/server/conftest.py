"""One server for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.running import NEWS, Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(NEWS, log, "--no-reload", "--workers", "2") as running:
        yield running
