"""Files of many megabytes: packed on their way, and in parts."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator

import pytest

from tests.server.running import NEWS, Server, serving

#: More than a server compresses while somebody waits.
LETTERS = 4_200_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("large")
    shutil.copytree(NEWS, folder / "news")
    text = f'<place/mill> <https://schema.org/description> "{"lang " * (LETTERS // 5)}" .\n'
    (folder / "news" / "data" / "long.ttl").write_text(text)
    with serving(folder / "news", folder / "log", "--no-reload") as running:
        yield running


def test_a_large_file_is_packed_for_who_can_read_that(large: Server) -> None:
    plain = large.get("dump.ttl")
    packed = large.get("dump.ttl", {"accept-encoding": "gzip"})
    assert len(plain.body) > LETTERS > 50 * len(packed.body)
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(packed.body))
    assert packed.headers["etag"] != plain.headers["etag"]
    assert large.get("dump.ttl", {"if-none-match": packed.headers["etag"]}).status == 304


def test_a_part_of_a_large_file_is_a_part_of_what_is_not_packed(large: Server) -> None:
    plain = large.get("dump.ttl")
    part = large.get("dump.ttl", {"accept-encoding": "gzip", "range": f"bytes={LETTERS - 5}-"})
    assert part.status == 206
    assert part.body == plain.body[LETTERS - 5 :]


def test_what_is_packed_already_is_not_packed_again(large: Server) -> None:
    came = large.get("dump.nq.gz", {"accept-encoding": "gzip"})
    assert came.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in came.headers
    assert b"place/mill" in gzip.decompress(came.body)
