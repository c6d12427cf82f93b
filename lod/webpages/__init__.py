"""Others' web pages: JSON-LD put into them, compared with the graph, and harvested from them."""

from lod.webpages.belonging import Belonging
from lod.webpages.checking import Checker
from lod.webpages.fetching import Limits
from lod.webpages.harvesting import Harvest, harvest, save
from lod.webpages.into import Outcome, Placed, into, is_page, pages, read_mapping
from lod.webpages.reading import Page, is_address, read_all

__all__ = [
    "Belonging",
    "Checker",
    "Harvest",
    "Limits",
    "Outcome",
    "Page",
    "Placed",
    "harvest",
    "into",
    "is_address",
    "is_page",
    "pages",
    "read_all",
    "read_mapping",
    "save",
]
