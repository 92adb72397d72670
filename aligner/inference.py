"""How far two coders agree, and how sure that is.

Kappa is Cohen's (1960, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20).
For sets of concepts it is Krippendorff's alpha (2004, "Content analysis", chapter 11) with the MASI distance
(Passonneau 2006, "Measuring agreement on set-valued items", LREC), by which a set that lies in the other is nearer than
one that only overlaps. A unit that only one of the two coded is left out: not coded is not agreement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# What a coder says who finds no concept; the distance of two empty sets is not defined.
NONE = frozenset({"none"})
_DRAWS = 1000

Codes = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two coders on ``n`` units; intervals are 95 % percentile bootstrap intervals over units.

    ``kappa`` is by concept, None where neither or both always code it (then it is not defined); ``counts`` says how
    many units each of the two coded with it.
    """

    n: int
    alpha: float
    alpha_interval: tuple[float, float]
    f1: float
    kappa: Mapping[str, float | None]
    kappa_intervals: Mapping[str, tuple[float | None, float | None]]
    counts: Mapping[str, tuple[int, int]]
    disagreements: tuple[tuple[str, frozenset[str], frozenset[str]], ...]


def find_agreement(one: Codes, other: Codes, concepts: Sequence[str], seed: int = 0) -> Agreement:
    """Compare two coders' concepts by unit id; units that one of them left out do not count.

    ``f1`` is the micro-averaged F1 of one against the other, the same in both directions.
    """
    units = sorted(one.keys() & other.keys())
    pairs = [(frozenset(one[unit]) or NONE, frozenset(other[unit]) or NONE) for unit in units]
    found = [np.array([[concept in pair[side] for concept in concepts] for pair in pairs]) for side in (0, 1)]
    both = sum(len(a & b) for a, b in pairs if NONE not in (a, b))
    total = sum(len(side) for pair in pairs for side in pair if side != NONE)
    distances, codes = _distances(pairs)
    return Agreement(
        n=len(units),
        alpha=_alpha(distances, codes),
        alpha_interval=_interval(distances, codes, seed),
        f1=2 * both / total if total else 1.0,
        kappa={c: _kappa(found[0][:, k], found[1][:, k]) for k, c in enumerate(concepts)} if pairs else {},
        kappa_intervals=_kappa_intervals(found[0], found[1], concepts, seed) if pairs else {},
        counts={
            c: (int(found[0][:, k].sum()), int(found[1][:, k].sum())) if pairs else (0, 0)
            for k, c in enumerate(concepts)
        },
        disagreements=tuple((unit, *pair) for unit, pair in zip(units, pairs, strict=True) if pair[0] != pair[1]),
    )


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """The MASI distance of two sets that are not both empty: 1 - Jaccard x (1, 2/3, 1/3 or 0)."""
    shared = len(one & other)
    if one == other:
        nearness = 1.0
    elif one <= other or other <= one:
        nearness = 2 / 3
    else:
        nearness = 1 / 3 if shared else 0.0
    return 1 - nearness * shared / len(one | other)


def _distances(
    pairs: Sequence[tuple[frozenset[str], frozenset[str]]],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The distances of all sets that occur, and which set each coder gave each unit (units x 2)."""
    values = sorted({value for pair in pairs for value in pair}, key=sorted)
    place = {value: k for k, value in enumerate(values)}
    distances = np.array([[masi(a, b) for b in values] for a in values]).reshape(len(values), len(values))
    return distances, np.array([[place[a], place[b]] for a, b in pairs], dtype=np.int64).reshape(-1, 2)


def _alpha(distances: npt.NDArray[np.float64], codes: npt.NDArray[np.int64]) -> float:
    """1 - observed / expected disagreement; 1.0 where nothing varies."""
    if not len(codes):
        return float("nan")
    counts = np.bincount(codes.ravel(), minlength=len(distances)).astype(float)
    total = counts.sum()
    expected = counts @ distances @ counts / (total * (total - 1))
    observed = distances[codes[:, 0], codes[:, 1]].mean()
    return float(1 - observed / expected) if expected else 1.0


def _interval(distances: npt.NDArray[np.float64], codes: npt.NDArray[np.int64], seed: int) -> tuple[float, float]:
    if not len(codes):
        return float("nan"), float("nan")
    draws = np.random.default_rng(seed).integers(len(codes), size=(_DRAWS, len(codes)))
    values = [_alpha(distances, codes[draw]) for draw in draws]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _kappa(one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> float | None:
    expected = one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean())
    if expected == 1:
        return None
    return float(((one == other).mean() - expected) / (1 - expected))


def _kappa_intervals(
    one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_], concepts: Sequence[str], seed: int
) -> dict[str, tuple[float | None, float | None]]:
    """Percentile intervals over units; None where fewer than half of the draws have a kappa."""
    draws = np.random.default_rng(seed).integers(len(one), size=(_DRAWS, len(one)))
    intervals: dict[str, tuple[float | None, float | None]] = {}
    for column, concept in enumerate(concepts):
        a, b = one[:, column][draws], other[:, column][draws]
        left, right, same = a.mean(axis=1), b.mean(axis=1), (a == b).mean(axis=1)
        expected = left * right + (1 - left) * (1 - right)
        defined = expected < 1
        kappas = (same[defined] - expected[defined]) / (1 - expected[defined])
        if 2 * len(kappas) >= _DRAWS:
            low, high = np.quantile(kappas, [0.025, 0.975])
            intervals[concept] = float(low), float(high)
        else:
            intervals[concept] = None, None
    return intervals
