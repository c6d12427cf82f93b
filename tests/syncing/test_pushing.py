"""A push brings the store to exactly what the files say, whatever was there, and sends no more than has changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import SourceError, StoreError, UsageError
from lod.graph.skolem import Skolem
from lod.syncing import push
from tests.graph.triples import graphs
from tests.stores import GRAPH, Asked, Miniature, Reply, miniature
from tests.syncing.workspaces import FILES, held, pushed, remote, said, written

LEDGER = f"{GRAPH}#lod-push"


@pytest.fixture(scope="module")
def lasting() -> Iterator[Miniature]:
    with miniature() as running:
        yield running


def as_turtle(triples: list[ox.Triple]) -> str:
    return "".join(f"{triple} .\n" for triple in dict.fromkeys(triples))


#: States of a workspace, one after the other: which file says what.
histories = st.lists(
    st.dictionaries(st.sampled_from(["a.nt", "b.nt", "c/d.nt"]), graphs.map(as_turtle), min_size=1),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("ways", [{"update": True}, {"update": False, "data": True}], ids=["update", "graph store"])
@settings(max_examples=6)
@given(histories)
def test_after_each_push_the_store_holds_what_the_files_say(
    lasting: Miniature, ways: dict[str, bool], history: list[dict[str, str]]
) -> None:
    lasting.store.clear()
    with tempfile.TemporaryDirectory() as folder:
        for files in history:
            config = written(Path(folder), files)
            graph = remote(lasting, **ways)
            foreseen = push(config, graph, dry_run=True)
            done = push(config, graph)
            # The same blank nodes said by two files are the same in the store.
            skolem = Skolem(GRAPH)
            assert len(lasting.triples()) == done.held == done.expected
            assert (done.added, done.removed) == (foreseen.added, foreseen.removed)
            assert lasting.triples() == normal(
                triple for text in files.values() for triple in skolem.named(parsed(text))
            )
            again = push(config, graph)
            assert (again.changed, again.added, again.removed, again.right) == (0, 0, 0, True)
            whole = push(config, graph, every=True)
            assert (whole.added, whole.removed, whole.right) == (0, 0, True)


def parsed(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.N_TRIPLES)]


def normal(triples: Iterator[ox.Triple]) -> set[ox.Triple]:
    """Return triples as the engine of the store keeps them."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return {quad.triple for quad in store}


def test_only_what_has_changed_is_sent(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    assert pushed(config, mini).added == 9
    written(tmp_path, {**FILES, "people.ttl": FILES["people.ttl"].replace("36", "37")})
    before = len(mini.asked)
    done = pushed(config, mini)
    assert (done.changed, done.added, done.removed) == (1, 1, 1)
    sent = "".join(asked.fields["update"] for asked in mini.asked[before:] if asked.path == "/update")
    assert '"37"' in sent
    assert "Attendorn" not in sent
    assert said(config) == held(mini)


def test_a_dry_run_changes_nothing(mini: Miniature, tmp_path: Path) -> None:
    done = pushed(written(tmp_path), mini, dry_run=True)
    assert (done.added, done.removed, done.held) == (9, 0, None)
    assert not list(mini.store)
    assert all(asked.path == "/query" for asked in mini.asked)


def test_a_file_that_moves_changes_nothing_but_the_ledger(mini: Miniature, tmp_path: Path) -> None:
    pushed(written(tmp_path), mini)
    files = {f"else/{name}": text for name, text in FILES.items()}
    done = pushed(written(tmp_path, files), mini)
    assert (done.changed, done.gone, done.added, done.removed) == (3, 3, 0, 0)


def test_what_vanishes_from_one_file_stays_if_another_says_it(mini: Miniature, tmp_path: Path) -> None:
    twice = {**FILES, "again.ttl": FILES["places.ttl"]}
    pushed(written(tmp_path, twice), mini)
    done = pushed(written(tmp_path), mini)
    assert (done.gone, done.removed) == (1, 0)
    config = written(tmp_path, {name: text for name, text in FILES.items() if name != "places.ttl"})
    assert pushed(config, mini).removed == 3
    assert said(config) == held(mini)


def test_two_machines_agree_through_the_ledger(mini: Miniature, tmp_path: Path) -> None:
    pushed(written(tmp_path / "one"), mini)
    there = pushed(written(tmp_path / "two"), mini)
    assert (there.changed, there.added, there.removed) == (0, 0, 0)


@pytest.mark.parametrize("ways", [{"update": True}, {"update": False, "data": True}], ids=["update", "graph store"])
def test_a_push_that_is_broken_off_anywhere_is_gone_on_with(
    mini: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ways: dict[str, bool]
) -> None:
    monkeypatch.setattr("lod.graph.remote.writing._Updating.files", 1)
    monkeypatch.setattr("lod.graph.remote.writing.BATCH", 4)
    changed = {**FILES, "people.ttl": '<person/ada> <urn:at> [ <urn:town> "Siegen" ] .', "new.ttl": "<x> <y> 1 ."}
    del changed["places.ttl"]
    for broken in range(1, 60, 3):
        mini.store.clear()
        mini.fault = lambda _: None
        push(written(tmp_path), remote(mini, **ways))
        config = written(tmp_path, changed)
        start = len(mini.asked)
        # From one request on nobody is there any more, so that not even the claim can be given back.
        mini.fault = lambda asked: Reply(0) if asked.number >= start + broken else None  # noqa: B023  # used in this round
        try:
            push(config, remote(mini, **ways))
        except StoreError:
            pass
        else:
            break
        mini.fault = lambda _: None
        monkeypatch.setattr("lod.syncing.lease._runs", lambda _: False)
        done = push(config, remote(mini, **ways))
        monkeypatch.undo()
        monkeypatch.setattr("lod.graph.remote.writing._Updating.files", 1)
        monkeypatch.setattr("lod.graph.remote.writing.BATCH", 4)
        assert said(config) == held(mini)
        assert done.right
    assert 8 < broken < 58


def test_data_that_no_push_has_brought_is_not_removed_unless_it_is_said(mini: Miniature, tmp_path: Path) -> None:
    mini.store.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:foreign> <urn:p> 1 , [ <urn:q> 2 ] }} }}")
    config = written(tmp_path)
    with pytest.raises(UsageError, match="holds 3 triples that no push has brought"):
        pushed(config, mini)
    mini.store.update(f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?s <urn:q> ?o . ?t ?p ?s }} }}")
    assert pushed(config, mini, every=True).right
    assert said(config) == held(mini)


