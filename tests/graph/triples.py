"""Random triples for property tests: IRIs with odd characters, all kinds of literals, blank nodes."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import strategies as st

BASE = "https://lod.example.org/"

iris = st.sampled_from(
    [
        f"{BASE}event/x",
        f"{BASE}event/x.y",
        f"{BASE}event/-x",
        f"{BASE}event/ü",
        f"{BASE}event/a%20b",
        f"{BASE}event/x?q=1#f",
        f"{BASE}",
        "https://schema.org/name",
        "https://schema.org/3DModel",
        "urn:x:y",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    ]
).map(ox.NamedNode)
blanks = st.sampled_from(["a", "b", "c", "d"]).map(ox.BlankNode)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["de", "en", "de-at"])),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)),
        st.sampled_from(["007", "7", "+1", "1.0", ".5", "1.", "true", "1", "١", "2022", "x", "1e3", ""]),
        st.sampled_from(
            [
                f"http://www.w3.org/2001/XMLSchema#{name}"
                for name in ("integer", "decimal", "boolean", "double", "gYear", "date")
            ]
            + ["http://id.loc.gov/datatypes/edtf/EDTF"]
        ),
    ),
)
triples = st.builds(ox.Triple, iris | blanks, iris, iris | blanks | literals)
graphs = st.lists(triples, max_size=12)
