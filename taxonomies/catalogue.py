"""Taxonomies by name, or by the path of a user's own file. Adding a shipped one means adding a file to ``data/``."""

from functools import cache
from pathlib import Path

from ..corpus.errors import UnknownIdError
from .formats import read_taxonomy
from .taxonomy import Taxonomy

SHIPPED = Path(__file__).parent / "data"
DEFAULT = "tertium-core"


def taxonomy_names() -> tuple[str, ...]:
    """The names of the shipped taxonomies."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


@cache
def _shipped(name: str) -> Taxonomy:
    return read_taxonomy(SHIPPED / f"{name}.toml")


def load_taxonomy(reference: str = DEFAULT) -> Taxonomy:
    """The shipped taxonomy of that name, or the one in the TOML or CSV file at that path.

    Raises ``UnknownIdError`` with the nearest names, ``FormatError`` for a file that is not a taxonomy.
    """
    if reference in taxonomy_names():
        return _shipped(reference)
    path = Path(reference)
    if path.suffix.lower() in (".toml", ".csv") or path.is_file():
        return read_taxonomy(path)
    raise UnknownIdError("taxonomy", reference, taxonomy_names(), "A path to a TOML or CSV file works too")
