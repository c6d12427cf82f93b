"""What is wrong with the workspace, not with the request: the reader is told so, the log says what and where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.server.running import NEWS, serving

BROWSER = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("template", "media_type"),
    [("thing.html", "text/html; charset=utf-8"), ("layout.html", "text/plain; charset=utf-8")],
)
def test_a_broken_template_costs_its_pages_only_and_is_named_in_the_log(
    template: str, media_type: str, tmp_path: Path
) -> None:
    """Where the template of the page that says so is broken too, plain text says it."""
    workspace = tmp_path / "news"
    shutil.copytree(NEWS, workspace)
    (workspace / "templates").mkdir()
    (workspace / "templates" / template).write_text("<h1>\n{{ nothing.of_this }}{% block main %}{% endblock %}\n")
    with serving(workspace, tmp_path / "log", "--no-reload") as server:
        came = server.get("place/mill.html", BROWSER)
        assert (came.status, came.headers["content-type"]) == (500, media_type)
        assert "a fault on our side" in came.text
        assert template not in came.text
        assert "Traceback" not in came.text
        assert "default-src 'none'" in came.headers["content-security-policy"]
        assert server.get("place/mill.ttl").status == 200
        assert server.ask("ASK {}").status == 200
    log = (tmp_path / "log").read_text()
    assert f"place/mill.html: error: {template}:2: " in log
    assert "Traceback" not in log
