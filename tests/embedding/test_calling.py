"""`lod.embed`, other vocabularies' terms, depth by kind, and what stands around a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from pyld import jsonld

import lod
from lod.config import Publisher, Shown, load
from lod.embedding import Embedder, WebPage, dataset, gathered, on_page
from lod.embedding.foreign import usable
from lod.errors import ConfigError, UnknownNode
from lod.graph import Graph
from lod.terms import ONTOLOGY, PREFIXES
from tests.embedding.graphs import BASE, CASES, VOCABULARY, case, embedder, node
from tests.embedding.judge import context
from tests.webpages.pages import CONFIG

ONTOLOGY_FILE = CASES / "ontology.ttl"


def test_lod_embed_takes_our_graph_or_rdflibs() -> None:
    made = lod.embed(case(), f"{BASE}person/one", language="en", ontology=[ONTOLOGY_FILE])
    assert made.tree["memberOf"]["@type"] == "OrganizationRole"
    assert lod.embed(case().to_rdflib(), f"{BASE}person/one", language="en", ontology=[ONTOLOGY_FILE]) == made
    with pytest.raises(UnknownNode):
        lod.embed(case(), f"{BASE}person/none")


def test_several_nodes_make_one_graph_and_one_makes_none() -> None:
    made = lod.embed(case(), [f"{BASE}person/one", f"{BASE}person/two"])
    assert [part["@id"] for part in made.tree["@graph"]] == [f"{BASE}person/one", f"{BASE}person/two"]
    assert made.tree["@context"] == "https://schema.org"
    single = embedder(case()).document(node("person/one"))
    assert gathered([single]) is single


def _everything(name: str) -> dict[str, Any]:
    prefixes = usable({**PREFIXES, "onto": BASE + ONTOLOGY})
    return Embedder(case(), VOCABULARY, "de", BASE, prefixes=prefixes).document(node(name)).tree


def test_all_terms_come_with_the_context_that_makes_them_valid() -> None:
    tree = _everything("event/concert")
    own, declared = tree["@context"]
    assert own == "https://schema.org"
    assert set(declared) == {"onto", "edtf"}
    (top,) = jsonld.expand({**tree, "@context": [context(), declared]})
    ends = top[f"{BASE}ontology/endDateEdtf"]
    assert ends == [{"@type": "http://id.loc.gov/datatypes/edtf/EDTF", "@value": "2024-05-01~"}]
    assert top[f"{BASE}ontology/receivedBy"][0]["@id"] == f"{BASE}person/two"


def test_without_all_terms_there_are_only_schema_orgs() -> None:
    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for inner in value.values() for key in keys(inner)}
        return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()

    assert not [key for key in keys(embedder(case()).document(node("article/concert")).tree) if ":" in key]


def test_a_scheme_that_is_a_prefix_too_is_not_read_as_one() -> None:
    graph = Graph.load([CASES / "data.ttl"], BASE)
    prefixes = {"https": "https://elsewhere.example/", "onto": BASE + ONTOLOGY, "urn": "urn:x/"}
    tree = Embedder(graph, VOCABULARY, "de", BASE, prefixes=prefixes).document(node("event/concert")).tree
    assert "urn" not in tree["@context"][1]


def test_how_much_is_shown_can_be_configured_by_kind() -> None:
    shown = {"Person": Shown(card=("description",)), "Event": Shown(levels=0)}
    made = Embedder(case(), VOCABULARY, "de", BASE, shown=shown)
    one = made.document(node("article/concert")).tree["mentions"][1]
    assert {"description", "name"} <= set(one)
    assert "memberOf" not in one
    assert "attendee" not in made.document(node("event/concert")).tree
    with pytest.raises(ConfigError, match=r"'Persn', which is no class of schema\.org\n  Did you mean Person"):
        Embedder(case(), VOCABULARY, "de", BASE, shown={"Persn": Shown()})


def test_the_configuration_says_how_much_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "lod.toml"
    file.write_text('base = "https://x.example/"\n[embed]\nPerson = { levels = 2, card = ["jobTitle"] }\n', "utf-8")
    assert load(file).embed == {"Person": Shown(levels=2, card=("jobTitle",))}
    file.write_text('base = "https://x.example/"\n[embed]\nPerson = { level = 2 }\n', "utf-8")
    with pytest.raises(ConfigError, match=r"'embed\.Person' cannot be used"):
        load(file)


def test_a_page_stands_around_its_document_with_the_way_to_it() -> None:
    page = WebPage("https://x.example/e.html", "Konzert", "de", (("Start", "https://x.example/"), ("Konzert", "u")))
    document = embedder(case()).document(node("event/concert"))
    around = on_page(document, page).tree["mainEntityOfPage"]
    assert around["@type"] == "WebPage"
    items = around["breadcrumb"]["itemListElement"]
    assert [(item["position"], item["name"]) for item in items] == [(1, "Start"), (2, "Konzert")]
    stated = replace(document, data=document.data[:-1] + b',"mainEntityOfPage":"https://y.example/"}')
    assert on_page(stated, page).tree["mainEntityOfPage"] == ["https://y.example/", around]
    assert {**on_page(document, page).tree, "mainEntityOfPage": None} == {**document.tree, "mainEntityOfPage": None}


def test_the_dataset_says_what_is_configured_and_nothing_else() -> None:
    bare = dataset(CONFIG, "de", url="https://x.example/dataset.html").tree
    assert set(bare) == {"@context", "@type", "@id", "name", "inLanguage", "url"}
    config = replace(CONFIG, title={"de": "Daten"}, publisher=Publisher("Stadt"), license="https://l.example/")
    full = dataset(config, "en", url="https://x.example/d", downloads=[("https://x.example/d.ttl", "text/turtle")]).tree
    assert (full["name"], full["publisher"]["name"], full["license"]) == ("Daten", "Stadt", "https://l.example/")
    assert full["distribution"][0]["encodingFormat"] == "text/turtle"


def test_an_office_is_shown_from_both_sides_as_schema_orgs_role() -> None:
    choir = embedder(case()).document(node("organization/choir")).tree
    assert choir["member"]["roleName"] == "Leitung"
    assert choir["member"]["member"]["name"] == "Person 1"
    assert "memberOf" not in choir["member"]


def test_a_fallback_is_marked_by_its_language_unless_the_work_says_its_own() -> None:
    quotation = embedder(case(), "en").document(node("quotation/thanks")).tree
    assert (quotation["name"], quotation["inLanguage"]) == ("Dank", "de")
    assert "inLanguage" not in embedder(case(), "en").document(node("article/concert")).tree


def test_every_page_of_a_site_gets_a_file_and_a_place_in_the_map(tmp_path: Path) -> None:
    workspace = lod.open(Path(__file__).parents[2])
    written = workspace.embed_all(tmp_path / "blocks", format="script")
    pages = orjson.loads((written.output / "map.json").read_bytes())
    address = f"{workspace.config.base}event/station-olpe.en.html"
    assert (written.output / pages[address]).read_text("utf-8").startswith('<script type="application/ld+json">{')
    assert all((written.output / file).is_file() for file in pages.values())
