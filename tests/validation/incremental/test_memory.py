"""What is kept of a validation: used where it holds, never in the way where it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lod.config import bare
from lod.validation import finding, validate
from lod.validation.incremental import store, updating
from lod.validation.inputs import Inputs
from tests.validation.incremental.editing import Folder

_FACTS = "@prefix schema: <https://schema.org/> .\n"
_TEXTS = [
    f"{_FACTS}<article/x> a schema:Article ; schema:author <person/a> .\n",
    f'{_FACTS}<person/a> a schema:Person ; schema:name "Ada" .\n',
    f"{_FACTS}<article/y> a schema:Article ; schema:author <person/b> .\n",
    f'{_FACTS}<person/b> a schema:Person ; schema:name "Bert" .\n',
    f'{_FACTS}<org/o> a schema:Organization ; schema:name "Verein" .\n',
]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, _TEXTS)


@pytest.fixture
def judgings(monkeypatch: pytest.MonkeyPatch) -> list[set[str] | None]:
    """Return a list that takes up what was judged each time: local names, or None for everything."""
    found: list[set[str] | None] = []
    judge = finding.judge

    def noted(read: Inputs, *rest: object, **more: object) -> object:
        among = None if read.among is None else {name.rpartition("/")[2] for name in read.among if ":" in name}
        found.append(among)
        return judge(read, *rest, **more)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(finding, "judge", noted)
    monkeypatch.setattr(updating, "judge", noted)
    monkeypatch.setattr(updating, "WORTH", 1)
    return found


def kept(folder: Folder) -> list[Path]:
    """Return the documents of the cache: the findings and the index."""
    return sorted((folder.root / store.FOLDER).glob("*.json"), key=lambda path: len(path.name))


def test_unchanged_data_is_not_judged_again(folder: Folder, judgings: list[set[str] | None]) -> None:
    """The second report is the first."""
    assert validate(folder.config).results == validate(folder.config).results
    assert judgings == [None]


def test_without_the_cache_everything_is_judged_and_nothing_kept(
    folder: Folder, judgings: list[set[str] | None]
) -> None:
    """`cache=False` neither reads nor writes."""
    validate(folder.config, cache=False)
    assert (judgings, (folder.root / store.FOLDER).exists()) == ([None], False)


@pytest.mark.parametrize(
    ("file", "old", "new", "judged"),
    [
        ("b.ttl", '"Ada"', '"Ada" ; schema:startDate "2026"', {"a"}),
        ("b.ttl", "Ada", "Eva", {"a", "x"}),
        ("b.ttl", "schema:Person", "schema:Place", {"a", "x"}),
        ("b.ttl", "<person/a>", "<person/e>", {"e", "x"}),
        ("b.ttl", '"Ada"', '"Ada" ; schema:memberOf <org/o>', {"a", "x", "o"}),
        ("e.ttl", "Verein", "Club", {"o"}),
        ("e.ttl", "Verein", "Ada", {"o", "a"}),
        ("a.ttl", "<person/a>", "<person/b>", {"x", "a"}),
    ],
    ids=["a date", "a name", "a class", "an address", "an inverse", "another name", "a name of others", "a link"],
)
def test_a_change_is_judged_as_far_as_it_is_seen(
    folder: Folder, judgings: list[set[str] | None], file: str, old: str, new: str, judged: set[str]
) -> None:
    """The changed file, what looks at what has changed in it, and nothing else."""
    validate(folder.config)
    path = folder.root / "data" / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    report = validate(folder.config)
    assert judgings == [None, judged]
    assert report.results == validate(folder.config, cache=False).results


def test_other_settings_shapes_or_profiles_mean_judging_everything(
    folder: Folder, judgings: list[set[str] | None]
) -> None:
    """What was found by other rules is no answer."""
    validate(folder.config)
    (folder.root / "shapes.ttl").write_text(
        (folder.root / "shapes.ttl").read_text("utf-8") + "# a line more\n", "utf-8"
    )
    validate(folder.config)
    validate(replace(folder.config, extract_words=3))
    validate(folder.config, engine="pyshacl")
    assert judgings == [None] * 4


@pytest.mark.parametrize("torn", ["", "{", "[]", "{}", '{"key": 1}'])
def test_what_is_torn_or_foreign_is_not_used(folder: Folder, judgings: list[set[str] | None], torn: str) -> None:
    """Everything is judged, and then the document is whole again."""
    first = validate(folder.config).results
    for path in kept(folder):
        path.write_text(torn, "utf-8")
    assert validate(folder.config).results == first
    assert validate(folder.config).results == first
    assert judgings == [None, None]


def test_findings_of_the_right_key_that_make_no_sense_are_not_used(
    folder: Folder, judgings: list[set[str] | None]
) -> None:
    """Neither findings nor an index that some other program has written do harm."""
    first = validate(folder.config).results
    findings, _ = kept(folder)
    document = store.read(folder.root, findings.name)
    senseless: list[object] = [{}, {**document["outcome"], "checks": [1]}, []]
    for outcome in senseless:
        store.write(folder.root, findings.name, {**document, "outcome": outcome})
        assert validate(folder.config).results == first
    assert judgings == [None] * 4


def test_a_document_in_which_one_character_has_changed_is_not_used(
    folder: Folder, judgings: list[set[str] | None]
) -> None:
    """Other text in a finding is as good JSON as before, and yet never shown."""
    (folder.root / "data" / "more.ttl").write_text(f"{_FACTS}<person/c> a schema:Persom .\n", "utf-8")
    first = validate(folder.config).results
    findings, _ = kept(folder)
    said = findings.read_text("utf-8")
    assert said.count("Persom")
    findings.write_text(said.replace("Persom", "Persan"), "utf-8")
    assert validate(folder.config).results == first
    assert judgings == [None] * 2


def test_an_index_of_other_findings_is_not_used(folder: Folder, judgings: list[set[str] | None]) -> None:
    """Two runs at once may leave the findings of one and the index of the other."""
    validate(folder.config)
    _, index = kept(folder)
    index.write_text(index.read_text("utf-8").replace('"stamp":"', '"stamp":"0'), "utf-8")
    (folder.root / "data" / "e.ttl").unlink()
    validate(folder.config)
    assert judgings == [None, None]


def test_a_file_that_changes_while_it_is_judged_is_judged_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is not what the digest is of; so nothing is kept."""
    path = folder.root / "data" / "e.ttl"
    text, judge = path.read_text("utf-8"), finding.judge

    def hurried(*inputs: object, **more: object) -> object:
        path.write_text(text + "<org/o> schema:nam 1 .\n", "utf-8")
        return judge(*inputs, **more)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(finding, "judge", hurried)
    validate(folder.config)
    assert kept(folder) == []


