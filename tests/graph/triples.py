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
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def _chained(start: ox.Triple, items: list[ox.NamedNode | ox.BlankNode | ox.Literal], end: str) -> list[ox.Triple]:
    """A list that a statement leads to, or a faulty one; two whose nodes have the same names are faulty, too."""
    heads = [ox.BlankNode(f"list{place}{end}") for place in range(len(items))]
    last = heads[0] if end == "ring" else ox.NamedNode(f"{_RDF}nil")
    found = [ox.Triple(start.subject, start.predicate, heads[0])]
    for head, item, rest in zip(heads, items, [*heads[1:], last], strict=True):
        found += (ox.Triple(head, ox.NamedNode(_RDF + name), term) for name, term in (("first", item), ("rest", rest)))
    return found


_chains = st.builds(
    _chained,
    triples,
    st.lists(iris | blanks | literals, min_size=1, max_size=4),
    st.sampled_from(["a", "b", "c", "ring"]),
)
graphs = st.builds(
    lambda some, chains: [*some, *(triple for chain in chains for triple in chain)],
    st.lists(triples, max_size=12),
    st.lists(_chains, max_size=2),
)
