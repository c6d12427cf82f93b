"""Every code is explained, and its examples are judged as they say."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from lod.config import builtin
from lod.errors import UsageError
from lod.validation import validate
from lod.validation.checks import CODES, FAMILIES
from lod.validation.codes import Code, codes
from lod.validation.explaining import explain, listing
from lod.validation.messages import _EXPECTED, _SENTENCES
from lod.webpages.telling import _MESSAGES as PAGES
from tests.validation.examples import workspace

DOCS = Path(__file__).parents[2] / "docs"
EXPLANATIONS = DOCS.parent / "lod" / "validation" / "explanations"

#: What these examples show is a file of shapes.
OF_SHAPES = ("lod:shape", "lod:recursive-shape", "lod:import")

#: What these tell of is a web page; tests/webpages finds them there.
OF_PAGES = frozenset(PAGES)

#: The smallest shape there is: the examples of checks are judged by the checks alone.
NOTHING = "<shapes/Nothing> a sh:NodeShape ."


def found(folder: Path, code: Code, example: str) -> set[str]:
    if code.code in OF_SHAPES:
        data, shapes = "<event/x> a schema:Event .", f"{example}\n{NOTHING}"
    else:
        data, shapes = example, code.shape or NOTHING
    config = workspace(folder, data, shapes)
    terms = config.ontology if code.code == "lod:undefined-term" else ()
    text = re.search(r"# Text: (.*)", data)
    (folder / "text.txt").write_text(text[1] if text else "", "utf-8")
    report = validate(
        replace(config, shapes=(folder / "own.ttl",), ontology=terms),
        texts={"article/a": folder / "text.txt"} if text else {},
    )
    return {result.code for result in report.results}


@pytest.mark.parametrize("name", sorted(set(codes()) - OF_PAGES))
def test_the_wrong_example_of_a_code_is_found_and_the_right_one_is_not(name: str, tmp_path: Path) -> None:
    code = codes()[name]
    assert name in found(tmp_path / "wrong", code, code.wrong)
    assert name not in found(tmp_path / "right", code, code.right)


def test_every_code_that_can_be_reported_is_explained() -> None:
    components = {f"sh:{name.partition('=')[0]}" for name in (*_SENTENCES, *_EXPECTED)} | {"sh:SPARQL"}
    failures = {"lod:syntax", "lod:unreadable", "lod:shape", "lod:recursive-shape"}
    assert components | failures | CODES | OF_PAGES == set(codes())


def test_every_code_speaks_german_and_english() -> None:
    for code in codes().values():
        assert set(code.what) == set(code.why) == {"de", "en"}
        assert set(code.messages) in (set(), {"de", "en"})
        assert set(code.remedies) in (set(), {"de", "en"})


def test_messages_in_both_languages_have_the_same_places() -> None:
    for code in codes().values():
        for texts in (code.messages, code.remedies):
            places = [set(re.findall(r"\{\w+\}", text)) for text in texts.values()]
            assert all(place == places[0] for place in places), code.code


def test_each_family_yields_codes_that_can_be_switched_off() -> None:
    for _, names, _ in FAMILIES:
        assert all(codes()[name].messages and codes()[name].severity for name in names)


def test_the_docs_list_every_check_with_its_severity() -> None:
    rows = re.findall(r"^\| `(lod:[\w-]+)` \| (\w+) \|", (DOCS / "checks.md").read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == {n: c.severity.name.lower() for n, c in codes().items() if n.startswith("lod:") and c.severity}


def test_an_explanation_holds_all_that_a_person_needs() -> None:
    text = explain("lod:duplicate", "de")
    assert text.startswith("lod:duplicate\n\nZwei Menschen")
    assert 'checks = { "lod:duplicate" = "off" }' in text
    assert explain("duplicate", "de") == text
    assert explain("MinCount", "en") == explain("sh:MinCount", "fr")
    assert len(listing("en").splitlines()) == len(codes())


def test_an_unknown_code_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="lod:duplicate"):
        explain("lod:dupliccate", "en")


def test_the_package_carries_the_terms_that_the_examples_use() -> None:
    assert (builtin("ontology") / "terms.ttl").is_file()


def test_each_code_is_what_its_table_says() -> None:
    """Each table is read by itself, when it is asked for: none is missed, and none takes another's lines."""
    tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted(EXPLANATIONS.glob("*.toml"))]
    assert [name for table in tables for name in table] == list(codes())
    for name, table in (item for found in tables for item in found.items()):
        assert codes()[name].what == table["what"]
        assert codes()[name].right == table["right"].strip()
        assert codes()[name].remedies == table.get("remedy", {})