def test_where_nothing_can_be_written_validation_is_as_ever(folder: Folder) -> None:
    """A file stands where the folder should be, as on a disk that is not ours."""
    (folder.root / store.FOLDER).write_text("", "utf-8")
    assert validate(folder.config).results == validate(folder.config).results


def test_without_a_workspace_nothing_is_kept(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files named on the command line leave no trace."""
    monkeypatch.chdir(folder.root)
    validate(replace(bare(folder.root), data=folder.config.data))
    assert not (folder.root / store.FOLDER).exists()


def test_the_cache_is_no_part_of_the_repository_nor_of_backups(folder: Folder) -> None:
    """It ignores itself, and carries the tag of the Cache Directory Tagging Specification."""
    validate(folder.config)
    cache = folder.root / store.FOLDER
    assert (cache / ".gitignore").read_text("utf-8") == "*\n"
    assert (cache / "CACHEDIR.TAG").read_text("utf-8").startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert {path.suffix for path in cache.iterdir()} == {"", ".json", ".TAG"}


def test_old_documents_go(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many are kept."""
    monkeypatch.setattr(store, "KEPT", 4)
    for number in range(4):
        validate(replace(folder.config, data=tuple((folder.root / "data").glob("*.ttl"))[number:]))
    assert len(kept(folder)) == 4
