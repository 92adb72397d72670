"""Statements of one document beside those of another: the best matches, and what is left over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..corpus.document import Unit
from .coding import COVERED, CodedUnits
from .encoder import Encoder
from .similarity import Similarity, compare_units

# A pair with at least this score is a match; see similarity.py for what the score says.
MATCH = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of units. ``rank`` is the target's place among all targets of the source, from 1.

    ``wording`` is None where the languages differ; ``concepts`` are those that both cover.
    """

    source_id: str
    target_id: str
    score: float
    rank: int
    meaning: float
    wording: float | None
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """All pairs of two sequences of units with their scores.

    ``ranks`` has for each source unit the place of each target unit, from 1 (ties: the earlier target first).
    """

    source: tuple[Unit, ...]
    target: tuple[Unit, ...]
    similarity: Similarity
    ranks: npt.NDArray[np.int64]
    shared: tuple[tuple[tuple[str, ...], ...], ...]

    def match(self, i: int, j: int) -> Match:
        """The pair of source unit ``i`` and target unit ``j``."""
        wording = float(self.similarity.wording[i, j])
        return Match(
            self.source[i].id,
            self.target[j].id,
            round(float(self.similarity.score[i, j]), 4),
            int(self.ranks[i, j]),
            round(float(self.similarity.meaning[i, j]), 4),
            None if np.isnan(wording) else round(wording, 4),
            self.shared[i][j],
        )

    def best(self, top: int | None = 3) -> list[Match]:
        """For each source unit its ``top`` targets (all with None), in the order of the source, best first."""
        return [
            self.match(i, int(j))
            for i in range(len(self.source))
            for j in np.argsort(self.ranks[i], kind="stable")[:top]
        ]

    def matches(self, minimum: float = MATCH) -> list[Match]:
        """The pairs in which one is the other's best and the score reaches ``minimum``; best first.

        Mirrored when source and target change places.
        """
        score = self.similarity.score
        if not score.size:
            return []
        chosen = (score == score.max(axis=1, keepdims=True)) | (score == score.max(axis=0, keepdims=True))
        pairs = [(int(i), int(j)) for i, j in np.argwhere(chosen & (score >= minimum))]
        found = [self.match(i, j) for i, j in pairs]
        return sorted(found, key=lambda match: (-match.score, match.source_id, match.target_id))

    def matched(self, minimum: float = MATCH) -> tuple[list[bool], list[bool]]:
        """For each source and each target unit, whether some pair of it reaches ``minimum``."""
        score = self.similarity.score
        if not score.size:
            return [False] * len(self.source), [False] * len(self.target)
        return list(map(bool, score.max(axis=1) >= minimum)), list(map(bool, score.max(axis=0) >= minimum))


def align_coded(source: CodedUnits, target: CodedUnits, encoder: Encoder) -> Alignment:
    """Align two sequences of coded units; symmetric: swapping them transposes every score."""
    similarity = compare_units(source.units, target.units, encoder, (source.scores, target.scores))
    # Ranks go by the scores that are shown, so that no rank contradicts them in the last decimals.
    order = np.argsort(-np.round(similarity.score, 4), axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
    return Alignment(source.units, target.units, similarity, ranks, _shared(source, target))


def _shared(source: CodedUnits, target: CodedUnits) -> tuple[tuple[tuple[str, ...], ...], ...]:
    ids = [concept.id for concept in source.taxonomy.concepts]
    left, right = source.scores >= COVERED, target.scores >= COVERED
    return tuple(tuple(tuple(ids[k] for k in np.flatnonzero(row & other)) for other in right) for row in left)


def unit_texts(units: Sequence[Unit]) -> dict[str, str]:
    """The texts by id, for showing beside a match."""
    return {unit.id: unit.text for unit in units}
