"""What a statement has in common with passages that were coded before: a classifier on our own text alone.

Kernel ridge regression (Saunders, Gammerman & Vovk 1998, "Ridge regression learning algorithm in dual variables", ICML)
of the concepts on likeness to the exemplars: likeness of meaning (sentence vectors, across languages) and of wording
(TF-IDF, within one language). It is solved in closed form, so that the statements of one document can be left out
exactly (Hastie, Tibshirani & Friedman 2009, "The elements of statistical learning", 7.10, the same algebra for one row):
a document whose readers' codings are among the exemplars is coded as if they were not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..corpus.catalogue import SHIPPED, load_edition
from ..corpus.document import LANGUAGES, Language, Unit
from ..taxonomies.exemplars import load_exemplars
from ..taxonomies.taxonomy import Taxonomy
from .encoder import Encoder
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


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the exemplars say of units: ``scores`` (units x concepts, about 0 to 1), and each unit's nearest exemplar
    with its likeness in meaning."""

    scores: Matrix
    nearest: tuple[tuple[str, float], ...]


class Teacher:
    """Fitted to passages once; asked for many units."""

    def __init__(self, passages: Sequence[Passage], encoder: Encoder) -> None:
        self.passages = tuple(passages)
        self._encoder = encoder
        self._groups = np.array([passage.group for passage in passages])
        vectors = self._encode([passage.text for passage in passages])
        self._mean = vectors.mean(axis=0)
        self._vectors = vectors - self._mean
        self._rows = {code: [k for k, p in enumerate(passages) if p.language == code] for code in LANGUAGES}
        self._spaces = {
            code: WordingSpace([passages[k].text for k in rows], code) for code, rows in self._rows.items() if rows
        }
        kernel = cosine(self._vectors, self._vectors)
        for code, space in self._spaces.items():
            kernel[np.ix_(self._rows[code], self._rows[code])] += space.inner()
        self._inverse = np.linalg.inv(kernel + _RIDGE * np.eye(len(kernel)))
        self._truth = np.stack([passage.concepts for passage in passages])
        self._weights = self._inverse @ self._truth

    def _encode(self, texts: Sequence[str]) -> Matrix:
        return self._encoder.encode(texts).astype(np.float64)

    def ask(self, units: Sequence[Unit], leave_out: Sequence[str] = ()) -> Lesson:
        """The lesson on each unit; passages of the group that ``leave_out`` names for it take no part.

        Without ``leave_out`` a unit's group is its document.
        """
        groups = list(leave_out) or [unit.document_id for unit in units]
        kernel, meaning = self._kernel(units)
        scores = np.zeros((len(units), self._truth.shape[1]))
        nearest = []
        for group in sorted(set(groups)):
            rows = [k for k, name in enumerate(groups) if name == group]
            inside = self._groups == group
            scores[rows] = kernel[np.ix_(rows, ~inside)] @ self._without(inside)
        for row, group in enumerate(groups):
            allowed = np.where(self._groups == group, -1.0, meaning[row])
            best = int(allowed.argmax())
            nearest.append((self.passages[best].id, float(allowed[best])))
        return Lesson(scores, tuple(nearest))

    def _kernel(self, units: Sequence[Unit]) -> tuple[Matrix, Matrix]:
        """The kernel between units and passages, and the part of it that is meaning."""
        meaning = cosine(self._encode([unit.text for unit in units]) - self._mean, self._vectors)
        kernel = meaning.copy()
        for code, space in self._spaces.items():
            mine = [k for k, unit in enumerate(units) if unit.language == code]
            if mine:
                kernel[np.ix_(mine, self._rows[code])] += space.likeness([units[k].text for k in mine])
        return kernel, meaning

    def _without(self, inside: npt.NDArray[np.bool_]) -> Matrix:
        """The dual weights of all passages outside, as if those inside had never been there."""
        if not inside.any():
            return self._weights
        cross = self._inverse[np.ix_(~inside, inside)]
        own = self._inverse[np.ix_(inside, inside)]
        return np.asarray(self._weights[~inside] - cross @ np.linalg.solve(own, self._weights[inside]))


def load_passages(taxonomy: Taxonomy) -> tuple[Passage, ...]:
    """The shipped exemplars of a taxonomy in both languages and, for tertium-core, the documents that were read."""
    ids = [concept.id for concept in taxonomy.concepts]
    exemplars = load_exemplars(taxonomy)
    passages = [
        Passage(exemplar.id, exemplar.texts[code], code, exemplar.id, _row(exemplar.concepts, ids))
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
