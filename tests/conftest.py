"""Settings of all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# A claim is true or false however busy the machine is: deadlines are for benchmarks. CI judges a change by the same
# examples each time; runs at home explore.
settings.register_profile("lod", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("lod")
