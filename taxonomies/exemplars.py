"""Exemplars: passages written for tertium in English and Chinese, with all concepts that apply to each.

They show what statements on a concept look like, in more ways than a list of phrases can. ``data/exemplars.csv`` has a
row for each, with a column for every taxonomy that they were coded with.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .catalogue import SHIPPED
from .taxonomy import Taxonomy

FILE = SHIPPED / "exemplars.csv"


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One passage: its texts by language, and the ids of the concepts of one taxonomy that apply (none: empty).

    ``read_for_cues`` says that the taxonomy's phrases were improved by reading it: they find more in it than elsewhere.
    """

    id: str
    texts: Mapping[str, str]
    concepts: frozenset[str]
    read_for_cues: bool


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def load_exemplars(taxonomy: Taxonomy) -> tuple[Exemplar, ...]:
    """The exemplars coded with the taxonomy of that name; none where it was not coded or has other concepts."""
    if taxonomy.name not in _rows()[0]:
        return ()
    found = tuple(
        Exemplar(
            row["id"],
            {"en": row["en"], "zh": row["zh"]},
            frozenset(filter(None, row[taxonomy.name].split("; "))),
            row["read_for_cues"] == "1",
        )
        for row in _rows()
    )
    known = {concept.id for concept in taxonomy.concepts}
    return found if all(exemplar.concepts <= known for exemplar in found) else ()
