"""Coding finds what is meant, leaves traps alone, says why, and never looks at who speaks."""

from dataclasses import replace

import numpy as np
import pytest

from tertium.aligner.coding import COVERED, MENTIONED, Coder, coverage_of
from tertium.aligner.comparison import load_coder
from tertium.aligner.encoder import load_encoder
from tertium.aligner.exemplars import Teacher, load_passages
from tertium.corpus.catalogue import load_edition
from tertium.corpus.splitting import make_provision
from tertium.taxonomies import load_taxonomy
from tertium.taxonomies.taxonomy import Concept, Taxonomy


def unit(text, language="en", headings=()):
    return make_provision("doc", "a", text, (0, len(text)), language, headings)


def taxonomy(*concepts):
    return Taxonomy("small", "1", {"en": "Small"}, "", "", "", concepts)


FAIR = Concept(
    "fair",
    {"en": "Fairness", "zh": "公平"},
    cues={"en": ("fair*", "non discriminat*"), "zh": ("公平",)},
    hints={"en": ("equal", "just"), "zh": ("平等",)},
    exclusions={"en": ("unfair competition", "fair enough"), "zh": ("不公平竞争",)},
)
PRIVATE = Concept("private", {"en": "Privacy", "zh": "隐私"}, cues={"en": ("privacy",), "zh": ("隐私",)})


def coded(text, language="en", headings=(), concepts=(FAIR, PRIVATE)):
    codings = Coder(taxonomy(*concepts), None).code([unit(text, language, headings)]).codings[0]
    return {coding.concept_id: coding for coding in codings}


@pytest.mark.parametrize(("language", "text"), [("en", "AI must be Fair."), ("zh", "人工智能应当公平。")])
def test_a_cue_alone_covers(language, text):
    coding = coded(text, language)["fair"]
    assert coding.coverage == "covered"
    piece = coding.evidence[0]
    assert text[piece.start : piece.end] == piece.quote
    assert piece.quote in coding.reason
    assert coded(text, language)["private"].coverage == "silent"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "No unfair competition."), ("en", "Fair enough."), ("zh", "反对不公平竞争。")]
)
def test_an_exclusion_takes_a_cue_back(language, text):
    assert coded(text, language)["fair"].coverage == "silent"


def test_an_exclusion_takes_back_only_what_lies_inside_it():
    assert coded("Fair enough, but be fair.")["fair"].coverage == "covered"


def test_one_hint_is_not_enough_and_a_heading_helps():
    alone = coded("All are equal.")["fair"]
    under = coded("All are equal.", headings=("Chapter", "Fairness"))["fair"]
    assert alone.coverage != "covered"
    assert alone.score < under.score
    assert [piece.place for piece in under.evidence] == ["text", "heading"]


@pytest.mark.parametrize(
    ("language", "demand", "backdrop"),
    [
        (
            "en",
            "Providers shall keep logs and protect privacy.",
            "In order to protect privacy, providers shall keep logs.",
        ),
        ("zh", "提供者应当保存日志并保护隐私。", "为保护隐私，提供者应当保存日志。"),
    ],
)
def test_a_concept_in_a_purpose_clause_is_backdrop(language, demand, backdrop):
    asked, named = coded(demand, language)["private"], coded(backdrop, language)["private"]
    assert not asked.evidence[0].backdrop
    assert named.evidence[0].backdrop
    assert named.score < asked.score
    assert "backdrop" in named.reason


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The requirement of privacy is tied to the principle of fairness."),
        ("zh", "隐私这一要求与公平性原则密切相关。"),
    ],
)
def test_a_sentence_about_the_document_itself_has_no_concept(language, text):
    found = coded(text, language)
    assert {coding.coverage for coding in found.values()} == {"silent"}
    assert "about the document" in found["private"].reason


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "AI must respect privacy; this principle has four parts."),
        ("zh", "人工智能应当尊重隐私；本原则下设四个分项。"),
    ],
)
def test_what_is_asked_beside_words_on_the_document_stays_asked(language, text):
    assert coded(text, language)["private"].coverage == "covered"


def test_more_evidence_never_lowers_a_score():
    scores = [coded(text)["fair"].score for text in ("x", "equal", "equal, just", "fair, equal, just")]
    assert scores == sorted(scores)
    assert scores[-1] <= 1


def test_repeating_a_word_is_no_more_evidence():
    assert coded("fair")["fair"].score == coded("fair fair fair")["fair"].score


def test_a_provision_is_coded_by_its_statements():
    coder = Coder(taxonomy(FAIR, PRIVATE), None)
    whole = coder.code([unit("Be fair. Keep privacy. Walk.")])
    assert [coding.coverage for coding in whole.codings[0]] == ["covered", "covered"]
    assert {coding.concept_id: coding.reason.partition(":")[0] for coding in whole.codings[0]} == {
        "fair": "a.1",
        "private": "a.2",
    }


def test_a_long_text_gathers_no_concepts_by_its_length():
    coder = Coder(taxonomy(FAIR, PRIVATE), None)
    short, long = (coder.code([unit("All are equal. Walk on. " * count)]).scores for count in (1, 50))
    assert np.all(long <= short + 1e-9)


def test_states_follow_the_thresholds():
    assert [coverage_of(score) for score in (COVERED, COVERED - 1e-9, MENTIONED, MENTIONED - 1e-9)] == [
        *("covered", "mentioned", "mentioned", "silent")
    ]


