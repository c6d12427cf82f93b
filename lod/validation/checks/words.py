"""Words: texts that lack their language, and languages that lack their text."""

from __future__ import annotations

from collections.abc import Iterator

from lod.validation.checks.properties import OWN_WORDS, PROSE
from lod.validation.checks.survey import UNTAGGED
from lod.validation.checks.world import Found, World


def untagged(world: World) -> Iterator[Found]:
    """Yield longer texts that do not say their language."""
    for predicate in sorted(PROSE & world.survey.languages.keys()):
        for subject, bits in world.survey.languages[predicate].items():
            if bits & UNTAGGED:
                yield Found("lod:missing-language-tag", subject, predicate)


def untranslated(world: World) -> Iterator[Found]:
    """Yield names and descriptions that are missing in some of the workspace's languages.

    A language is there if one of its varieties is (de-AT for de). A name without a language serves all.
    """
    wanted = {
        language: sum(bit for tag, bit in world.survey.bits.items() if tag and _is(tag, language))
        for language in world.config.languages
    }
    missing: dict[int, str] = {}
    for predicate in sorted(OWN_WORDS & world.survey.languages.keys()):
        for subject, bits in world.survey.languages[predicate].items():
            if bits not in missing:
                lacking = [language for language, mask in wanted.items() if not bits & (mask | UNTAGGED)]
                missing[bits] = ", ".join(lacking)
            if missing[bits]:
                yield Found("lod:missing-language", subject, predicate, None, {"languages": missing[bits]})


def _is(tag: str, language: str) -> bool:
    tag, language = tag.lower(), language.lower()
    return tag == language or tag.startswith(f"{language}-")
