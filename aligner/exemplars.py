"""What a statement has in common with passages that were coded before: a classifier on our own text alone.

Kernel ridge regression (Saunders, Gammerman & Vovk 1998, "Ridge regression learning algorithm in dual variables", ICML)
of the concepts on likeness to the exemplars: likeness of meaning (sentence vectors, across languages) and of wording
(TF-IDF, within one language). A document whose readers' codings are among the passages is coded as if they were not.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..corpus.catalogue import SHIPPED, load_edition
from ..corpus.document import LANGUAGES, Language, Unit
from ..taxonomies.exemplars import load_exemplars
from ..taxonomies.taxonomy import Taxonomy
from .encoder import Encoder
from .fitted import kept
from .readings import TAXONOMY, read_reference
from .similarity import WordingSpace, cosine

Matrix = npt.NDArray[np.float64]

# Set on the exemplars themselves, folds of them left out (benchmarks/fit_coding.py prints the neighbours).
_RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in one language with its concepts (a row of 0 and 1), and the document or fold that it belongs to."""

    id: str
    text: str
    language: Language
    group: str
    concepts: npt.NDArray[np.float64]
    headings: tuple[str, ...] = ()
    read_for_cues: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the exemplars say of units: ``scores`` (units x concepts, about 0 to 1), and each unit's nearest exemplar
    with its likeness in meaning."""

    scores: Matrix
    nearest: tuple[tuple[str, float], ...]


class Teacher:
    """Learns from passages and is asked for many units; the passages of a unit's own group take no part."""

    def __init__(self, passages: Sequence[Passage], encoder: Encoder) -> None:
        self.passages = tuple(passages)
        self._encoder = encoder
        self._groups = np.array([passage.group for passage in passages])
        self._truth = np.stack([passage.concepts for passage in passages])
        vectors = self._encode([passage.text for passage in passages])
        self._mean = vectors.mean(axis=0)
        self._vectors = vectors - self._mean
        self._rows = {code: [k for k, p in enumerate(passages) if p.language == code] for code in LANGUAGES}
        self._spaces = {
            code: WordingSpace([passages[k].text for k in rows], code) for code, rows in self._rows.items() if rows
        }
        self._solved: dict[str, Matrix] = {}
        self._rests_on = [str(_RIDGE), encoder.name, encoder.version]
        self._rests_on += [f"{p.text} {p.group} {p.concepts.tobytes().hex()}" for p in passages]

    def _encode(self, texts: Sequence[str]) -> Matrix:
        return self._encoder.encode(texts).astype(np.float64)

    @cached_property
    def _inner(self) -> Matrix:
        """The kernel among the passages."""
        kernel = _closeness(cosine(self._vectors, self._vectors))
        for code, space in self._spaces.items():
            kernel[np.ix_(self._rows[code], self._rows[code])] += space.inner()
        return kernel

    def ask(self, units: Sequence[Unit], leave_out: Sequence[str] = ()) -> Lesson:
        """The lesson on each unit; passages of the group that ``leave_out`` names for it take no part.

        Without ``leave_out`` a unit's group is its document.
        """
        known = set(self._groups)
        groups = [group if group in known else "" for group in leave_out or (unit.document_id for unit in units)]
        kernel, meaning = self._kernel(units)
        scores = np.zeros((len(units), self._truth.shape[1]))
        for group in sorted(set(groups)):
            rows = [k for k, name in enumerate(groups) if name == group]
            scores[rows] = kernel[np.ix_(rows, self._groups != group)] @ self._weights(group)
        nearest = []
        for row, group in enumerate(groups):
            allowed = np.where(self._groups == group, -1.0, meaning[row])
            best = int(allowed.argmax())
            nearest.append((self.passages[best].id, float(allowed[best])))
        return Lesson(scores, tuple(nearest))

    def _kernel(self, units: Sequence[Unit]) -> tuple[Matrix, Matrix]:
        """The kernel between units and passages, and the cosines in it."""
        meaning = cosine(self._encode([unit.text for unit in units]) - self._mean, self._vectors)
        kernel = _closeness(meaning)
        for code, space in self._spaces.items():
            mine = [k for k, unit in enumerate(units) if unit.language == code]
            if mine:
                kernel[np.ix_(mine, self._rows[code])] += space.likeness([units[k].text for k in mine])
        return kernel, meaning

    def _weights(self, group: str) -> Matrix:
        """The dual weights of the passages outside a group, as if those inside had never been there."""
        outside = self._groups != group
        if 0 < np.count_nonzero(~outside) <= len(LANGUAGES):
            return self._without(~outside)
        if group not in self._solved:
            content = kept("lesson", [*self._rests_on, group], lambda: self._solve(outside))
            self._solved[group] = np.load(io.BytesIO(content))
        return self._solved[group]

    def _solve(self, outside: npt.NDArray[np.bool_]) -> bytes:
        kernel = self._inner[np.ix_(outside, outside)] + _RIDGE * np.eye(int(outside.sum()))
        file = io.BytesIO()
        np.save(file, np.linalg.solve(kernel, self._truth[outside]))
        return file.getvalue()

    @cached_property
    def _inverse(self) -> Matrix:
        return np.asarray(np.linalg.inv(self._inner + _RIDGE * np.eye(len(self.passages))), dtype=np.float64)

    @cached_property
    def _all_weights(self) -> Matrix:
        return self._inverse @ self._truth

    def _without(self, inside: npt.NDArray[np.bool_]) -> Matrix:
        """``_solve`` without a few passages, by the inverse over all: one inverse serves every exemplar."""
        weights = self._all_weights
        cross, own = self._inverse[np.ix_(~inside, inside)], self._inverse[np.ix_(inside, inside)]
        return np.asarray(weights[~inside] - cross @ np.linalg.solve(own, weights[inside]))


