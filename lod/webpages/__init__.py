"""Others' web pages: JSON-LD put into them, compared with the graph, and harvested from them."""

from lod.webpages.belonging import Belonging
from lod.webpages.checking import Checker
from lod.webpages.fetching import Limits
from lod.webpages.harvesting import Harvest, harvest, save
from lod.webpages.into import Draft, Outcome, Placed, drafted, into, settled
from lod.webpages.naming import is_address, is_page, mapped, pages, read_mapping
from lod.webpages.reading import Page, read_all

__all__ = [
    "Belonging",
    "Checker",
    "Draft",
    "Harvest",
    "Limits",
    "Outcome",
    "Page",
    "Placed",
    "drafted",
    "harvest",
    "into",
    "is_address",
    "is_page",
    "mapped",
    "pages",
    "read_all",
    "read_mapping",
    "save",
    "settled",
]
