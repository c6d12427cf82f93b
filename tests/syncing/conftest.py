"""What all tests of pushing and pulling need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stores import Miniature, miniature


@pytest.fixture
def mini() -> Iterator[Miniature]:
    """A store in this process."""
    with miniature() as running:
        yield running
