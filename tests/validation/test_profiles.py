"""Profiles hold when they are asked for, and not before."""

from dataclasses import replace
from pathlib import Path

import pytest

from lod.config import Config
from lod.errors import UsageError
from lod.validation import Report, validate
from lod.validation.profiles import find
from tests.validation.cases import CASES, workspace

SHAPES = (CASES / "broken" / "shapes.ttl").read_text("utf-8")


def _config(folder: Path) -> Config:
    (folder / "profiles").mkdir(parents=True)
    for name in ("paper", "paper-more", "web"):
        (folder / "profiles" / f"{name}.ttl").write_text(SHAPES.replace("shapes/Place", f"shapes/{name}"))
    (folder / "s.ttl").write_text(SHAPES)
    return replace(workspace("broken", data="good.ttl"), shapes=(folder,))


def _shapes(report: Report) -> list[str]:
    return sorted((result.shape or "").rpartition("/")[2] for result in report.results)


def test_a_profile_holds_if_it_is_asked_for_with_all_its_files(tmp_path: Path) -> None:
    """Its files are NAME.ttl and NAME-something.ttl; several profiles may be asked for."""
    config = _config(tmp_path)
    assert _shapes(validate(config)) == ["Place"]
    assert _shapes(validate(config, profiles=["paper"])) == ["Place", "paper", "paper-more"]
    assert _shapes(validate(config, profiles=["web", "paper-more", "web"])) == ["Place", "paper-more", "web"]


def test_the_package_s_profiles_are_there_in_every_workspace(tmp_path: Path) -> None:
    """Also where the workspace has shapes of its own, or none."""
    config = replace(workspace("broken", data="good.ttl"), shapes=(tmp_path,))
    assert {path.stem.partition("-")[0] for path in find(config, ["google", "dcat-ap-de"])} == {"google", "dcat"}


def test_an_unknown_profile_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    """Otherwise a typo would pass for a clean bill."""
    with pytest.raises(UsageError, match="google"):
        validate(_config(tmp_path), profiles=["googel"])


def test_the_files_of_a_profile_can_be_named_as_shapes(tmp_path: Path) -> None:
    """Who names a file outright means it."""
    config = _config(tmp_path)
    config = replace(config, shapes=(tmp_path / "profiles" / "web.ttl",))
    assert _shapes(validate(config)) == ["web"]
