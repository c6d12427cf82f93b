"""What all commands share."""

from __future__ import annotations

import pytest

from lod.cli.options import reader_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "en_GB", "LC_ALL": "de"}, "de"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the system lacks that locale; one that the workspace does not speak gives way to its first."""
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert reader_language(None, ("en", "de")) == language


def test_a_language_that_is_asked_for_is_taken_as_it_is() -> None:
    """Whatever the environment says."""
    assert reader_language("fr", ("en", "de")) == "fr"
