"""Statement -> concepts, each with a calibrated probability, the evidence and a reason that a person can read.

A handful of signals (``signals.py``) is weighed by one logistic function for all concepts: what the words say, the
vector beside the concept's definition, what passages coded before have in common with the statement. The weights are
fitted to our own coded texts (``benchmarks/fit_coding.py``), so that a score is the chance that a reader would give the
concept, and means the same from one statement to the next. Who issued a text is never looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..corpus.document import Unit
from ..taxonomies.taxonomy import Taxonomy
from .encoder import Encoder
from .evidence import Evidence
from .signals import SignalFinder, Signals
from .texts import Text
from .weights import COVERED, MENTIONED

Coverage = Literal["covered", "mentioned", "silent"]
Engine = Literal["full", "lexical"]
Scores = npt.NDArray[np.float64]

__all__ = ["COVERED", "MENTIONED", "CodedUnits", "Coder", "Coding", "Coverage", "Engine", "Evidence", "coverage_of"]


@dataclass(frozen=True, slots=True)
class Coding:
    """One unit on one concept. ``reason`` says in a line what the score rests on.

    ``confirmed_by`` names the person who decided on the unit; empty where only the machine did.
    """

    unit_id: str
    document_id: str
    concept_id: str
    score: float
    coverage: Coverage
    evidence: tuple[Evidence, ...]
    reason: str
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class CodedUnits:
    """The codings of many units: ``scores`` is a matrix of units by the taxonomy's concepts."""

    units: tuple[Unit, ...]
    taxonomy: Taxonomy
    scores: Scores
    codings: tuple[tuple[Coding, ...], ...]

    def of(self, index: int, minimum: float = MENTIONED) -> tuple[Coding, ...]:
        """The codings of one unit with at least that score, best first."""
        return tuple(coding for coding in self.codings[index] if coding.score >= minimum)


def coverage_of(score: float) -> Coverage:
    """The state that a score stands for."""
    return "covered" if score >= COVERED else "mentioned" if score >= MENTIONED else "silent"


class Coder:
    """Codes units onto one taxonomy; ``encoder`` None means the lexical engine, which looks at words alone."""

    def __init__(self, taxonomy: Taxonomy, encoder: Encoder | None) -> None:
        self.taxonomy = taxonomy
        self.encoder = encoder
        self._finder = SignalFinder(taxonomy, encoder)

    def code(self, units: Sequence[Unit]) -> CodedUnits:
        """Scores and codings of all units.

        A unit of several statements is coded by its statements and as a whole. Each concept has the mean (of the log
        odds) of its best statement and the whole: a long text does not gather concepts by its length, and what only
        the whole shows is not lost.
        """
        statements = [statement for unit in units for statement in unit.statements]
        several = [unit for unit in units if len(unit.statements) > 1]
        whole = [Text(u.id, u.text, u.language, u.document_id, u.headings) for u in several]
        signals = self._finder.find([*statements, *whole])
        odds = signals.odds()
        scores = np.zeros((len(units), len(self.taxonomy.concepts)))
        codings: list[tuple[Coding, ...]] = []
        first, passage = 0, len(statements)
        for row, unit in enumerate(units):
            rows = range(first, first + len(unit.statements))
            first = rows.stop
            if not rows:
                codings.append(())
                continue
            best = odds[rows.start : rows.stop].argmax(axis=0) + rows.start
            mine = odds[best, np.arange(odds.shape[1])]
            if len(rows) > 1:
                mine = (mine + odds[passage]) / 2
                passage += 1
            scores[row] = np.round(1 / (1 + np.exp(-mine)), 4)
            codings.append(self._codings(unit, scores[row], signals, best, rows))
        return CodedUnits(tuple(units), self.taxonomy, scores, tuple(codings))

    def _codings(
        self, unit: Unit, scores: Scores, signals: Signals, best: npt.NDArray[np.intp], rows: range
    ) -> tuple[Coding, ...]:
        codings = []
        for column, concept in enumerate(self.taxonomy.concepts):
            row = int(best[column])
            score = float(scores[column])
            reason = signals.reason(row, column, concept.id)
            if len(rows) > 1:
                reason = f"{unit.statements[row - rows.start].id.rpartition('#')[2]}: {reason}"
            codings.append(
                Coding(
                    unit.id,
                    unit.document_id,
                    concept.id,
                    score,
                    coverage_of(score),
                    tuple(signals.found[row].get(concept.id, ())),
                    reason,
                )
            )
        # The taxonomy's order decides between equal scores.
        return tuple(sorted(codings, key=lambda coding: -coding.score))
