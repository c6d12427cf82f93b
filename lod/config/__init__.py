"""A workspace's settings: found, read strictly, and kept as one frozen value."""

from lod.config.finding import FILE, bare, find, load
from lod.config.floor import builtin
from lod.config.settings import CHECK_STATES, DEFAULT_BASE, FOLDERS, FORMATS, Config, Dataset, Publisher, Shown, Store

__all__ = [
    "CHECK_STATES",
    "DEFAULT_BASE",
    "FILE",
    "FOLDERS",
    "FORMATS",
    "Config",
    "Dataset",
    "Publisher",
    "Shown",
    "Store",
    "bare",
    "builtin",
    "find",
    "load",
]
