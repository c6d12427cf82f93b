"""Between files and a store: push brings the store to what the files say, pull writes files of what it holds."""

from lod.syncing.pulling import Pulled, pull
from lod.syncing.pushing import Pushed, push

__all__ = ["Pulled", "Pushed", "pull", "push"]
