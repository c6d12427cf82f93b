"""Constraints in SPARQL that cannot be used (SHACL, sections 5.2 and 5.3, appendix A)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

#: Strings, addresses and comments, in which any word may stand (SPARQL 1.1, section 19.8).
_ASIDE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'" r"|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)  # fmt: skip
_FORBIDDEN = re.compile(r"\b(MINUS|VALUES|SERVICE)\b", re.IGNORECASE)
_PATH = re.compile(r"[$?]PATH\b")


def faulty(query: str, prefixes: Mapping[str, str], *, path: bool) -> str | None:
    """Say in English what is wrong with the sh:select of a constraint; None if nothing is.

    `prefixes` are those that the shapes declare for it, `path` tells whether it stands at a property shape.
    """
    bare = _ASIDE.sub(" ", query)
    if word := _FORBIDDEN.search(bare):
        return f"{word[1].upper()} is not allowed here"
    if _PATH.search(bare) and not path:
        return "$PATH has a meaning in property shapes only"
    try:
        answer = ox.Store().query(_PATH.sub("<urn:path>", query), prefixes=dict(prefixes))
    except SyntaxError as error:
        told = str(error.msg).partition("\n")[0]
        return "a prefix is not declared (sh:prefixes, sh:declare)" if "Prefix not found" in told else told
    if not isinstance(answer, ox.QuerySolutions):
        return "it is no SELECT query"
    if not any(variable.value == "this" for variable in answer.variables):
        return "it does not select $this"
    return None
