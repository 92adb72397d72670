"""Statement -> concepts, each with a score, the evidence and a reason that a person can read.

Evidence is lexical (cues and hints in the statement and in its heading) and semantic (the statement's vector beside the
concept's label and definition); both are absolute, so that a score means the same from one statement to the next. They
are put together as independent evidence (noisy-or; Pearl 1988, "Probabilistic reasoning in intelligent systems", 4.3).
Who issued a text is never looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..corpus.document import LANGUAGES, Language, Statement, Unit
from ..corpus.tokens import Hit, PhraseFinder, longest
from ..taxonomies.taxonomy import Taxonomy
from .encoder import Encoder

Coverage = Literal["covered", "mentioned", "silent"]
Place = Literal["text", "heading"]
Scores = npt.NDArray[np.float64]

# From these scores on a statement covers, or at least mentions, a concept.
COVERED = 0.6
MENTIONED = 0.4

# How likely one piece of evidence alone makes the concept.
_WEIGHTS = {("text", "cue"): 0.75, ("text", "hint"): 0.35, ("heading", "cue"): 0.35, ("heading", "hint"): 0.15}
_WORDS = {
    ("text", "cue"): "cue",
    ("text", "hint"): "hint",
    ("heading", "cue"): "heading",
    ("heading", "hint"): "hint in heading",
}
# The vector alone: at most "mentioned" for a concept with cues, more for one that has only label and definition.
_LIKENESS_LIMIT = {"with cues": 0.45, "without": 0.9}
# The chance that a statement is about a concept, by the cosine of their vectors: fitted by eye to the share of pairs
# with a cue in bins of cosine over the shipped documents, where Chinese and English agree (.2: .1, .3: .3, .4: .6,
# .5: .8).
_LIKENESS_MIDDLE = 0.385
_LIKENESS_STEEPNESS = 13.0
# What all concepts have in common is taken off the vectors, the less the fewer concepts there are.
_PRIOR_CONCEPTS = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cue or hint that was found, in the statement's text or in its heading; offsets count in that text."""

    place: Place
    kind: Literal["cue", "hint"]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One unit on one concept. ``reason`` says in a line what the score rests on."""

    unit_id: str
    document_id: str
    concept_id: str
    score: float
    coverage: Coverage
    evidence: tuple[Evidence, ...]
    reason: str


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
    """Codes units onto one taxonomy with one encoder."""

    def __init__(self, taxonomy: Taxonomy, encoder: Encoder) -> None:
        self.taxonomy = taxonomy
        self.encoder = encoder
        self._finders: dict[str, PhraseFinder] = {}
        self._index = {concept.id: column for column, concept in enumerate(taxonomy.concepts)}

    def code(self, units: Sequence[Unit]) -> CodedUnits:
        """Scores and codings of all units; a provision is coded by its statements and has the best of each concept."""
        statements = [statement for unit in units for statement in unit.statements]
        found = self._find(statements)
        semantic = self._semantic(statements)
        per_statement = [self._codings(*args) for args in zip(statements, found, semantic, strict=True)]
        codings: list[tuple[Coding, ...]] = []
        position = 0
        for unit in units:
            part = per_statement[position : position + len(unit.statements)]
            position += len(unit.statements)
            codings.append(_gather(unit, part))
        scores = np.zeros((len(units), len(self.taxonomy.concepts)))
        for row, group in enumerate(codings):
            for coding in group:
                scores[row, self._index[coding.concept_id]] = coding.score
        return CodedUnits(tuple(units), self.taxonomy, scores, tuple(codings))

    def _find(self, statements: Sequence[Statement]) -> list[dict[str, list[Evidence]]]:
        """Lexical evidence of each statement by concept: that of its text, and that of its nearest heading."""
        found: list[dict[str, list[Evidence]]] = [{} for _ in statements]
        for language in LANGUAGES:
            rows = [row for row, statement in enumerate(statements) if statement.language == language]
            texts = [statements[row].text for row in rows]
            headings = [(statements[row].headings or ("",))[-1] for row in rows]
            self._look("text", rows, texts, language, found)
            self._look("heading", rows, headings, language, found)
        return found

    def _look(
        self,
        place: Place,
        rows: list[int],
        texts: list[str],
        language: Language,
        found: list[dict[str, list[Evidence]]],
    ) -> None:
        if not rows:
            return
        if language not in self._finders:
            self._finders[language] = PhraseFinder(language, _phrases(self.taxonomy, language))
        for row, text, hits in zip(rows, texts, self._finders[language].find(texts), strict=True):
            for hit in _outside_exclusions(hits):
                kind, concept_id = hit.key.split(" ", 1)
                evidence = Evidence(
                    place, "cue" if kind == "cue" else "hint", hit.start, hit.end, text[hit.start : hit.end]
                )
                found[row].setdefault(concept_id, []).append(evidence)

    def _semantic(self, statements: Sequence[Statement]) -> Scores:
        """How strongly each statement's vector speaks for each concept, in [0, 1]: statements x concepts."""
        concepts = self.taxonomy.concepts
        if not statements:
            return np.zeros((0, len(concepts)))
        vectors = self.encoder.encode([statement.text for statement in statements]).astype(np.float64)
        by_language = {code: self._concept_vectors(code) for code in LANGUAGES}
        centres = {code: _centre(found) for code, found in by_language.items()}
        own = np.stack([centres[statement.language] for statement in statements])
        meant = np.sum(list(by_language.values()), axis=0)
        cosines = _unit(vectors - own) @ _unit(meant - _centre(meant)).T
        chance = 1 / (1 + np.exp(-_LIKENESS_STEEPNESS * (cosines - _LIKENESS_MIDDLE)))
        limits = np.array([_LIKENESS_LIMIT["with cues" if any(c.cues.values()) else "without"] for c in concepts])
        return np.asarray(np.minimum(chance, limits))

    def _concept_vectors(self, language: str) -> Scores:
        """One vector a concept: its label and definition in the language, or in the one it has."""
        texts = [f"{c.label(language)}. {c.definition(language)}".strip() for c in self.taxonomy.concepts]
        return self.encoder.encode(texts).astype(np.float64)

    def _codings(
        self, statement: Statement, found: dict[str, list[Evidence]], semantic: npt.NDArray[np.float64]
    ) -> tuple[Coding, ...]:
        codings = []
        for concept, likeness in zip(self.taxonomy.concepts, semantic, strict=True):
            evidence = tuple(found.get(concept.id, ()))
            score = _combine(evidence, float(likeness))
            reason = _reason(evidence, float(likeness))
            coding = Coding(
                statement.id, statement.document_id, concept.id, score, coverage_of(score), evidence, reason
            )
            codings.append(coding)
        # The taxonomy's order decides between equal scores.
        return tuple(sorted(codings, key=lambda coding: -coding.score))


