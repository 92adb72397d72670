"""How alike two statements are, in meaning and wording, corrected for hubs. The only module that knows scikit-learn.

Meaning is the cosine of sentence vectors, wording that of character n-gram TF-IDF, which exists within one language
only: a likeness of words is not a likeness of meaning, and both are kept beside the score. Hubs (statements near to
everything) are corrected by cross-domain similarity local scaling: Conneau, Lample, Ranzato, Denoyer & Jégou 2018,
"Word translation without parallel data", ICLR, section 2.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.preprocessing import normalize

from ..corpus.document import Language, Unit
from .encoder import Encoder

Matrix = npt.NDArray[np.float64]

# Neighbours whose mean similarity is taken for a unit's "hubness". Documents have tens of statements, so fewer than the
# ten of the paper; benchmarks/alignment.py prints the neighbouring values.
NEIGHBOURS = 3
# What wording and shared concepts add to meaning before hubs are corrected. Chinese n-grams agree half as often as
# English ones, and across languages there is no wording and cosines are smaller: the weights make the best evidence of
# a statement equal on average in zh:zh, en:en and zh:en over the shipped documents, which say the same in both.
WORDING_WEIGHT = {"en": 0.5, "zh": 1.0}
CONCEPT_WEIGHT = 0.5
CROSS_LANGUAGE_GAIN = 1.45
# The mean of a document's vectors is taken off ("AI should …" is in all of them), the less the fewer there are.
_PRIOR_UNITS = 5
# A score asks for both: that the two are nearer to each other than to their neighbours (corrected similarity, .5 where
# they are just as near), and that the evidence is strong in itself, so that a statement without counterpart has none.
_NEAR_MIDDLE, _NEAR_SLOPE = 0.0, 0.06
_STRONG_MIDDLE, _STRONG_SLOPE = 0.6, 0.12


@dataclass(frozen=True, slots=True)
class Similarity:
    """Scores of all pairs: ``score`` in [0, 1]; ``meaning`` and ``wording`` in [0, 1] as shown beside it.

    All are matrices of source units by target units; ``wording`` is NaN where the languages differ.
    """

    score: Matrix
    meaning: Matrix
    wording: Matrix


def _logistic(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-values)))


def cosine(left: Matrix, right: Matrix) -> Matrix:
    """Cosines of the rows of two matrices, in [-1, 1]."""
    return np.asarray(normalize(left) @ normalize(right).T, dtype=np.float64)


def correct_hubs(similarity: Matrix, neighbours: int = NEIGHBOURS) -> Matrix:
    """Each value less the mean of its row's and its column's mean nearest-neighbour similarity (CSLS, halved)."""
    if not similarity.size:
        return similarity
    rows, columns = similarity.shape
    by_row = -np.sort(-similarity, axis=1)[:, : min(neighbours, columns)].mean(axis=1)
    by_column = -np.sort(-similarity, axis=0)[: min(neighbours, rows)].mean(axis=0)
    return np.asarray(similarity - (by_row[:, None] + by_column[None, :]) / 2)


def compare_units(
    source: Sequence[Unit],
    target: Sequence[Unit],
    encoder: Encoder,
    concepts: tuple[Matrix, Matrix] | None = None,
) -> Similarity:
    """Similarity of every source unit with every target unit.

    ``concepts`` are the units' concept scores (units x concepts), where a taxonomy takes part.
    """
    if not source or not target:
        nothing = np.zeros((len(source), len(target)))
        return Similarity(nothing, nothing, nothing)
    meaning = _meaning(source, target, encoder)
    wording = _wording(source, target)
    weight = np.array([[WORDING_WEIGHT[unit.language]] for unit in source])
    evidence = np.where(np.isnan(wording), meaning * CROSS_LANGUAGE_GAIN, meaning + weight * wording)
    if concepts is not None:
        evidence = evidence + CONCEPT_WEIGHT * _shared_concepts(*concepts)
    near = _logistic((correct_hubs(evidence) - _NEAR_MIDDLE) / _NEAR_SLOPE)
    strong = _logistic((evidence - _STRONG_MIDDLE) / _STRONG_SLOPE)
    score = np.sqrt(near * strong)
    return Similarity(score, np.clip(meaning, 0, 1), wording)


def _shared_concepts(left: Matrix, right: Matrix) -> Matrix:
    """Cosines of concept scores, the less the surer it is that one of the two has no concept at all."""
    sure = np.sqrt(left.max(axis=1)[:, None] * right.max(axis=1)[None, :])
    return np.asarray(cosine(left, right) * (1 + sure) / 2)


def _meaning(source: Sequence[Unit], target: Sequence[Unit], encoder: Encoder) -> Matrix:
    """Mean cosine of the texts alone and of the texts under their headings, each document's own mean taken off."""
    total = np.zeros((len(source), len(target)))
    for headed in (False, True):
        left, right = (_centred(_encode(units, encoder, headed)) for units in (source, target))
        total += cosine(left, right) / 2
    return total


def _encode(units: Sequence[Unit], encoder: Encoder, headed: bool) -> Matrix:
    texts = [" ".join([*unit.headings, unit.text]) if headed else unit.text for unit in units]
    return encoder.encode(texts).astype(np.float64)


def _centred(vectors: Matrix) -> Matrix:
    count = len(vectors)
    return np.asarray(vectors - vectors.mean(axis=0) * (count / (count + _PRIOR_UNITS)))


class WordingSpace:
    """TF-IDF of words and characters, learned from the texts of one language: 1 to 3 characters in Chinese; in English
    one or two words and 3 to 5 characters of a word."""

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        if language == "zh":
            parts = [TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)]
        else:
            parts = [
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
            ]
        self._features = make_union(*parts)
        self._known = normalize(self._features.fit_transform(texts))

    def inner(self) -> Matrix:
        """Cosines of the learned texts with each other, in [0, 1]."""
        return np.asarray((self._known @ self._known.T).toarray(), dtype=np.float64)

    def likeness(self, texts: Sequence[str]) -> Matrix:
        """Cosines of new texts (rows) with the learned ones (columns), in [0, 1]; 0 where nothing is known."""
        return np.asarray((normalize(self._features.transform(texts)) @ self._known.T).toarray(), dtype=np.float64)


def _wording(source: Sequence[Unit], target: Sequence[Unit]) -> Matrix:
    """Cosine of character n-grams within each language: 1 to 3 characters in Chinese, 3 to 5 of a word in English."""
    result = np.full((len(source), len(target)), np.nan)
    for language in ("zh", "en"):
        rows = [i for i, unit in enumerate(source) if unit.language == language]
        columns = [j for j, unit in enumerate(target) if unit.language == language]
        if rows and columns:
            kind, sizes = ("char", (1, 3)) if language == "zh" else ("char_wb", (3, 5))
            vectorizer = TfidfVectorizer(analyzer=kind, ngram_range=sizes, sublinear_tf=True)
            texts = [source[i].text for i in rows] + [target[j].text for j in columns]
            vectors = vectorizer.fit_transform(texts)
            result[np.ix_(rows, columns)] = (vectors[: len(rows)] @ vectors[len(rows) :].T).toarray()
    return result
