"""Regular expressions of shapes on long texts, in bounded time (SHACL, section 4.4.3).

pyshacl searches with Python's `re`, which tries all ways to divide a text: with three repetitions the time grows with
the third power of the length. What SPARQL's REGEX finds as well, the store's engine finds in linear time; for the rest
another process searches, which can be stopped.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pyoxigraph as ox
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.core.string_based_constraints import PatternConstraintComponent, SH_pattern
from pyshacl.shape import Shape

from lod.errors import SourceError
from lod.validation.engines.patterns import translated

#: Texts of so many characters are searched by `re` itself: it is sure, and quick enough with the third power of that.
SHORT = 500

#: Up to so many it searches for what only it knows; starting a process takes longer than most searches.
APART = 2_000

#: So long the process may search.
SECONDS = 10.0

#: What the process says by its exit code; any other one means that it could not search to the end.
_FOUND, _NOTHING = 10, 11
_SEARCH = f"""\
import ast, re, sys
pattern, flags, text = ast.literal_eval(sys.stdin.read())
sys.exit({_FOUND} if re.search(pattern, text, flags) else {_NOTHING})
"""


class Matcher:
    """A compiled expression as pyshacl uses one."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        plain = pattern.flags == re.UNICODE
        self._translated = translated(pattern.pattern) if plain else None

    def match(self, text: str) -> bool:
        """Tell whether a short text begins with what is looked for; pyshacl searches for what this does not find."""
        return len(text) <= SHORT and self._pattern.match(text) is not None

    def search(self, text: str) -> bool:
        """Tell whether a text holds what is looked for. Raises SourceError where that takes too long to find out."""
        if len(text) <= SHORT:
            return self._pattern.search(text) is not None
        if self._translated is not None and (found := _in_linear_time(self._translated, text)) is not None:
            return found
        return self._pattern.search(text) is not None if len(text) <= APART else _apart(self._pattern, text)


@contextmanager
def bounded() -> Iterator[None]:
    """Have pyshacl search with Matchers meanwhile."""
    before = CONSTRAINT_PARAMETERS_MAP[SH_pattern]
    CONSTRAINT_PARAMETERS_MAP[SH_pattern] = _Patterns
    try:
        yield
    finally:
        CONSTRAINT_PARAMETERS_MAP[SH_pattern] = before


class _Patterns(PatternConstraintComponent):
    """The constraint component of sh:pattern as pyshacl has it, with a Matcher for each expression."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.compiled_cache = {rule: Matcher(pattern) for rule, pattern in self.compiled_cache.items()}  # type: ignore[misc]  # it is asked for no more than a Matcher has


def _in_linear_time(expression: str, text: str) -> bool | None:
    """Return what SPARQL's REGEX finds, or None where its engine cannot have the expression."""
    query = f"SELECT (REGEX({ox.Literal(text)}, {ox.Literal(expression)}) AS ?found) {{}}"
    (solution,) = ox.Store().query(query)  # type: ignore[misc]  # rows, as SELECT has them
    found = solution["found"]
    return None if found is None else found.value == "true"


def _apart(pattern: re.Pattern[str], text: str) -> bool:
    task = ascii((pattern.pattern, pattern.flags, text)).encode()
    code = None
    with suppress(subprocess.TimeoutExpired):
        command = [sys.executable, "-I", "-c", _SEARCH]
        code = subprocess.run(command, input=task, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False).returncode  # noqa: S603  # the text is data
    if code not in (_FOUND, _NOTHING):
        what = (
            f"the regular expression '{pattern.pattern}' cannot be searched for in a text of {len(text):,} characters"
        )
        remedy = "Have it repeat less; without flags and looking ahead it is searched for in a quicker way."
        raise SourceError(f"{what} in {SECONDS:g} seconds", remedy=remedy)
    return code == _FOUND
