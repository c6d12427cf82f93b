"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# A claim is true or false however busy the machine is: deadlines are for benchmarks.
settings.register_profile("lod", deadline=None)
settings.load_profile("lod")
