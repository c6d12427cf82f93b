"""The engines: the fast one suspects, pyshacl judges; both see the statements as their files write them."""

from lod.validation.engines.judging import ENGINES, Evidence, Judgement, judge, quiet
from lod.validation.engines.shapes import Shapes
from lod.validation.engines.statements import Statements

__all__ = ["ENGINES", "Evidence", "Judgement", "Shapes", "Statements", "judge", "quiet"]
