"""What each document covers, mentions or is silent on, and the gaps between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..taxonomies.taxonomy import Taxonomy
from .coding import COVERED, MENTIONED, CodedUnits, Coverage, coverage_of


@dataclass(frozen=True, slots=True)
class ConceptCoverage:
    """A document on one concept: its state, its best score, and the units that cover it (or only mention it)."""

    concept_id: str
    coverage: Coverage
    score: float
    unit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A concept that one document covers and the other does not.

    ``missing_in`` is the side without it and ``coverage`` that side's state, mentioned or silent; ``evidence`` are the
    units of the other side that cover it, ``nearest`` those of the missing side that at least mention it.
    """

    concept_id: str
    missing_in: Literal["source", "target"]
    coverage: Coverage
    evidence: tuple[str, ...]
    nearest: tuple[str, ...]


def find_coverage(coded: CodedUnits) -> tuple[ConceptCoverage, ...]:
    """The state of each concept, in the taxonomy's order; best unit first."""
    result = []
    for column, concept in enumerate(coded.taxonomy.concepts):
        scores = coded.scores[:, column]
        best = float(scores.max(initial=0.0))
        state = coverage_of(best)
        minimum = COVERED if state == "covered" else MENTIONED
        order = np.argsort(-scores, kind="stable")
        ids = tuple(coded.units[i].id for i in order if scores[i] >= minimum)
        result.append(ConceptCoverage(concept.id, state, best, ids))
    return tuple(result)


def find_gaps(source: Sequence[ConceptCoverage], target: Sequence[ConceptCoverage]) -> tuple[Gap, ...]:
    """The gaps in both directions: those in the target first, each side in the taxonomy's order."""
    gaps: list[Gap] = []
    sides: tuple[tuple[Literal["source", "target"], Sequence[ConceptCoverage], Sequence[ConceptCoverage]], ...] = (
        ("target", source, target),
        ("source", target, source),
    )
    for missing_in, has, lacks in sides:
        for here, there in zip(has, lacks, strict=True):
            if here.coverage == "covered" and there.coverage != "covered":
                gaps.append(Gap(here.concept_id, missing_in, there.coverage, here.unit_ids, there.unit_ids))
    return tuple(gaps)


def profile(coded: CodedUnits) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The share of each concept in what the document covers; zeros where it covers nothing."""
    counts = (coded.scores >= COVERED).sum(axis=0).astype(np.float64)
    total = counts.sum()
    return np.asarray(counts / total if total else counts)


def profile_similarity(source: CodedUnits, target: CodedUnits) -> float:
    """Bhattacharyya coefficient of the two concept profiles: 1 for equal shares, 0 for no concept in common.

    Bhattacharyya 1943, "On a measure of divergence between two statistical populations", Bull. Calcutta Math. Soc. 35.
    """
    return float(np.sqrt(profile(source) * profile(target)).sum())


def concepts_in_play(taxonomy: Taxonomy, *sides: Sequence[ConceptCoverage]) -> int:
    """How many concepts at least one side covers: the n of the profile similarity."""
    return sum(any(side[k].coverage == "covered" for side in sides) for k in range(len(taxonomy.concepts)))