def _unit(vectors: Scores) -> Scores:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths))


def _centre(vectors: Scores) -> Scores:
    count = len(vectors)
    return np.asarray(vectors.mean(axis=0) * (count / (count + _PRIOR_CONCEPTS)))


def _phrases(taxonomy: Taxonomy, language: str) -> dict[str, list[str]]:
    """What the finder looks for, by kind and concept; a concept without cues in a language has its label as one."""
    phrases: dict[str, list[str]] = {}
    for concept in taxonomy.concepts:
        cues = concept.cues.get(language, ()) or filter(None, [concept.labels.get(language)])
        phrases[f"cue {concept.id}"] = list(cues)
        phrases[f"hint {concept.id}"] = list(concept.hints.get(language, ()))
        phrases[f"exclusion {concept.id}"] = list(concept.exclusions.get(language, ()))
    return phrases


def _outside_exclusions(hits: Sequence[Hit]) -> list[Hit]:
    """The longest cues and hints, less those inside an exclusion of their own concept."""
    excluded = [hit for hit in hits if hit.key.startswith("exclusion ")]
    free = [
        hit
        for hit in hits
        if not hit.key.startswith("exclusion ")
        and not any(
            no.key.split(" ", 1)[1] == hit.key.split(" ", 1)[1] and no.start <= hit.start and hit.end <= no.end
            for no in excluded
        )
    ]
    return longest(free)


def _combine(evidence: tuple[Evidence, ...], likeness: float) -> float:
    """Noisy-or over the distinct pieces of evidence: the chance that at least one of them holds, four decimals."""
    doubt = 1.0 - likeness
    for (place, kind), weight in _WEIGHTS.items():
        quotes = {piece.quote.lower() for piece in evidence if (piece.place, piece.kind) == (place, kind)}
        # A heading is one piece of evidence, however many of its words speak.
        count = len(quotes) if place == "text" else min(len(quotes), 1)
        doubt *= (1 - weight) ** count
    return round(1 - doubt, 4)


def _reason(evidence: tuple[Evidence, ...], likeness: float) -> str:
    parts = []
    for (place, kind), words in _WORDS.items():
        quotes = sorted({piece.quote for piece in evidence if (piece.place, piece.kind) == (place, kind)})
        if quotes:
            parts.append(f"{words}: {', '.join(quotes)}")
    if likeness >= 0.05:
        parts.append(f"meaning near the definition ({likeness:.2f})")
    return "; ".join(parts) or "nothing found"


def _gather(unit: Unit, per_statement: Sequence[tuple[Coding, ...]]) -> tuple[Coding, ...]:
    """A unit's codings: for each concept that of its statement with the best score."""
    best: dict[str, Coding] = {}
    for codings in per_statement:
        for coding in codings:
            if coding.concept_id not in best or coding.score > best[coding.concept_id].score:
                best[coding.concept_id] = coding
    renamed = (
        Coding(unit.id, unit.document_id, c.concept_id, c.score, c.coverage, c.evidence, _located(unit, c))
        for c in best.values()
    )
    return tuple(sorted(renamed, key=lambda coding: -coding.score))


def _located(unit: Unit, coding: Coding) -> str:
    return coding.reason if coding.unit_id == unit.id else f"{coding.unit_id.rpartition('#')[2]}: {coding.reason}"
