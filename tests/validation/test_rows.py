"""N-Triples as text says what the terms say."""

from pathlib import Path

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lod import source
from lod.terms import XSD
from lod.validation.rows import STATEMENT, STRING, literal, name, rows, rows_of, term

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\r\t .@^_:<>\u2028\x85'))
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXTS),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["de", "de-at", "en"])),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(name)),
        TEXTS,
        st.sampled_from([f"{XSD}date", f"{XSD}integer", "http://ex.org/d"]),
    ),
    st.builds(
        lambda text: ox.Literal(text, language="ar", direction=ox.BaseDirection.RTL),
        TEXTS,
    ),
)


@given(st.lists(LITERALS, min_size=1, max_size=5))
def test_a_row_says_of_a_literal_what_the_term_does(literals: list[ox.Literal]) -> None:
    """Whatever is escaped, and whatever looks like the end of a line or of a literal."""
    subject, predicate = ox.BlankNode("b"), ox.NamedNode("http://ex.org/p")
    found = rows_of(ox.Triple(subject, predicate, each) for each in literals)
    for (node, _, rest), each in zip(found, literals, strict=True):
        assert name(node) == "b"
        assert literal(rest) == (each.value, each.language, None if each.language else each.datatype.value)
        assert term(rest) == each


def test_a_plain_literal_is_a_string() -> None:
    """SHACL and the checks know it by its datatype."""
    assert literal('"x" .') == ("x", None, STRING)


def test_a_statement_about_a_statement_is_told_by_its_row(tmp_path: Path) -> None:
    """It begins with brackets of its own."""
    path = tmp_path / "x.ttl"
    path.write_text("<s> <p> <<( <a> <b> <c> )>> . <s> <p> <o> .", "utf-8")
    found = rows(source.written(path, "http://ex.org/"))
    assert [rest.startswith(STATEMENT) for _, _, rest in found] == [True, False]
