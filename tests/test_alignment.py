"""Alignment is symmetric, finds translations, and keeps its ranks and scores in step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tertium.aligner.alignment import align_coded
from tertium.aligner.coding import CodedUnits
from tertium.aligner.comparison import align
from tertium.aligner.similarity import compare_units, correct_hubs
from tertium.corpus.splitting import make_provision
from tertium.taxonomies import load_taxonomy

FINITE = st.floats(-1, 1, allow_nan=False, width=32)
MATRICES = st.tuples(st.integers(1, 8), st.integers(1, 8)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=FINITE)
)


class Lookup:
    """An encoder with one made-up vector for each text."""

    name = "lookup"
    version = "1"

    def encode(self, texts):
        rows = [np.random.default_rng(sum(text.encode())).normal(size=8) for text in texts]
        return np.asarray([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


def units(texts, language="en"):
    provisions = [make_provision("d", str(n), text, (0, len(text)), language, ()) for n, text in enumerate(texts)]
    return tuple(provisions)


def coded(texts, language="en"):
    taxonomy = load_taxonomy()
    rng = np.random.default_rng(len("".join(texts)))
    found = units(texts, language)
    scores = rng.uniform(0, 1, size=(len(found), len(taxonomy.concepts)))
    return CodedUnits(found, taxonomy, scores, ((),) * len(found))


@given(MATRICES)
def test_hub_correction_commutes_with_swapping(matrix):
    assert np.allclose(correct_hubs(matrix).T, correct_hubs(matrix.T))


@given(MATRICES, st.floats(-1, 1))
def test_hub_correction_takes_off_what_all_share(matrix, level):
    assert np.allclose(correct_hubs(matrix + level), correct_hubs(matrix), atol=1e-9)


def test_a_hub_is_pulled_down():
    near_to_all = np.array([[0.6, 0.55], [0.9, 0.1], [0.9, 0.1]])
    corrected = correct_hubs(near_to_all, neighbours=1)
    assert near_to_all[0].argmax() == 0
    assert corrected[0].argmax() == 1


WORDS = st.text(st.sampled_from("abcdefgh "), min_size=3, max_size=20).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5, unique=True), st.lists(WORDS, min_size=1, max_size=5, unique=True))
def test_swapping_the_sides_transposes_every_score(left, right):
    there = align_coded(coded(left), coded(right), Lookup())
    back = align_coded(coded(right), coded(left), Lookup())
    assert np.allclose(there.similarity.score, back.similarity.score.T)
    assert {(m.source_id, m.target_id, m.score) for m in there.matches(0)} == {
        (m.target_id, m.source_id, m.score) for m in back.matches(0)
    }
    assert there.matched(0.5) == back.matched(0.5)[::-1]


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.lists(WORDS, min_size=1, max_size=6, unique=True))
def test_scores_lie_between_0_and_1_and_ranks_follow_them(left, right):
    alignment = align_coded(coded(left), coded(right), Lookup())
    assert ((alignment.similarity.score >= 0) & (alignment.similarity.score <= 1)).all()
    for row in range(len(left)):
        matches = [m for m in alignment.best(None) if m.source_id == f"d#{row}"]
        assert [m.rank for m in matches] == list(range(1, len(right) + 1))
        assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)


def test_wording_exists_within_a_language_only():
    similarity = compare_units(units(["fair data"]), (*units(["fair data"]), *units(["公平数据"], "zh")), Lookup())
    assert similarity.wording[0, 0] == pytest.approx(1)
    assert np.isnan(similarity.wording[0, 1])


@pytest.mark.parametrize("document", ["aiia-2019", "baai-2019", "eu-hleg-2019", "most-2019", "tencent-2018"])
@pytest.mark.parametrize("languages", ["zh:en", "en:zh"])
def test_the_two_editions_of_a_document_find_each_other(document, languages):
    alignment = align(document, document, language=languages)
    right = [m.source_id == m.target_id for m in alignment.best(1)]
    assert np.mean(right) >= 0.98


def test_provisions_of_the_two_editions_find_each_other():
    alignment = align("eu-hleg-2019", "eu-hleg-2019", language="zh:en", unit="provision")
    right = [m.source_id == m.target_id for m in alignment.best(1)]
    # Some provisions are alike by nature: a requirement and the ALTAI topic of the same name.
    assert np.mean(right) >= 0.95


def test_an_empty_side_aligns_with_nothing():
    alignment = align_coded(coded(["a b c"]), coded([]), Lookup())
    assert alignment.matches() == []
    assert alignment.matched() == ([False], [])
