"""The checks beyond SHACL on data in a store: SPARQL finds who may have a finding, the checks judge these.

A node is judged on what the store says of it, and on what is known of the nodes that it leads to and of those that lead
to it: that there are some, and the classes of the ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import pyoxigraph as ox

from lod.config import Config
from lod.graph import Term
from lod.terms import RDF_TYPE
from lod.validation import checks
from lod.validation.checks import CAP, Found, Survey, World
from lod.validation.inputs import Inputs
from lod.validation.remote import candidates, twins
from lod.validation.remote.store import Store
from lod.validation.rows import rows_of

#: So many nodes are judged at once.
PAGE = 500

#: What only files can tell: a store has rewritten its literals already, and extracts are looked for in texts.
NOT_HERE = frozenset({"lod:rewritten-literal", "lod:extract-not-found", "lod:extract-reversed"})

_NOTHING = Survey("", "", words=0)


class Checking:
    """Runs the checks on a store; `foreign` are IRIs not to be judged, `omitted` counts the findings beyond CAP."""

    def __init__(self, store: Store, config: Config, rules: Inputs, foreign: Iterable[str]) -> None:
        self.omitted: dict[str, int] = {}
        self._store = store
        self._config = config
        self._rules = rules
        self._foreign = frozenset(foreign)
        self._counts: dict[str, int] = {}

    def run(self) -> Iterator[tuple[Survey, list[Found]]]:
        """Yield findings page by page, each with the survey that names what is in it."""
        world = World(_NOTHING, self._config, self._rules.vocabulary)
        found = candidates.read(self._store)
        seen: set[Term] = set()

        def nodes() -> Iterator[Term]:
            for node in chain(candidates.identified(found, self._store), self._nameless(), self._rows(world, found)):
                if node not in seen and getattr(node, "value", "") not in self._foreign:
                    seen.add(node)
                    yield node

        several = nodes()
        while page := list(islice(several, PAGE)):
            yield self._page(page, apart=True)
        if world.workspace and (
            page := [*twins.named(world, self._store, found.classes), *twins.spelt(world, self._store)]
        ):
            yield self._page(page, apart=False)

    def _rows(self, world: World, found: candidates.Terms) -> Iterator[Term]:
        off = {code for code, state in self._config.checks.items() if state == "off"}
        for codes, pattern in candidates.single(world, found, self._store):
            if not off.issuperset(codes):
                for (node,) in self._store.select(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}"):
                    if not self._store.is_own(node):
                        yield node

    def _page(self, page: list[Term], *, apart: bool) -> tuple[Survey, list[Found]]:
        config, store = self._config, self._store
        survey = Survey(config.base, config.language, words=config.extract_words)
        names = [store.name(node) for node in page]
        triples = store.describing(names)
        around = self._owning(page)
        ordered = sorted({*triples, *around}, key=lambda t: (str(t.subject), t.predicate.value != RDF_TYPE))
        survey.record(rows_of(t for t in ordered if not isinstance(t.object, ox.Triple)))
        targets = {t.object for t in triples if isinstance(t.object, ox.NamedNode | ox.BlankNode)}
        survey.mention(store.typing(store.name(node) for node in targets))
        survey.elsewhere.update(store.led_to(names))
        among = {node.value for node in page if isinstance(node, ox.NamedNode | ox.BlankNode)}
        found, omitted = checks.run(survey, config, self._rules.vocabulary, {}, among)
        kept = [f for f in found if f.code not in NOT_HERE and apart != (f.code in twins.CODES)]
        for code, count in omitted.items():
            self.omitted[code] = self.omitted.get(code, 0) + count
        store.forget()
        return survey, [f for f in kept if self._counted(f.code)]

    def _counted(self, code: str) -> bool:
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] > CAP:
            self.omitted[code] = self.omitted.get(code, 0) + 1
        return self._counts[code] <= CAP

    def _owning(self, nodes: Iterable[Term]) -> Iterator[ox.Triple]:
        """Yield what is said of the things that lead to blank nodes: findings go by their names."""
        store, seen = self._store, set[bytes]()
        level = {store.name(node) for node in nodes if isinstance(node, ox.BlankNode)}
        while level := level - seen:
            seen |= level
            triples = store.describing(owner for blank in level for owner in store.owners(blank))
            yield from triples
            level = {store.name(t.subject) for t in triples if isinstance(t.subject, ox.BlankNode)}

    def _nameless(self) -> set[Term]:
        """Return the blank nodes of the store's own: of these all are judged."""
        return {t.subject for t in self._store.nameless if isinstance(t.subject, ox.BlankNode)}
