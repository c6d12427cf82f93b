"""Settings are read strictly: what cannot be used is told with file, line and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lod import config
from lod.errors import ConfigError

CASES = Path(__file__).parent / "cases" / "config"


@pytest.mark.parametrize("case", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_faulty_configuration_is_told_with_its_line_and_a_remedy(case: Path) -> None:
    expected = case.read_text("utf-8").splitlines()[0].removeprefix("# expect: ")
    what, _, remedy = expected.partition(" | ")
    with pytest.raises(ConfigError) as caught:
        config.load(case)
    error = caught.value
    assert f"{error.where}: {error.what}".removeprefix(f"{case}:").strip().startswith(what)
    assert error.remedy
    assert remedy in error.remedy


def write(folder: Path, text: str) -> Path:
    file = folder / "lod.toml"
    file.write_text(f'base = "https://x.example/lod/"\n{text}', "utf-8")
    return file


def test_folders_are_found_by_their_names_and_the_builtin_terms_and_shapes_come_first(tmp_path: Path) -> None:
    for name in ("data", "shapes"):
        (tmp_path / name).mkdir()
    found = config.load(write(tmp_path, ""))
    assert found.data == (tmp_path / "data",)
    assert found.shapes == (config.builtin("shapes").resolve(), (tmp_path / "shapes").resolve())
    assert found.ontology == (config.builtin("ontology").resolve(),)


def test_in_this_repository_the_builtin_folders_are_the_workspaces_own() -> None:
    found = config.load(Path(__file__).parents[1])
    assert found.source is not None
    assert found.source.name == "pyproject.toml"
    assert len(found.shapes) == len(found.ontology) == 1


def test_prefixes_may_be_relative_to_the_base(tmp_path: Path) -> None:
    found = config.load(write(tmp_path, 'prefixes = { event = "event/", ex = "https://e.example/" }\n'))
    assert found.prefixes["event"] == "https://x.example/lod/event/"
    assert found.prefixes["ex"] == "https://e.example/"
    assert found.prefixes["onto"] == "https://x.example/lod/ontology/"


def test_a_title_without_language_is_in_the_first_one(tmp_path: Path) -> None:
    found = config.load(write(tmp_path, 'languages = ["en", "de"]\ntitle = "News"\n'))
    assert dict(found.title) == {"en": "News"}


def test_the_nearest_workspace_upwards_is_found(tmp_path: Path) -> None:
    file = write(tmp_path, "")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert config.find(tmp_path / "a" / "b") == file.resolve()


def test_a_folder_without_configuration_is_an_error_that_names_init(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="lod init"):
        config.load(tmp_path)


def test_a_workspace_that_carries_all_of_the_builtin_files_is_not_given_them_twice(tmp_path: Path) -> None:
    shutil.copytree(config.builtin("shapes"), tmp_path / "shapes")
    assert config.load(write(tmp_path, "")).shapes == ((tmp_path / "shapes").resolve(),)
