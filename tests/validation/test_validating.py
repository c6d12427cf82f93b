"""What a report says, on data files of tests/cases/validation."""

from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import SH

from lod.config import Config
from lod.errors import SourceError
from lod.graph.ecosystem import to_rdflib
from lod.validation import FORMATS, Severity, View, validate
from tests.validation.cases import CASES, workspace


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_finding_stands_at_its_line_with_a_readable_message(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each constraint component gives a sentence in both languages, at the line of the statement to be mended."""
    monkeypatch.chdir(CASES / "components")
    expected = (CASES / "components" / f"expected.{language}.txt").read_text("utf-8")
    assert FORMATS["text"](validate(workspace("components")), View(language)) == expected


def _judgement(report: rdflib.Graph) -> rdflib.Graph:
    """Return a report without pyshacl's own texts, which hang on the prefixes that its graphs have."""
    texts = [t for t in report.triples((None, SH.resultMessage, None)) if not getattr(t[2], "language", None)]
    report -= texts
    return report


def test_the_w3c_report_is_the_one_of_pyshacl() -> None:
    """Reading with our reader, stripping names and composing messages leave pyshacl's report as it is."""
    config = workspace("components")
    data, shapes = (rdflib.Graph().parse(path, publicID=config.base) for path in (*config.data, *config.shapes))
    _, reference, _ = pyshacl.validate(data, shacl_graph=shapes)
    report = validate(config)
    assert isomorphic(_judgement(to_rdflib(report.shacl)), _judgement(reference))
    written = rdflib.Graph().parse(data=FORMATS["turtle"](report, View("en")))
    assert isomorphic(written, to_rdflib(report.shacl))


def test_two_runs_give_the_same_report() -> None:
    """Neither the random names of blank nodes nor the order of sets reach a reader."""
    config = workspace("components")
    first, second = validate(config), validate(config)
    for format in FORMATS:
        assert FORMATS[format](first, View("de")) == FORMATS[format](second, View("de"))


def test_one_file_that_cannot_be_parsed_does_not_hide_the_others() -> None:
    """A syntax error is a result with line and column; what the other files say is judged."""
    root = CASES / "broken"
    report = validate(Config(root=root, data=(root / "bad.ttl", root / "good.ttl"), shapes=(root / "shapes.ttl",)))
    syntax, missing = report.results
    assert (syntax.code, str(syntax.origin)) == ("lod:syntax", f"{root / 'bad.ttl'}:3:11")
    assert (missing.code, missing.messages, missing.severity) == ("sh:MinCount", {"": "No name."}, Severity.VIOLATION)
    assert report.unreadable == (str(root / "bad.ttl"),)
    assert report.files == (str(root / "good.ttl"),)


def test_shapes_that_cannot_be_parsed_are_a_result_too() -> None:
    """Without its shapes nothing is found, so the report must say that they were not read."""
    root = CASES / "broken"
    report = validate(Config(root=root, data=(root / "good.ttl",), shapes=(root / "bad.ttl",)))
    assert [result.code for result in report.results] == ["lod:syntax"]
    assert report.fails(Severity.VIOLATION)


def test_a_message_in_one_language_is_completed_in_the_other() -> None:
    """A shape's own message is kept; the language that it lacks gets a composed one."""
    urls = [r for r in validate(workspace("components")).results if r.path and r.path.text == "schema:url"]
    assert [dict(r.messages) for r in urls] == [
        {"de": "Zwei Adressen, bitte.", "en": "“Url” must be given at least 2 times."}
    ]


def test_profiles_are_left_out(tmp_path: Path) -> None:
    """Shapes in the folder `profiles` are those of others, asked for by name."""
    (tmp_path / "profiles").mkdir()
    for place in (tmp_path, tmp_path / "profiles"):
        text = (CASES / "broken" / "shapes.ttl").read_text("utf-8")
        (place / "s.ttl").write_text(text.replace("shapes/Place", f"shapes/{place.name}"))
    report = validate(replace(workspace("broken", data="good.ttl"), shapes=(tmp_path,)))
    assert len(report.results) == 1


def test_things_of_the_ontology_are_judged_and_the_terms_of_others_are_not(tmp_path: Path) -> None:
    """An ontology file may hold topics; what it says of schema.org's terms is no data."""
    ontology = tmp_path / "topics.ttl"
    ontology.write_text(
        "@prefix s: <https://schema.org/> .\n<topic/a> a s:Place ; s:geo [ a s:Place ] .\ns:name a s:Place .\n"
    )
    report = validate(replace(workspace("broken", data="good.ttl"), ontology=(ontology,)))
    places = [str(r.origin).rpartition("/")[2] for r in report.results]
    assert sorted(places) == ["good.ttl:2:1", "topics.ttl:2:1", "topics.ttl:2:1"]


def test_subclasses_of_schema_org_count(tmp_path: Path) -> None:
    """A shape for Place holds for a City, as schema.org's facts have it above."""
    data = tmp_path / "city.ttl"
    data.write_text("<thing/c> a <https://schema.org/City> .")
    assert [r.code for r in validate(replace(workspace("broken"), data=(data,))).results] == ["sh:MinCount"]


@pytest.mark.parametrize(
    ("data", "shapes", "fault"),
    [
        ((), ("good.ttl",), "no data"),
        (("good.ttl",), (), "no shapes"),
        (("good.ttl",), ("good.ttl",), "there is no shape"),
        (("empty.ttl",), ("shapes.ttl",), "there are no facts"),
    ],
)
def test_nothing_to_judge_or_to_judge_by_is_a_failure(
    data: tuple[str, ...], shapes: tuple[str, ...], fault: str
) -> None:
    """Whoever validates nothing must not read that all is well; the message says what to do."""
    root = CASES / "broken"
    config = Config(root=root, data=tuple(root / name for name in data), shapes=tuple(root / name for name in shapes))
    with pytest.raises(SourceError, match=fault) as caught:
        validate(config)
    assert caught.value.remedy
