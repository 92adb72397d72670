"""The main job: what MOST and HLEG share and lack, in both languages, with the right statements."""

from dataclasses import replace

import pytest

from tertium.aligner.comparison import compare
from tertium.corpus.catalogue import load_edition, read_languages
from tertium.corpus.errors import TertiumError
from tertium.reports.payload import to_payload

DOCUMENTS = ("aiia-2019", "baai-2019", "eu-hleg-2019", "most-2019", "tencent-2018")
LANGUAGES = ("en", "zh", "zh:en")

# The six resemblances that the MERICS report finds (endnote 67): concept, statements of MOST, statements of HLEG.
RESEMBLANCES = {
    "M6 human values": ("human-values", {"p1.2"}, {"prin1.4", "comp-ethical.1"}),
    "M7 privacy": ("privacy", {"p4.1", "p4.3"}, {"req3.2", "altai3.1"}),
    "M8 non-discrimination": ("non-discrimination", {"p2.4"}, {"prin3.1", "req5a.2", "fr4.1"}),
    "M9 sustainability": ("sustainability", {"p3.1"}, {"req6.2", "req6a.2"}),
    "M10 robustness": ("robustness", {"p5.4"}, {"comp-robust.2", "req2a.1"}),
    "M11 explainability": ("explainability", {"p5.1"}, {"req4b.1", "prin4.2", "req4b.3"}),
}


def local(ids):
    return {identity.partition("#")[2] for identity in ids}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("claim", RESEMBLANCES)
def test_the_six_resemblances_are_found_with_their_statements(compared, language, claim):
    concept, most, hleg = RESEMBLANCES[claim]
    result = compared("most-2019", "eu-hleg-2019", language)
    sides = {c.concept_id: (c, t) for c, t in zip(result.source_coverage, result.target_coverage, strict=True)}
    source, target = sides[concept]
    assert (source.coverage, target.coverage) == ("covered", "covered")
    assert most <= local(source.unit_ids)
    assert local(target.unit_ids) & hleg


# A pair of statements for each resemblance, found by alignment alone.
PAIRS = {
    "M6": ("p1.2", ("prin1.4", "fr1.1", "comp-ethical.1")),
    "M7": ("p4.1", ("req3.1", "req3a.1", "altai3.2")),
    "M8": ("p2.4", ("req5a.2", "req3b.1", "altai5.1", "prin3.1", "req5a.1")),
    "M9": ("p3.1", ("req6a.2", "req6a.1")),
    "M10": ("p5.4", ("comp-robust.2", "comp-robust.1", "req2a.1", "req2d.1", "req2c.4", "altai2.1")),
    "M11": ("p5.1", ("req4.1", "req4b.1", "req4b.4", "prin4.1")),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("claim", PAIRS)
def test_the_six_resemblances_align(compared, language, claim):
    source, targets = PAIRS[claim]
    best = [
        m
        for m in compared("most-2019", "eu-hleg-2019", language).alignment.best(1)
        if m.source_id.endswith(f"#{source}")
    ]
    assert best[0].target_id.partition("#")[2] in targets


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmony_and_the_shared_future_are_gaps_in_hleg(compared, language):
    gaps = {g.concept_id: g for g in compared("most-2019", "eu-hleg-2019", language).gaps if g.missing_in == "target"}
    assert local(gaps["harmony"].evidence) == {"p1.3"}
    assert local(gaps["shared-future"].evidence) == {"preamble.5"}
    assert gaps["shared-future"].coverage == "silent"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_both_languages_agree_on_coverage_in_nine_concepts_of_ten(compared, document):
    result = compared(document, document, "zh:en")
    pairs = list(zip(result.source_coverage, result.target_coverage, strict=True))
    agreed = sum(zh.coverage == en.coverage for zh, en in pairs)
    assert agreed >= 0.9 * len(pairs)


def test_a_document_compared_with_itself_has_no_gaps(compared):
    result = compared("baai-2019", "baai-2019", "en")
    assert result.gaps == ()
    assert result.concept_similarity == 1
    assert result.statement_similarity.source_in_target == result.statement_similarity.target_in_source == 1
    assert all(m.source_id == m.target_id for m in result.alignment.best(1))


def test_swapping_the_sides_mirrors_the_result(compared):
    there, back = (
        to_payload(compared(*pair, "en")) for pair in (("most-2019", "aiia-2019"), ("aiia-2019", "most-2019"))
    )
    assert there["similarity"]["concepts"] == back["similarity"]["concepts"]
    assert there["similarity"]["statements"]["source_in_target"] == back["similarity"]["statements"]["target_in_source"]
    flipped = {"source": "target", "target": "source"}
    gaps = [{(g["concept_id"], g["missing_in"], *g["evidence"]) for g in side["gaps"]} for side in (there, back)]
    assert gaps[0] == {(concept, flipped[side], *ids) for concept, side, *ids in gaps[1]}
    pairs = [{(m["source_id"], m["target_id"], m["score"]) for m in there["alignment"]}]
    assert pairs[0] == {(m["target_id"], m["source_id"], m["score"]) for m in back["alignment"]}


def test_the_jurisdiction_is_no_input():
    source, target = load_edition("most"), load_edition("eu")
    moved = replace(source, document=replace(source.document, jurisdiction="EU", issuer_type="company"))
    before, after = (to_payload(compare(edition, target)) for edition in (source, moved))
    assert before == after


def test_warnings_travel(compared):
    warnings = "\n".join(compared("aiia-2019", "eu-hleg-2019", "zh:en").warnings)
    for part in ("restatement", "aiia-2019#art10.1", "aiia-2019#art15", "two languages"):
        assert part in warnings


def test_few_statements_are_warned_of(write_csv):
    path = write_csv("mine.csv", "id,text\n1,Respect privacy.\n2,Be fair.\n")
    assert any("only 2 statements" in warning for warning in compare(str(path), "most").warnings)


@pytest.mark.parametrize(
    ("text", "expected"), [("", (None, None)), ("zh", ("zh", "zh")), ("zh:en", ("zh", "en")), (":zh", (None, "zh"))]
)
def test_languages_are_read(text, expected):
    assert read_languages(text) == expected


def test_another_language_is_refused():
    with pytest.raises(TertiumError, match="expected zh, en or a pair"):
        read_languages("fr")
