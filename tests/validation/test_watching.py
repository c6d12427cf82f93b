"""Changes are seen, once, when they are finished."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from lod.validation.watching import changes, state


def test_changed_new_and_deleted_files_are_told_together_when_all_is_quiet(tmp_path: Path) -> None:
    """Each wait is a step of a person: what they do within two looks is told once."""
    first, second = tmp_path / "a.ttl", tmp_path / "sub" / "b.ttl"
    second.parent.mkdir()
    first.write_text("1")
    second.write_text("1")
    steps: Iterator[Callable[[], object]] = iter(
        (
            list,
            partial(first.write_text, "12"),
            partial((tmp_path / "c.ttl").write_text, "1"),
            second.unlink,
            list,
            partial(first.write_text, "123"),
            list,
        )
    )
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        next(steps)()

    told = list(islice(changes(lambda: [tmp_path], state([tmp_path]), sleep=sleep), 2))
    assert told == [[str(first), str(tmp_path / "c.ttl"), str(second)], [str(first)]]
    assert max(waits) < 0.5


def test_hidden_files_and_links_that_lead_in_circles_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".a.ttl.swp").write_text("1")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "dead.ttl").symlink_to("nothing")
    (tmp_path / "x.ttl").write_text("1")
    assert set(state([tmp_path, tmp_path / "missing"])) == {str(tmp_path / name) for name in ("dead.ttl", "x.ttl")}


def test_a_look_at_many_files_is_quick(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.ttl").touch()
    before = os.times()
    state([tmp_path])
    after = os.times()
    assert (after.user - before.user) + (after.system - before.system) < 0.2
