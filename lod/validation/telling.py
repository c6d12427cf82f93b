"""From what a check has found to a result that speaks German and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pyoxigraph as ox

from lod.config import Config
from lod.graph.nodes import short
from lod.terms import shorten
from lod.validation.checks import Found, Survey
from lod.validation.checks.world import node
from lod.validation.codes import codes
from lod.validation.places import Statement
from lod.validation.report import LANGUAGES, Result, ResultPath, Severity
from lod.vocabulary import Vocabulary

#: Longer values are cut in messages.
LENGTH = 80


def tell(
    found: Iterable[Found], survey: Survey, config: Config, vocabulary: Vocabulary
) -> Iterator[tuple[Result, Statement]]:
    """Yield each finding as a result, still without its place, and the statement to look for."""
    found = list(found)
    teller = _Teller(found, survey, config, vocabulary)
    yield from map(teller.tell, found)


def hinted(result: Result, near: str) -> Result:
    """Return a result with the remedy that names what may have been meant."""
    remedies = {language: text.format_map({"near": near}) for language, text in codes()[result.code].remedies.items()}
    return replace(result, remedies=remedies)


class _Teller:
    def __init__(self, found: list[Found], survey: Survey, config: Config, vocabulary: Vocabulary) -> None:
        self.survey = survey
        self.config = config
        self.vocabulary = vocabulary
        wanted = {self._owner(finding.subject) for finding in found}
        # Of several names the first of the alphabet: which is met first hangs on what else is called so.
        named = [(iri, text) for text, iri in survey.named.items() if iri in wanted]
        named += ((iri, text) for text, others in survey.twins.items() for iri in others if iri in wanted)
        self.names = dict(sorted(named, reverse=True))
        self._paths: dict[str, ResultPath] = {}

    def tell(self, finding: Found) -> tuple[Result, Statement]:
        code = codes()[finding.code]
        path = None if finding.predicate is None else self._path(finding.predicate)
        owner = self._owner(finding.subject)
        name = self.names.get(owner) or (short(owner, self.config) if ":" in owner else "[ … ]")
        override = self.config.checks.get(finding.code)
        subject = node(finding.subject)
        words = {language: self._words(finding, path, language) for language in LANGUAGES}
        result = Result(
            code=finding.code,
            severity=Severity[override.upper()] if override else code.severity or Severity.WARNING,
            messages={language: code.messages[language].format_map(words[language]) for language in LANGUAGES},
            focus=subject,
            focus_name=dict.fromkeys(LANGUAGES, name),
            path=path,
            value=finding.value,
            remedies={
                language: text.format_map(words[language])
                for language, text in code.remedies.items()
                if "{near}" not in text or "near" in finding.words
            },
        )
        return result, Statement(subject, finding.predicate, finding.value)

    def _words(self, finding: Found, path: ResultPath | None, language: str) -> Mapping[str, str]:
        value = finding.value
        text = short(value.value, self.config) if isinstance(value, ox.NamedNode) else "[ … ]"
        if isinstance(value, ox.Literal):
            text = value.value if len(value.value) <= LENGTH else f"{value.value[: LENGTH - 1]}…"
        words = {"property": path.labels[language] if path else "", "value": text, **finding.words}
        if "start_at" in finding.words:
            words["start_property"] = self._path(finding.words["start_at"]).labels[language]
        return words

    def _path(self, iri: str) -> ResultPath:
        if iri not in self._paths:
            labels = {language: str(self.vocabulary.label(iri, language)) for language in LANGUAGES}
            self._paths[iri] = ResultPath(shorten(iri, self.config.prefixes) or f"<{iri}>", labels, iri)
        return self._paths[iri]

    def _owner(self, name: str) -> str:
        """Return the thing with an IRI that leads to a blank node, at any depth, or what comes nearest to it."""
        seen: set[str] = set()
        while ":" not in name and name not in seen and name in self.survey.owners:
            seen.add(name)
            name = self.survey.owners[name]
        return name
