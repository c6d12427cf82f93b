"""Requests and what must come back, from tests/cases/server."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.server.running import CASES, Server


def cases(name: str) -> list[Any]:
    found = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(case, id=case["claim"]) for case in found]


def check(server: Server, case: dict[str, Any]) -> None:
    content = case["latin1"].encode("latin-1") if "latin1" in case else case.get("content", "").encode()
    came = server.get(case["path"], case.get("send"), case.get("method", "GET"), content or None)
    assert came.status == case["status"], came.body[:500]
    for name, part in case.get("header", {}).items():
        assert part in came.headers.get(name, ""), name
    if "body" in case:
        assert case["body"] in came.text


@pytest.mark.parametrize("case", cases("documents"))
def test_documents_are_negotiated_as_http_says(server: Server, case: dict[str, Any]) -> None:
    check(server, case)


@pytest.mark.parametrize("case", cases("protocol"))
def test_queries_are_answered_as_the_protocol_says(server: Server, case: dict[str, Any]) -> None:
    check(server, case)
