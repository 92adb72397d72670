"""How often each cue and hint was right in the coded passages: privacy in 41 of 44, benefit in 3 of 20.

A phrase that was seldom seen is taken to be about as right as its kind is on the whole: its record is shrunk towards
that (a Beta prior; Gelman et al. 2013, "Bayesian data analysis", 2.4).
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..taxonomies.taxonomy import Taxonomy
from .evidence import CueFinder, Evidence, Found
from .exemplars import Passage
from .fitted import kept
from .texts import Text

# What a phrase that was never seen is taken for, and for how many passages that counts.
_PRIOR = {"cue": 0.6, "hint": 0.25}
_PRIOR_WEIGHT = 3.0

Key = tuple[str, str]


class CueRecord:
    """The record of every phrase found in passages; each group's part of it is known, so that it can be left out."""

    def __init__(self, passages: Sequence[Passage], finder: CueFinder) -> None:
        content = kept("cues", _rests_on(passages, finder.taxonomy), lambda: _count(passages, finder))
        self._groups: dict[str, dict[Key, tuple[int, int]]] = {}
        self._seen: Counter[Key] = Counter()
        self._right: Counter[Key] = Counter()
        for group, concept_id, quote, seen, right in json.loads(content):
            self._groups.setdefault(group, {})[concept_id, quote] = (seen, right)
            self._seen[concept_id, quote] += seen
            self._right[concept_id, quote] += right

    def odds(self, concept_id: str, piece: Evidence, group: str) -> float:
        """The logarithm of the odds that the phrase is right, by all passages outside the group."""
        key = (concept_id, piece.quote.lower())
        seen, right = self._groups.get(group, {}).get(key, (0, 0))
        chance = (self._right[key] - right + _PRIOR_WEIGHT * _PRIOR[piece.kind]) / (
            self._seen[key] - seen + _PRIOR_WEIGHT
        )
        return math.log(chance / (1 - chance))


def spoken(found: Found) -> Mapping[str, list[Evidence]]:
    """The evidence in the text itself that is no backdrop, each phrase once."""
    return {
        concept_id: list(
            {(p.kind, p.quote.lower()): p for p in pieces if p.place == "text" and not p.backdrop}.values()
        )
        for concept_id, pieces in found.items()
    }


def _rests_on(passages: Sequence[Passage], taxonomy: Taxonomy) -> Iterable[str]:
    yield taxonomy.sha256
    for passage in passages:
        yield f"{passage.language} {passage.group} {passage.text} {passage.concepts.tobytes().hex()}"


def _count(passages: Sequence[Passage], finder: CueFinder) -> bytes:
    place = {concept.id: column for column, concept in enumerate(finder.taxonomy.concepts)}
    texts = [Text(p.id, p.text, p.language, p.group) for p in passages]
    counts: Counter[tuple[str, str, str]] = Counter()
    rights: Counter[tuple[str, str, str]] = Counter()
    for passage, found in zip(passages, finder.find(texts), strict=True):
        for concept_id, pieces in spoken(found).items():
            for quote in {piece.quote.lower() for piece in pieces}:
                counts[passage.group, concept_id, quote] += 1
                rights[passage.group, concept_id, quote] += int(passage.concepts[place[concept_id]])
    return json.dumps(
        [[*key, count, rights[key]] for key, count in sorted(counts.items())], ensure_ascii=False
    ).encode()
