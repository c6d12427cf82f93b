"""What every workspace stands on: the package's own terms and shapes."""

from __future__ import annotations

from pathlib import Path


def builtin(folder: str) -> Path:
    """Return where the package's own `ontology` or `shapes` folder lies, in a wheel or in a checkout."""
    package = Path(__file__).parents[1]
    packed = package / "builtin" / folder
    return packed if packed.is_dir() else package.parent / folder


def holds_all(folders: tuple[Path, ...], floor: Path) -> bool:
    """Tell whether folders carry every file of the package's own, as its repository does beside an installed wheel."""
    own = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
    return bool(own) and {path.name for path in floor.iterdir()} <= own