def _closeness(cosines: Matrix) -> Matrix:
    """The Gaussian kernel of vectors of length 1: exp(-distance squared), which is steeper than their cosine."""
    return np.asarray(np.exp(2 * (cosines - 1)))


def load_passages(taxonomy: Taxonomy) -> tuple[Passage, ...]:
    """The shipped exemplars of a taxonomy in both languages and, for tertium-core, the documents that were read."""
    ids = [concept.id for concept in taxonomy.concepts]
    exemplars = load_exemplars(taxonomy)
    passages = [
        Passage(
            exemplar.id,
            exemplar.texts[code],
            code,
            exemplar.id,
            _row(exemplar.concepts, ids),
            read_for_cues=exemplar.read_for_cues,
        )
        for exemplar in exemplars
        for code in LANGUAGES
    ]
    if exemplars and taxonomy.name == TAXONOMY:
        for path in sorted(SHIPPED.glob("*/codings.csv")):
            codes = read_reference(path)
            passages += [
                Passage(
                    statement.id,
                    statement.text,
                    code,
                    path.parent.name,
                    _row(codes[statement.id], ids),
                    statement.headings,
                )
                for code in LANGUAGES
                for statement in load_edition(f"{path.parent.name}@{code}").statements
            ]
    return tuple(passages)


def _row(concepts: frozenset[str], ids: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.array([float(concept_id in concepts) for concept_id in ids])


_TEACHERS: dict[tuple[str, str, str], Teacher] = {}


def load_teacher(taxonomy: Taxonomy, encoder: Encoder) -> Teacher | None:
    """The teacher of a taxonomy, fitted at the first use; None for a taxonomy without exemplars."""
    key = (taxonomy.sha256, encoder.name, encoder.version)
    if key not in _TEACHERS:
        passages = load_passages(taxonomy)
        if not passages:
            return None
        _TEACHERS[key] = Teacher(passages, encoder)
    return _TEACHERS[key]
