"""Measurements of lod against the bare libraries: `python -m tests.benchmarks --articles 1000`."""
