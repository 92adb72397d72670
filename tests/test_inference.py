"""Agreement is what independent libraries say it is."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tertium.aligner.inference import NONE, find_agreement, masi

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import masi_distance

CONCEPTS = ("a", "b", "c")
SETS = st.frozensets(st.sampled_from(CONCEPTS))
CODERS = st.lists(st.tuples(SETS, SETS), min_size=3, max_size=12)


@settings(deadline=None, max_examples=60)
@given(CODERS)
def test_alpha_and_kappa_are_those_of_nltk_and_scikit_learn(rows):
    one, other = ({str(n): row[side] for n, row in enumerate(rows)} for side in (0, 1))
    found = find_agreement(one, other, CONCEPTS)
    triples = [
        (coder, unit, codes[unit] or NONE) for coder, codes in (("one", one), ("other", other)) for unit in codes
    ]
    if len({value for _, _, value in triples}) > 1:
        assert found.alpha == pytest.approx(AnnotationTask(triples, distance=masi_distance).alpha())
    for concept, kappa in found.kappa.items():
        sides = [[concept in codes[unit] for unit in one] for codes in (one, other)]
        if kappa is not None:
            assert kappa == pytest.approx(cohen_kappa_score(*sides))


@given(SETS, SETS)
def test_masi_is_that_of_nltk(one, other):
    if one | other:
        assert masi(one, other) == pytest.approx(masi_distance(one, other), abs=1e-9)


def test_what_only_one_has_coded_is_no_agreement():
    one = {"1": frozenset("a"), "2": frozenset(), "3": frozenset("b")}
    other = {"1": frozenset("a"), "2": frozenset("b")}
    found = find_agreement(one, other, CONCEPTS)
    assert found.n == 2
    assert found.disagreements == (("2", NONE, frozenset("b")),)
    assert found.f1 == pytest.approx(2 / 3)


def test_perfect_agreement_is_one_and_chance_is_about_zero():
    rng = np.random.default_rng(1)
    coder = {str(n): frozenset(rng.choice(CONCEPTS, 1)) for n in range(400)}
    shuffled = dict(zip(coder, rng.permutation(np.array(list(coder.values()), dtype=object)), strict=True))
    assert find_agreement(coder, coder, CONCEPTS).alpha == 1
    chance = find_agreement(coder, shuffled, CONCEPTS)
    assert abs(chance.alpha) < 0.15
    assert chance.alpha_interval[0] < chance.alpha < chance.alpha_interval[1]


def test_the_interval_is_the_same_on_every_run():
    one = {str(n): frozenset("ab"[n % 2]) for n in range(20)}
    other = {str(n): frozenset("ab"[n % 3 > 0]) for n in range(20)}
    assert find_agreement(one, other, CONCEPTS) == find_agreement(one, other, CONCEPTS)


def test_kappa_has_an_interval_where_most_draws_have_a_kappa():
    rng = np.random.default_rng(3)
    one = {str(n): frozenset({"a"} if n % 2 else {"b"}) for n in range(60)}
    other = {
        unit: frozenset({"a", "b"} if rng.random() < 0.2 else found) | ({"c"} if unit == "0" else set())
        for unit, found in one.items()
    }
    found = find_agreement(one, other, CONCEPTS)
    draws = rng.integers(60, size=(400, 60))
    units = sorted(one)
    for concept in ("a", "b"):
        sides = [np.array([concept in codes[unit] for unit in units]) for codes in (one, other)]
        low, high = np.quantile([cohen_kappa_score(sides[0][draw], sides[1][draw]) for draw in draws], [0.025, 0.975])
        assert found.kappa_intervals[concept] == pytest.approx((low, high), abs=0.06)
    assert found.kappa["c"] == 0
    assert find_agreement(one, one, CONCEPTS).kappa_intervals["c"] == (None, None)
