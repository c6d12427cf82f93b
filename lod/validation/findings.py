"""From pyshacl's report graph to results: codes, names, paths, messages, and the statement that each is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from lod.config import Config
from lod.graph.ecosystem import from_node
from lod.graph.names import choose
from lod.validation import paths
from lod.validation.engines import Evidence
from lod.validation.inputs import Inputs
from lod.validation.messages import compose
from lod.validation.naming import Naming, leading
from lod.validation.places import Statement
from lod.validation.report import LANGUAGES, Result, ResultPath, Severity, code_of

#: The components whose parameter is a class, a property or a shape, not a value.
_ON_TERMS = ("Class", "Equals", "Disjoint", "LessThan", "LessThanOrEquals", "Node")

_VARIABLE = re.compile(r"\\\{\\?[?$]\w+\\\}")


def findings(evidence: Evidence, inputs: Inputs, config: Config) -> Iterator[tuple[Result, Statement]]:
    """Yield each result of a W3C validation report, still without its place, and the statement to look for."""
    report = evidence.report
    top = report.value(predicate=rdflib.RDF.type, object=SH.ValidationReport)
    nodes = list(report.objects(top, SH.result))
    terms = {term for node in nodes for p in (SH.focusNode, SH.value) for term in report.objects(node, p)}
    reader = _Reader(evidence, inputs, config.prefixes, Naming(evidence.data, inputs.vocabulary, config, terms))
    yield from map(reader.read, nodes)


class _Reader:
    def __init__(self, evidence: Evidence, inputs: Inputs, prefixes: Mapping[str, str], naming: Naming) -> None:
        self.report = evidence.report
        self.data = evidence.data
        self.shapes = evidence.shapes
        self.inputs = inputs
        self.prefixes = prefixes
        self.naming = naming
        self._paths: dict[Node, ResultPath] = {}

    def read(self, node: Node) -> tuple[Result, Statement]:
        # SHACL, section 3.6.2: these four are there once in each result.
        focus, component, shape, severity = (
            next(self.report.objects(node, predicate))
            for predicate in (SH.focusNode, SH.sourceConstraintComponent, SH.sourceShape, SH.resultSeverity)
        )
        value, way = self.report.value(node, SH.value), self.report.value(node, SH.resultPath)
        path = None if way is None else self._path(way)
        name = str(component).removeprefix(str(SH)).removesuffix("ConstraintComponent")
        own = self._own_messages(node, shape)
        composed = {} if "" in own else self._composed(name, shape, path, value)
        result = Result(
            code=code_of(str(component)),
            severity=Severity.of(str(severity)),
            messages={**composed, **own},
            focus=from_node(focus),
            focus_name=self.naming.names(focus),
            path=path,
            value=None if value is None else from_node(value),
            shape=self._named(shape),
            detail=None if own else "\n".join(sorted(map(str, self.report.objects(node, SH.resultMessage)))) or None,
        )
        return result, self._statement(focus, way, value)

    def _path(self, node: Node) -> ResultPath:
        if node not in self._paths:
            self._paths[node] = paths.read(self.report, node, self.inputs.vocabulary, self.prefixes)
        return self._paths[node]

    def _own_messages(self, node: Node, shape: Node) -> dict[str, str]:
        """Return what the shape's author wrote, by language.

        pyshacl drops the language tags of messages with variables; they are found again by the text around these.
        """
        authors = [author for author in (shape, self.report.value(node, SH.sourceConstraint)) if author is not None]
        written = [message for author in authors for message in self.shapes.objects(author, SH.message)]
        found: dict[str, list[str]] = {}
        for said in sorted(map(str, self.report.objects(node, SH.resultMessage))):
            for message in written:
                if isinstance(message, rdflib.Literal) and _fits(str(message), said):
                    found.setdefault(message.language or "", []).append(said)
                    break
        return {language: " ".join(texts) for language, texts in found.items()}

    def _composed(self, component: str, shape: Node, path: ResultPath | None, value: Node | None) -> dict[str, str]:
        constraint = rdflib.URIRef(f"{SH}{component[:1].lower()}{component[1:]}")
        parameters = list(self.shapes.objects(shape, constraint))
        return {
            language: compose(
                component,
                language,
                path=path.labels[language] if path else None,
                value=None if value is None else self.naming.word(value, language),
                parameter=", ".join(sorted(self._parameter(component, node, language) for node in parameters)),
            )
            for language in LANGUAGES
        }

    def _parameter(self, component: str, node: Node, language: str) -> str:
        shapes = self.shapes
        if (node, rdflib.RDF.first, None) in shapes:
            return ", ".join(self.naming.constant(item, language) for item in Collection(shapes, node))
        if component == "Node":
            names = [from_node(name) for name in shapes.objects(node, SH.name)]
            best = choose((name for name in names if isinstance(name, ox.Literal)), (language,))
            if best is not None:
                return best.value
        if component in _ON_TERMS and isinstance(node, rdflib.URIRef):
            return str(self.inputs.vocabulary.label(str(node), language))
        return self.naming.constant(node, language)

    def _named(self, shape: Node) -> str | None:
        """Return the IRI of a shape, or of the nearest one around it."""
        seen: set[Node] = set()
        while isinstance(shape, rdflib.BNode) and shape not in seen:
            seen.add(shape)
            link = leading(self.shapes, shape)
            shape = link[0] if link else shape
        return str(shape) if isinstance(shape, rdflib.URIRef) else None

    def _statement(self, focus: Node, way: Node | None, value: Node | None) -> Statement:
        subject = from_node(focus)
        if isinstance(way, rdflib.BNode) and value is not None and not isinstance(value, rdflib.Literal):
            inverse = self.report.value(way, SH.inversePath)
            if isinstance(inverse, rdflib.URIRef):
                return Statement(from_node(value), str(inverse), subject)  # type: ignore[arg-type]  # no literal: asked above
        if subject not in self.inputs.places:
            # Nothing is said of it: then the statement that leads to it is the one to mend.
            link = leading(self.data, focus)
            if link is not None:
                return Statement(from_node(link[0]), str(link[1]), subject)  # type: ignore[arg-type]  # a subject is no literal
        if isinstance(way, rdflib.URIRef) and value is not None:
            return Statement(subject, str(way), from_node(value))  # type: ignore[arg-type]  # a focus with a path is no literal
        return Statement(subject)  # type: ignore[arg-type]  # a literal is placed by what leads to it


def _fits(written: str, said: str) -> bool:
    if written == said:
        return True
    pattern = _VARIABLE.sub(".*", re.escape(written))
    return pattern != re.escape(written) and re.fullmatch(pattern, said, re.DOTALL) is not None
