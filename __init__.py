"""tertium: compare policy documents statement by statement, in Chinese and English, with the evidence.

import tertium

result = tertium.compare("most-2019", "eu-hleg-2019", language="en")
tertium.concepts_table(result)  # a DataFrame: each concept's coverage on both sides
tertium.gaps_table(result)  # a DataFrame: what one side covers and the other does not
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .aligner.comparison import align, code, compare
    from .corpus.catalogue import load_edition
    from .corpus.errors import TertiumError
    from .reports.tables import alignment_table, codings_table, concepts_table, gaps_table
    from .taxonomies.catalogue import load_taxonomy

    __version__: str

# Loaded at first use: importing tertium must cost nothing.
_HOMES = {
    "TertiumError": "corpus.errors",
    "align": "aligner.comparison",
    "alignment_table": "reports.tables",
    "code": "aligner.comparison",
    "codings_table": "reports.tables",
    "compare": "aligner.comparison",
    "concepts_table": "reports.tables",
    "gaps_table": "reports.tables",
    "load_edition": "corpus.catalogue",
    "load_taxonomy": "taxonomies.catalogue",
}

__all__ = [
    "TertiumError",
    "align",
    "alignment_table",
    "code",
    "codings_table",
    "compare",
    "concepts_table",
    "gaps_table",
    "load_edition",
    "load_taxonomy",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("tertium")
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