def test_what_others_write_is_noticed_by_the_count_and_mended_by_all(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    pushed(config, mini)
    mini.store.update(
        f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:foreign> <urn:p> 1 }} }} ;"
        f'DELETE DATA {{ GRAPH <{GRAPH}> {{ <{GRAPH}person/ada> <urn:name> "Ada" }} }} ;'
        f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{GRAPH}person/ada> <urn:wrong> 1 }} }}"
    )
    done = pushed(config, mini)
    assert not done.right
    assert (done.held, done.expected) == (10, 9)
    assert not pushed(config, mini).right
    mended = pushed(config, mini, every=True)
    assert (mended.added, mended.removed, mended.right) == (1, 2, True)
    assert said(config) == held(mini)


def test_an_empty_workspace_does_not_empty_the_store(mini: Miniature, tmp_path: Path) -> None:
    pushed(written(tmp_path), mini)
    with pytest.raises(SourceError, match="no files of data"):
        pushed(written(tmp_path, {}).__class__(root=tmp_path, base=GRAPH), mini)
    assert len(mini.triples()) == 9


def test_a_second_push_at_the_same_time_is_refused_and_the_first_comes_to_its_end(
    mini: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = written(tmp_path)
    told: list[str] = []

    def meanwhile(asked: Asked) -> None:
        if GRAPH in asked.fields.get("update", "") and "urn:name" in asked.fields["update"] and not told:
            told.append("")
            with pytest.raises(StoreError) as caught:
                pushed(config, mini)
            told.append(str(caught.value))

    mini.fault = meanwhile
    assert pushed(config, mini).right
    assert "another push is at work" in told[1]
    assert "UTC" in told[1]
    assert said(config) == held(mini)


def test_two_that_claim_at_once_do_not_both_go_on(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    claim = f'<{LEDGER}> <urn:lod:push:claim> "99999999999 elsewhere 1 other"'

    def other(asked: Asked) -> None:
        if "urn:lod:push:claim" in asked.fields.get("update", ""):
            mini.store.update(f"INSERT DATA {{ GRAPH <{LEDGER}> {{ {claim} }} }}")

    mini.fault = other
    with pytest.raises(StoreError, match="another push is at work"):
        pushed(config, mini)
    assert mini.triples() == set()
    assert [triple.object.value for triple in mini.triples(LEDGER)] == ["99999999999 elsewhere 1 other"]  # type: ignore[union-attr]  # a claim is a literal


def test_a_claim_whose_time_is_over_holds_nobody_up(mini: Miniature, tmp_path: Path) -> None:
    claim = f'<{LEDGER}> <urn:lod:push:claim> "1000000000 elsewhere 1 other"'
    mini.store.update(f"INSERT DATA {{ GRAPH <{LEDGER}> {{ {claim} }} }}")
    assert pushed(written(tmp_path), mini).right
    assert "elsewhere" not in str(mini.triples(LEDGER))


@pytest.mark.parametrize(
    ("status", "told"),
    [(403, "403 Forbidden"), (405, "may be read-only"), (507, "no room left"), (401, "LOD_STORE_USER")],
)
def test_a_store_that_does_not_take_it_is_told_in_words(
    mini: Miniature, tmp_path: Path, status: int, told: str
) -> None:
    mini.fault = lambda asked: Reply(status) if asked.path == "/update" else None
    with pytest.raises(StoreError) as caught:
        pushed(written(tmp_path), mini)
    assert told in str(caught.value)


def test_a_store_that_is_full_in_the_middle_is_gone_on_with_once_there_is_room(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    mini.fault = lambda asked: Reply(507) if "urn:name" in asked.fields.get("update", "") else None
    with pytest.raises(StoreError, match="507"):
        pushed(config, mini)
    mini.fault = lambda _: None
    assert pushed(config, mini).right
    assert said(config) == held(mini)


def test_long_updates_are_halved_and_a_single_statement_that_is_refused_is_named(
    mini: Miniature, tmp_path: Path
) -> None:
    config = written(tmp_path)
    mini.fault = lambda asked: Reply(413) if len(asked.fields.get("update", "")) > 300 else None
    assert pushed(config, mini).right
    assert said(config) == held(mini)
    mini.fault = lambda asked: Reply(500, body=b"no durations") if '"Gera"' in asked.fields.get("update", "") else None
    written(tmp_path, {**FILES, "new.ttl": '<place/gera> <urn:name> "Gera" ; <urn:p> 1, 2, 3 .'})
    with pytest.raises(StoreError, match="no durations") as caught:
        pushed(config, mini)
    assert f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <{GRAPH}place/gera> <urn:name> "Gera" . }} }}' in str(caught.value)


