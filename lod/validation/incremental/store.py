"""The folder `.lod_cache` of a workspace: what is kept there is lost without harm, and is never in the way."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from lod.replacing import replacing

FOLDER = ".lod_cache"

#: So many documents are kept; those used longest ago go first.
KEPT = 16

#: The Cache Directory Tagging Specification, by which backups know what to leave out.
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# What lod validate found last; it can be deleted.\n"
_BESIDE = {".gitignore": "*\n", "CACHEDIR.TAG": _TAG}


def read(root: Path, name: str) -> Any:
    """Return a document of JSON, or None if there is none that can be read or it is not as it was written."""
    try:
        digest, _, said = (root / FOLDER / name).read_bytes().partition(b"\n")
        return orjson.loads(said) if digest == _digest(said) else None
    except (OSError, orjson.JSONDecodeError):
        return None


def write(root: Path, name: str, document: Any) -> None:
    """Keep a document, as a whole or not at all; where nothing can be written, nothing is."""
    folder = root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        for beside, text in _BESIDE.items():
            if not (folder / beside).exists():
                (folder / beside).write_text(text, "utf-8")
        said = orjson.dumps(document)
        with replacing(folder / name) as file:
            file.write(b"\n".join((_digest(said), said)))
        kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in kept[KEPT:]:
            path.unlink()
    except (OSError, orjson.JSONEncodeError):
        # A disk that is full or not ours to write on, another run that clears up, a name that is no UTF-8.
        return


def _digest(said: bytes) -> bytes:
    # JSON as well. One wrong byte on a disk could be another finding, which nothing else would notice.
    return orjson.dumps(sha256(said).hexdigest())
