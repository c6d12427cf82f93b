"""What schema.org and the ontology say of a term: its labels, what stands above it, where it belongs."""

from lod.vocabulary.facts import Facts, facts
from lod.vocabulary.words import Vocabulary

__all__ = ["Facts", "Vocabulary", "facts"]