def test_a_store_that_refuses_durations_gets_stand_ins_that_come_back_as_what_they_stand_for(
    mini: Miniature, tmp_path: Path
) -> None:
    """Behind a proxy nobody knows it by its name."""
    datatype = "http://www.w3.org/2001/XMLSchema#duration"
    refused = Reply(500, body=f"Literal of type {datatype} can not be created SPARQL query: ...".encode())
    mini.fault = lambda asked: refused if f"^^<{datatype}>" in asked.fields.get("update", "") else None
    for time in ("PT2H", "PT3H"):
        config = written(tmp_path, {**FILES, "event.ttl": f'<event/x> <urn:takes> "{time}"^^<{datatype}> .'})
        assert pushed(config, mini).right
        triple = ox.Triple(
            ox.NamedNode(f"{GRAPH}event/x"),
            ox.NamedNode("urn:takes"),
            ox.Literal(time, datatype=ox.NamedNode(datatype)),
        )
        assert triple not in mini.triples()
        assert triple in set(remote(mini).triples())
        answer = remote(mini).query("CONSTRUCT WHERE { ?s <urn:takes> ?o }")
        assert not isinstance(answer, bool)
        assert list(answer) == [triple]


def test_what_a_store_says_of_other_things_brings_no_stand_ins(mini: Miniature, tmp_path: Path) -> None:
    datatype = "http://www.w3.org/2001/XMLSchema#duration"
    mini.fault = lambda asked: Reply(413) if len(asked.fields.get("update", "")) > 300 else None
    config = written(tmp_path, {**FILES, "event.ttl": f'<event/x> <urn:takes> "PT2H"^^<{datatype}> .'})
    assert pushed(config, mini).right
    assert said(config) == held(mini)


def test_a_store_without_an_address_to_write_to_is_told(mini: Miniature, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no address to write to"):
        push(written(tmp_path), remote(mini, update=False))


def test_a_ledger_that_others_have_written_to_is_put_right(mini: Miniature, tmp_path: Path) -> None:
    config = written(tmp_path)
    pushed(config, mini)
    mini.store.update(
        f"DELETE WHERE {{ GRAPH <{LEDGER}> {{ <{LEDGER}> ?p ?o }} }} ;"
        f'INSERT DATA {{ GRAPH <{LEDGER}> {{ <{LEDGER}> <urn:lod:push:triples> "many" ;'
        f' <urn:lod:push:claim> "mine" }} }} ;'
        f"DELETE {{ GRAPH <{LEDGER}> {{ ?f <urn:lod:push:digest> ?d }} }} WHERE {{ GRAPH <{LEDGER}> {{"
        f' ?f <urn:lod:push:path> "data/people.ttl" ; <urn:lod:push:digest> ?d }} }}'
    )
    mended = pushed(config, mini)
    assert (mended.changed, mended.added, mended.removed, mended.right) == (1, 0, 0, True)
    assert pushed(config, mini).changed == 0
