"""The HTTP client is patient where that helps, says who asks only when it is asked, and tells all faults in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lod.errors import StoreError, UsageError
from lod.graph.remote import Connection, Credentials, RemoteGraph, from_environment
from lod.graph.remote.connection import WAITS
from tests.stores import GRAPH, JSON, Asked, Miniature, Reply, free_port, miniature

SECRET = "s3cr3t pässword"  # noqa: S105  # of a store that lives for a test
COUNT = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"7"}}]}}'


@pytest.fixture
def mini() -> Iterator[Miniature]:
    with miniature() as running:
        yield running


def graph(mini: Miniature, credentials: Credentials | None = None, timeout: float | None = None) -> RemoteGraph:
    connection = Connection(credentials, timeout=timeout, wait=lambda _: None)
    return RemoteGraph(mini.settings(), GRAPH, connection)


def always(reply: Reply) -> Callable[[Asked], Reply]:
    return lambda _: reply


@pytest.mark.parametrize(
    ("reply", "told", "remedy"),
    [
        (Reply(401, {"WWW-Authenticate": "Basic"}), "answers 401", "LOD_STORE_USER"),
        (Reply(403), "answers 403 Forbidden", "only reading may be allowed"),
        (Reply(405), "answers 405", "read-only"),
        (Reply(413), "answers 413", "no request of this length"),
        (Reply(414), "answers 414", "no request of this length"),
        (Reply(500, body=b"no space left on device"), "answers 500 .*: no space left", "no room left"),
        (Reply(504), "answers 504", "narrower"),
        (Reply(507), "answers 507", "make some, and do the same again"),
        (Reply(200, {"Content-Type": "text/html"}, b"<html>"), "answers with text/html", "Its page is another"),
        (Reply(200, {"Content-Type": JSON}, COUNT[:-9]), "cannot be read", "cut off"),
        (Reply(200, {"Content-Type": JSON, "Content-Length": "999"}, COUNT, hang_up=True), "cannot be read", "cut off"),
        (Reply(0), "cannot be reached", "network"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Reply) else "",
)
def test_each_fault_is_told_with_its_place_and_a_remedy(mini: Miniature, reply: Reply, told: str, remedy: str) -> None:
    mini.fault = always(reply)
    with pytest.raises(StoreError, match=told) as caught:
        len(graph(mini))
    assert str(caught.value.where) == f"{mini.address}/query"
    assert remedy in (caught.value.remedy or "")


def test_a_store_that_is_down_is_told_at_once() -> None:
    mini = Miniature()
    mini.address = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(StoreError, match="cannot be reached: Connection refused"):
        len(graph(mini))


def test_a_store_that_is_slow_is_not_waited_for_longer_than_wanted(mini: Miniature) -> None:
    import threading

    over = threading.Event()
    mini.fault = lambda _: Reply(200) if over.wait(5) else None
    with pytest.raises(StoreError, match="did not answer in time"):
        len(graph(mini, timeout=0.1))
    over.set()


def test_a_store_that_restarts_is_waited_for_once_it_has_answered(mini: Miniature) -> None:
    remote = graph(mini)
    assert len(remote) == 0
    mini.fault = lambda asked: Reply(0) if asked.number in (2, 3) else None
    assert len(remote) == 0
    assert len(mini.asked) == 4


def test_an_answer_that_is_cut_off_is_asked_for_again(mini: Miniature) -> None:
    mini.fault = lambda asked: Reply(200, {"Content-Type": JSON}, COUNT[: -9 if asked.number < 3 else None])
    assert len(graph(mini)) == 7
    assert len(mini.asked) == 3


def test_waits_grow_and_are_never_the_same_for_all(mini: Miniature) -> None:
    mini.fault = always(Reply(503))
    waits: list[float] = []
    with pytest.raises(StoreError, match="503"):
        Connection(wait=waits.append).send("POST", f"{mini.address}/query")
    assert all(usual / 2 <= wait <= usual * 1.5 for usual, wait in zip(WAITS, waits, strict=True))
    assert waits != list(WAITS)


@pytest.mark.parametrize(
    ("challenge", "begins"), [("Basic realm=x", "Basic "), ('Digest realm="x", nonce="y", qop="auth"', "Digest ")]
)
def test_a_password_is_sent_in_the_way_that_is_asked_for_and_only_then(
    mini: Miniature, challenge: str, begins: str
) -> None:
    mini.fault = lambda asked: None if "Authorization" in asked.headers else Reply(401, {"WWW-Authenticate": challenge})
    remote = graph(mini, Credentials("me", SECRET))
    assert len(remote) == len(remote) == 0
    sent = [asked.headers.get("Authorization", "") for asked in mini.asked]
    assert sent[0] == ""
    assert all(text.startswith(begins) for text in sent if text)
    assert [bool(text) for text in sent[-2:]] == [True, True]
    assert remote.round_trips == len(sent)


def test_a_token_is_sent_with_every_request(mini: Miniature) -> None:
    len(graph(mini, Credentials(token="abc")))  # noqa: S106  # of a store that lives for a test
    assert mini.asked[0].headers["Authorization"] == "Bearer abc"


@pytest.mark.parametrize("credentials", [Credentials("me", SECRET), Credentials(token="t0ken")])  # noqa: S106  # as above
def test_wrong_credentials_are_told_and_never_shown(mini: Miniature, credentials: Credentials) -> None:
    mini.fault = always(Reply(401, {"WWW-Authenticate": "Basic"}))
    with pytest.raises(StoreError) as caught:
        len(graph(mini, credentials))
    assert "is not right" in str(caught.value)
    for text in (str(caught.value), repr(caught.value), repr(credentials), repr(caught.value.__dict__)):
        assert SECRET not in text
        assert "t0ken" not in text


def test_a_netrc_file_is_looked_into(mini: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password you\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    mini.fault = lambda asked: None if "Authorization" in asked.headers else Reply(401, {"WWW-Authenticate": "Basic"})
    assert len(graph(mini)) == 0


def test_credentials_come_from_the_environment() -> None:
    assert from_environment({}) is None
    assert from_environment({"LOD_STORE_USER": "me", "LOD_STORE_PASSWORD": "you"}) == Credentials("me", "you")
    assert from_environment({"LOD_STORE_TOKEN": "x"}) == Credentials(token="x")  # noqa: S106  # no secret
    with pytest.raises(UsageError, match="LOD_STORE_PASSWORD is not set"):
        from_environment({"LOD_STORE_USER": "me"})
    with pytest.raises(UsageError, match="LOD_STORE_TOKEN holds characters") as caught:
        from_environment({"LOD_STORE_TOKEN": "x\nHost: y"})
    assert "Host: y" not in str(caught.value)


def test_a_forked_process_opens_connections_of_its_own(mini: Miniature) -> None:
    remote = graph(mini)
    assert len(remote) == 0
    child = os.fork()
    if not child:
        os._exit(len(remote))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(remote) == 0
