"""Phrases are found in any inflection and on Chinese characters, at the right place, and accidents are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertium.corpus.tokens import Hit, PhraseFinder, fold, inflection_key, longest, words


@pytest.mark.parametrize(
    "forms",
    [
        ("right", "rights"),
        ("policy", "policies"),
        ("use", "used", "using", "uses"),
        ("explain", "explained", "explains", "explaining"),
        ("control", "controlled", "controlling"),
        ("stop", "stopped"),
        ("apply", "applies", "applied"),
        ("bias", "biases", "biased"),
        ("child", "children"),
        ("process", "processes", "processed"),
        ("life", "lives"),
        ("being", "beings"),
    ],
)
def test_inflected_forms_have_one_key(forms):
    assert len({inflection_key(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("human", "humane"),
        ("explain", "explanation"),
        ("thing", "th"),
        ("need", "ne"),
        ("analysis", "analysi"),
        ("during", "dur"),
    ],
)
def test_other_words_keep_apart(one, other):
    assert inflection_key(one) != inflection_key(other)


def found(language, phrase, text):
    return [text[hit.start : hit.end] for hit in PhraseFinder(language, {"x": [phrase]}).find([text])[0]]


def test_a_star_finds_every_ending():
    text = "It is explained; explanations and explainability differ. Plain."
    assert found("en", "expla*", text) == ["explained", "explanations", "explainability"]


def test_a_star_finds_endings_in_texts_that_come_later():
    finder = PhraseFinder("en", {"x": ["discriminat* outcome"]})
    assert finder.find(["discriminating outcomes"])[0] == [Hit("x", 0, 23)]
    assert finder.find(["discriminatory outcome"])[0] == [Hit("x", 0, 22)]


def test_case_hyphens_and_width_do_not_matter():
    assert found("en", "decision making", "Automated Decision-Making") == ["Decision-Making"]
    assert found("zh", "AI治理", "推动ＡＩ治理") == ["ＡＩ治理"]


def test_an_equals_sign_asks_for_the_very_form():
    assert found("en", "=conditioning", "conditions for conditioning") == ["conditioning"]


def test_english_words_are_not_found_inside_others():
    assert found("en", "art", "party artful art.") == ["art"]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("隐私", "保护个人隐私", ["隐私"]),
        ("强人工智能", "应增强人工智能的鲁棒性", []),
        ("增强人", "应增强人工智能的鲁棒性", []),
        ("和平", "数据和平台垄断", []),
        ("可解释", "可解释性", ["可解释"]),
        ("社会责任", "富有社会责任感", ["社会责任"]),
    ],
)
def test_chinese_phrases_never_halve_a_word(phrase, text, expected):
    assert found("zh", phrase, text) == expected


def test_the_longest_phrase_hides_those_inside_it():
    finder = PhraseFinder("zh", {"safety": ["安全"], "society": ["社会安全"]})
    hits = finder.find(["维护社会安全和安全"])[0]
    assert longest(hits) == [Hit("society", 2, 6), Hit("safety", 7, 9)]


def test_equal_spans_of_two_keys_both_stay():
    assert len(longest([Hit("a", 0, 4), Hit("b", 0, 4)])) == 2


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_words_are_cut_for_counting():
    assert words("促进公平公正，AI系统", "zh") == ["促进", "公平", "公正", "ai", "系统"]
    assert words("Human rights, 30 policies!", "en") == ["human", "right", "30", "policy"]
