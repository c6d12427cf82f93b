"""Others' web pages: JSON-LD put into them, compared with the graph, and harvested from them."""

from lod.webpages.belonging import Belonging
from lod.webpages.checking import Checker
from lod.webpages.fetching import Limits, is_address, read_page
from lod.webpages.harvesting import Harvest, harvest, save
from lod.webpages.into import Outcome, Placed, into, pages, read_mapping

__all__ = [
    "Belonging",
    "Checker",
    "Harvest",
    "Limits",
    "Outcome",
    "Placed",
    "harvest",
    "into",
    "is_address",
    "pages",
    "read_mapping",
    "read_page",
    "save",
]