@pytest.fixture(scope="module")
def core():
    """A coder for tertium-core."""
    return load_coder()


def concepts_in(core, text, language):
    return {coding.concept_id for coding in core.code([unit(text, language)]).of(0, COVERED)}


# Traps that peers fall into (a word of one thing inside another): concept that must not be found.
TRAPS = [
    ("en", "We will build a human community with a shared future.", "benefit-sharing"),
    ("zh", "推动构建人类命运共同体。", "benefit-sharing"),
    ("en", "Shared responsibility lies with all parties.", "benefit-sharing"),
    ("zh", "各方共担责任。", "benefit-sharing"),
    ("en", "Users make algorithmically informed decisions.", "privacy"),
    ("en", "Users make algorithmically informed decisions.", "informed-consent"),
    ("en", "Unfair competition is prohibited.", "fairness"),
    ("zh", "禁止不公平竞争行为。", "fairness"),
    ("en", "The regulation lays down harmonised rules on AI.", "harmony"),
    ("en", "Workers are entitled to social security benefits.", "social-stability"),
    ("zh", "应增强人工智能的鲁棒性。", "long-term-risk"),
    ("zh", "应增强人工智能的鲁棒性。", "human-agency"),
    ("zh", "避免出现数据和平台垄断。", "harmony"),
]


@pytest.mark.parametrize(("language", "text", "concept"), TRAPS)
def test_lexical_traps_do_not_fire(core, language, text, concept):
    assert concept not in concepts_in(core, text, language)


FINDS = [
    ("Decisions must be explained.", "决策必须予以解释。", "explainability"),
    ("Explanations should be given.", "应当作出解释说明。", "explainability"),
    ("Explainability should be improved.", "应当提升可解释性。", "explainability"),
    ("Personal information must not be leaked.", "不得泄露个人信息。", "privacy"),
    ("Bias and discrimination should be removed.", "应当消除偏见与歧视。", "non-discrimination"),
    ("Societal security must be protected.", "必须维护社会安全。", "social-stability"),
    ("Human-machine harmony should be fostered.", "应当增进人机和谐。", "harmony"),
    ("We build a community with a shared future for humankind.", "构建人类命运共同体。", "shared-future"),
    ("AI should respect fundamental rights.", "人工智能应当尊重基本权利。", "fundamental-rights"),
    ("Humans must be able to take over control.", "人类必须能够接管控制。", "human-oversight"),
]


@pytest.mark.parametrize(("english", "chinese", "concept"), FINDS)
def test_the_core_finds_the_same_in_both_languages(core, english, chinese, concept):
    assert concept in concepts_in(core, english, "en")
    assert concept in concepts_in(core, chinese, "zh")


def test_a_taxonomy_without_cues_is_coded_by_labels_and_meaning():
    bare = taxonomy(
        Concept(
            "private", {"en": "Privacy"}, {"en": "Personal data of people are protected against misuse and leaks."}
        ),
        Concept("green", {"en": "Environment"}, {"en": "Energy is saved and nature is protected from damage."}),
        Concept("jobs", {"en": "Employment"}, {"en": "Workers keep their jobs or are trained for new ones."}),
    )
    texts = {
        "private": "Information about individuals must be kept confidential.",
        "green": "The ecological footprint of training should be reduced.",
        "jobs": "Employees who are displaced should be retrained.",
    }
    result = Coder(bare, load_encoder()).code([unit(text) for text in texts.values()])
    assert [codings[0].concept_id for codings in result.codings] == list(texts)


def test_who_issued_a_text_is_not_looked_at(core):
    units = load_edition("most").statements
    scores = [
        core.code([replace(s, id=f"{name}#{k}", document_id=name) for k, s in enumerate(units)]).scores
        for name in ("a-chinese-ministry", "a-european-board")
    ]
    assert np.array_equal(*scores)


def test_a_document_that_was_read_is_coded_as_if_it_had_not_been():
    passages = load_passages(load_taxonomy())
    statements = load_edition("most@zh").statements
    encoder = load_encoder()
    left_out = Teacher(passages, encoder).ask(statements)
    never_there = Teacher([p for p in passages if p.group != "most-2019"], encoder).ask(statements)
    # The two differ in the vectors' mean and in the words' document frequencies, not in who is asked.
    assert (
        left_out.nearest == never_there.nearest
        or np.mean([a == b for (a, _), (b, _) in zip(left_out.nearest, never_there.nearest, strict=True)]) > 0.9
    )
    assert np.abs(left_out.scores - never_there.scores).max() < 0.2
    inside = Teacher(passages, encoder).ask(statements, leave_out=["nobody"] * len(statements))
    assert np.abs(inside.scores - never_there.scores).max() > 0.3


def test_what_stands_beside_a_statement_does_not_change_its_score(core):
    statements = load_edition("baai@zh").statements
    assert np.array_equal(core.code(statements).scores[5:6], load_coder().code(statements[5:6]).scores)


def test_evidence_lies_in_its_text(core):
    for code in ("en", "zh"):
        result = core.code(load_edition(f"tencent@{code}").statements)
        pieces = 0
        for statement, codings in zip(result.units, result.codings, strict=True):
            for coding in codings:
                for piece in coding.evidence:
                    text = statement.text if piece.place == "text" else statement.headings[-1]
                    assert text[piece.start : piece.end] == piece.quote
                    pieces += 1
        assert pieces > 50
