"""A pull writes files that say what the store holds, and never over others unless that is wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.errors import PublishError, StoreError, UsageError
from lod.syncing import pull
from lod.syncing.files import File
from lod.syncing.ledger import Ledger
from tests.stores import GRAPH, Miniature
from tests.syncing.workspaces import FILES, held, pushed, remote, said, written

LEDGER = f"{GRAPH}#lod-push"


def test_a_push_of_what_was_pulled_changes_nothing_and_the_files_stay_the_same(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path / "one")
    pushed(config, mini)
    there = tmp_path / "two"
    done = pull(config, remote(mini), there)
    assert (done.files, done.written, done.triples) == (3, 3, 9)
    copy = replace(config, root=there, data=(there / "data",))
    assert said(copy) == said(config) == held(mini)
    content = {path: path.read_bytes() for path in there.rglob("*.ttl")}
    assert {path.relative_to(there / "data").as_posix() for path in content} == set(FILES)
    again = pushed(copy, mini)
    assert (again.added, again.removed, again.right) == (0, 0, True)
    assert pull(config, remote(mini), there).written == 0
    assert {path: path.read_bytes() for path in there.rglob("*.ttl")} == content


def test_nothing_is_overwritten_unless_it_is_wanted(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    pushed(config, mini)
    before = (tmp_path / "data/people.ttl").read_text()
    (tmp_path / "data/places.ttl").unlink()
    with pytest.raises(UsageError, match="says otherwise than the store"):
        pull(config, remote(mini), tmp_path)
    assert (tmp_path / "data/people.ttl").read_text() == before
    assert not (tmp_path / "data/places.ttl").exists()
    assert pull(config, remote(mini), tmp_path, force=True).written == 3
    assert said(config) == held(mini)


def test_what_no_push_has_brought_goes_to_a_file_for_each_kind(mini: Miniature, tmp_path: Path) -> None:
    mini.store.update(
        f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{GRAPH}person/ada> <urn:p> 1 . <{GRAPH}event/x> <urn:p> [ <urn:q> 2 ] ."
        f"<{GRAPH}ontology/Thing> <urn:p> 3 . <https://else.example/x> <urn:p> 4 . <{GRAPH}../x/y> <urn:p> 5 }} }}"
    )
    config = written(tmp_path / "none")
    done = pull(config, remote(mini), tmp_path / "out")
    found = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.ttl")}
    assert found == {"data/person.ttl", "data/event.ttl", "data/other.ttl", "ontology/terms.ttl"}
    assert done.triples == 6


@pytest.mark.parametrize("name", ["../../x.ttl", "/tmp/x.ttl", ".hidden/x.ttl", "data/x.py", "C:x.ttl", "data\\x.ttl"])  # noqa: S108  # it must not be written
def test_a_name_in_the_store_never_leads_out_of_the_folder(mini: Miniature, tmp_path: Path, name: str) -> None:
    config = written(tmp_path / "one")
    ada = ox.NamedNode(f"{GRAPH}person/ada")
    mini.store.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {ada} <urn:p> 1 }} }}")
    Ledger(remote(mini), GRAPH).record([(File(name, str(tmp_path), "digest"), [ada])], [])
    pull(config, remote(mini), tmp_path / "a" / "b")
    files = [
        path.relative_to(tmp_path / "a" / "b").as_posix() for path in (tmp_path / "a").rglob("*") if path.is_file()
    ]
    assert files == ["data/other.ttl"]


def test_nothing_is_pulled_while_someone_pushes(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    claim = f'<{LEDGER}> <urn:lod:push:claim> "99999999999 elsewhere 1 other"'
    mini.store.update(f"INSERT DATA {{ GRAPH <{LEDGER}> {{ {claim} }} }}")
    with pytest.raises(StoreError, match="another push is at work"):
        pull(config, remote(mini), tmp_path / "out")


def test_a_folder_that_cannot_be_written_to_is_told(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    pushed(config, mini)
    (tmp_path / "out").write_text("a file")
    with pytest.raises(PublishError, match="cannot be written"):
        pull(config, remote(mini), tmp_path / "out")
