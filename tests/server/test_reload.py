"""The files change while the server runs."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from tests.server.running import NEWS, Came, Server, serving


@dataclass(frozen=True)
class Live:
    """A server of a workspace of its own."""

    server: Server
    facts: Path

    def until(self, path: str, right: Callable[[Came], bool]) -> Came:
        """Ask until the answer is right."""
        for _ in range(100):
            came = self.server.get(path)
            if right(came):
                return came
            time.sleep(0.1)
        raise TimeoutError(f"{came.status} {came.body[:300]!r}\n{self.server.log.read_text()}")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    shutil.copytree(NEWS, tmp_path / "news")
    with serving(tmp_path / "news", tmp_path / "log") as server:
        yield Live(server, tmp_path / "news" / "data" / "facts.ttl")


def test_a_changed_file_is_served_and_what_was_taken_out_is_gone(live: Live) -> None:
    before = live.server.get("event/fair.html")
    assert "Sommerfest" in before.text
    text = live.facts.read_text("utf-8").replace("Sommerfest", "Winterfest").replace("person:ada ,", "")
    live.facts.write_text(text[: text.index("person:ada a")] + text[text.index("<person/x.y>") :], "utf-8")
    after = live.until("event/fair.html", lambda came: "Winterfest" in came.text)
    assert after.headers["etag"] != before.headers["etag"]
    # The old state answers who comes on its last connections.
    live.until("person/ada", lambda came: came.status == 410)
    live.until("person/ada.ttl", lambda came: came.status == 410)
    live.until("event/fair.html", lambda came: came.headers["etag"] == after.headers["etag"])


def test_a_broken_file_keeps_the_last_good_data_and_says_why(live: Live) -> None:
    good = live.facts.read_text("utf-8")
    live.facts.write_text(good + "\nthis is no Turtle", "utf-8")
    came = live.until("health", lambda came: b"stale" in came.body)
    fault = orjson.loads(came.body)["fault"]
    assert "facts.ttl:" in fault
    assert str(live.facts.parents[1]) not in fault, "where it lies on this machine is nobody's business"
    assert "facts.ttl" in live.server.log.read_text()
    assert "Sommerfest" in live.server.get("event/fair.html").text
    live.facts.write_text(good.replace("Sommerfest", "Frühlingsfest"), "utf-8")
    live.until("event/fair.html", lambda came: "Frühlingsfest" in came.text)
    assert orjson.loads(live.server.get("health").body)["status"] == "ok"


def test_requests_during_a_change_are_all_answered(live: Live) -> None:
    for word in ("Herbstfest", "Dorffest"):
        live.facts.write_text(live.facts.read_text("utf-8").replace("Sommerfest", word), "utf-8")
        over = time.monotonic() + 2
        while time.monotonic() < over:
            assert live.server.get("event/fair.html").status == 200
