"""A workspace's own properties pass the package's closed shapes; what is mistyped does not."""

from pathlib import Path

from lod.config import load
from lod.validation import Report, validate

SETTINGS = 'base = "https://news.example.org/"\n'
DATA = """\
@prefix s: <https://schema.org/> .
@prefix o: <ontology/> .
<event/a> a s:Event ; s:name "Fest"@de , "Festival"@en ; o:weather "rain" ; o:wheather "rain" ; s:nmae "x" .
"""
ONTOLOGY = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<ontology/weather> a owl:DatatypeProperty ; rdfs:label "Wetter"@de , "weather"@en ; rdfs:isDefinedBy <ontology> .
"""


def _mistyped(report: Report) -> set[str]:
    return {
        result.path.text.rpartition(":")[2] for result in report.results if result.code == "sh:Closed" and result.path
    }


def _workspace(root: Path, *, ontology: bool) -> Path:
    (root / "data").mkdir()
    (root / "lod.toml").write_text(SETTINGS)
    (root / "data" / "event.ttl").write_text(DATA)
    if ontology:
        (root / "ontology").mkdir()
        (root / "ontology" / "own.ttl").write_text(ONTOLOGY)
    return root


def test_a_property_that_the_workspace_declares_passes_closed_shapes(tmp_path: Path) -> None:
    """Only what nobody has declared is a slip."""
    report = validate(load(_workspace(tmp_path, ontology=True)))
    assert _mistyped(report) == {"wheather", "nmae"}


def test_without_the_declaration_it_does_not(tmp_path: Path) -> None:
    """The shapes are as closed as before for those who declare nothing."""
    assert _mistyped(validate(load(_workspace(tmp_path, ontology=False)))) == {"weather", "wheather", "nmae"}
