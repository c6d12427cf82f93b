"""Evidence against the text: is each extract that the data quotes literally there?

Web Annotation Data Model, sections 4.2.4 (text quote selector) and 4.2.9 (range selector); blanks and line breaks
count as one blank, since the same text is wrapped in other ways elsewhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.term import Node

from lod.config import Config
from lod.errors import SourceError, UnknownNode
from lod.graph import Graph
from lod.graph.ecosystem import from_node, from_rdflib, to_node
from lod.graph.nodes import find
from lod.terms import OA
from lod.validation.inputs import Inputs
from lod.validation.messages import Texts
from lod.validation.naming import Naming
from lod.validation.places import Statement
from lod.validation.report import LANGUAGES, Result, ResultPath, Severity

#: A longer extract is more than a reference. Titles may be longer, and no rule can tell them: hence only a warning.
WORDS = 8

#: In a longer text no nearest passage is looked for; that would take longer than the whole validation.
HINT_WORDS = 20_000

_SOURCE = rdflib.URIRef(f"{OA}hasSource")

_NOT_THERE: Texts = ("Der Auszug steht nicht im Text: „{}“.", "The extract is not in the text: “{}”.")
_REVERSED: Texts = (
    "Das Ende des Auszugs steht nur vor seinem Anfang: „{}“.",
    "The end of the extract stands only before its start: “{}”.",
)
_TOO_LONG: Texts = (
    "Der Auszug hat mehr als acht Wörter: „{}“.",
    "The extract has more than eight words: “{}”.",
)
_NEAREST: Texts = ("Am ähnlichsten ist im Text: {}", "Most like it in the text is: {}")
_SHORTEN: Texts = (
    "Kürzen, oder Anfang und Ende nennen (oa:RangeSelector); ein Titel darf so bleiben.",
    "Shorten it, or give its start and its end (oa:RangeSelector); a title may stay.",
)
_LABEL: Texts = ("Auszug", "extract")


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract and the node of the data that quotes it; `before` and `after` are its surroundings, if given."""

    node: Node
    literal: Node
    text: str
    before: str = ""
    after: str = ""

    @property
    def whole(self) -> str:
        return _plain(self.before + self.text + self.after)


def check(inputs: Inputs, config: Config, texts: Mapping[str, Path]) -> Iterator[tuple[Result, Statement]]:
    """Yield a result for each extract that is not in its article's text, or too long, and where to look for it.

    `texts` maps an article (IRI, CURIE or the part behind the base) to a UTF-8 file. Raises SourceError for a text that
    cannot be read, UnknownNode for an article that the data does not describe or quote.
    """
    described = _described(inputs.data) if texts else Graph()
    for name, file in texts.items():
        text = _plain(_read(file))
        article = to_node(find(described, config, name))
        if (None, _SOURCE, article) not in inputs.data:
            remedy = "Name the article that oa:hasSource leads to."
            raise UnknownNode(f"no evidence is taken from '{name}', so nothing can be checked", remedy=remedy)
        for extracts in _quoted(inputs.data, article):
            for extract, code, words, remedies in _faults(extracts, text):
                naming = Naming(inputs, config, [extract.node])
                result = Result(
                    code=code,
                    severity=Severity.WARNING if code == "lod:extract-too-long" else Severity.VIOLATION,
                    messages=_texts(words, extract.text),
                    focus=from_node(extract.node),
                    focus_name=naming.names(extract.node),
                    path=ResultPath("oa:exact", _texts(_LABEL), f"{OA}exact"),
                    value=from_node(extract.literal),
                    remedies=remedies,
                )
                yield result, Statement(from_node(extract.node), f"{OA}exact", from_node(extract.literal))  # type: ignore[arg-type]  # a subject is no literal


def _faults(extracts: list[Extract], text: str) -> Iterator[tuple[Extract, str, Texts, Mapping[str, str]]]:
    position = 0
    for extract in extracts:
        if len(extract.text.split()) > WORDS:
            yield extract, "lod:extract-too-long", _TOO_LONG, _texts(_SHORTEN)
        if (found := text.find(extract.whole, position)) >= 0:
            position = found + len(extract.whole)
        elif extract.whole in text:
            yield extract, "lod:extract-not-found", _REVERSED, {}
        else:
            like = _most_like(extract.whole, text)
            yield extract, "lod:extract-not-found", _NOT_THERE, _texts(_NEAREST, like) if like else {}


def _quoted(data: rdflib.Graph, article: Node) -> Iterator[list[Extract]]:
    """Yield what is quoted from an article, piece by piece: one extract, or the start and the end of a range."""
    for resource in data.subjects(_SOURCE, article):
        for selector in _objects(data, resource, "hasSelector"):
            for extract in _extracts(data, selector):
                yield [extract]
            ends = [node for name in ("hasStartSelector", "hasEndSelector") for node in _objects(data, selector, name)]
            yield [extract for node in ends for extract in _extracts(data, node)]


def _extracts(data: rdflib.Graph, node: Node) -> Iterator[Extract]:
    before, after = ("".join(map(str, _objects(data, node, name))) for name in ("prefix", "suffix"))
    for literal in _objects(data, node, "exact"):
        yield Extract(node, literal, _plain(str(literal)), before, after)


def _objects(data: rdflib.Graph, node: Node, name: str) -> list[Node]:
    return sorted(data.objects(node, rdflib.URIRef(OA + name)), key=str)


def _most_like(extract: str, text: str) -> str | None:
    words, length = text.split(), len(extract.split())
    if len(words) > HINT_WORDS:
        return None
    passages = [" ".join(words[start : start + length]) for start in range(max(1, len(words) - length + 1))]
    found = difflib.get_close_matches(extract, passages, n=1)
    return found[0] if found else None


def _described(data: rdflib.Graph) -> Graph:
    kinds = rdflib.Graph()
    kinds += data.triples((None, rdflib.RDF.type, None))
    return Graph(from_rdflib(kinds))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"not UTF-8 text: {error}", where=path, remedy="Save the text as UTF-8.") from None
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise SourceError(what, where=path, remedy="Check the path and its permissions.") from None


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _texts(texts: Texts, *values: str) -> dict[str, str]:
    return {language: text.format(*values) for language, text in zip(LANGUAGES, texts, strict=True)}
