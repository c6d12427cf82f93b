"""Run the measurements on a new corpus and print their tables.

Those that write files write where TMPDIR says. Let it be a folder in memory (TMPDIR=/dev/shm): an ext4 that has lost
many files in the last minutes, of an earlier run for example, looks through all of them for each new one, twenty times
as long as it takes otherwise, and hits now this contender and now that.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.benchmarks.contest import Contest
from tests.benchmarks.corpus import Corpus

MEASUREMENTS = (
    "loading",
    "validating",
    "validating_stores",
    "checking",
    "embedding",
    "placing",
    "publishing",
    "publishing_stores",
    "pushing",
    "serving",
    "serving_stores",
    "peering",
    "asking",
    "enduring",
    "sharing",
)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("only", metavar="NAME", nargs="*", help=f"of: {', '.join(MEASUREMENTS)}; else all")
    parser.add_argument("--articles", metavar="N", type=int, default=1000)
    parser.add_argument("--repeat", metavar="N", type=int, default=3, help="runs of each, of which the best counts")
    options = parser.parse_args()
    if unknown := set(options.only) - set(MEASUREMENTS):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        Corpus(options.articles).write(workspace)
        for name in options.only or MEASUREMENTS:
            contest: Contest = import_module(f"tests.benchmarks.{name}").CONTEST
            sys.stdout.write(f"{contest.table(workspace, options.repeat)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
