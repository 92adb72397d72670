"""A person's decisions stand in the place of the machine's codings, and every output says so."""

import csv
import hashlib
import io
import json

import pytest
from click.testing import CliRunner

from tertium.aligner.coding import MENTIONED
from tertium.aligner.comparison import compare
from tertium.aligner.decided import LANGUAGE_MODELS, code_editions
from tertium.aligner.decision_log import DecisionLog
from tertium.aligner.decisions import Decision, read_decisions, text_hash
from tertium.cli import cli
from tertium.corpus.catalogue import load_edition
from tertium.taxonomies import load_taxonomy

CORE = load_taxonomy()
TEXTS = {code: {s.id: s.text for s in load_edition(f"most@{code}").statements} for code in ("en", "zh")}


def run(*args, code=0):
    result = CliRunner().invoke(cli, list(args))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def decide(path, coder="Ann", language="en", taxonomy="tertium-core", **decisions):
    """A file of decisions on MOST; ``p1_1=("privacy",)``, or a pair of concepts and text."""
    with DecisionLog(path, coder, taxonomy) as log:
        for unit, concepts in decisions.items():
            identity = f"most-2019#{unit.replace('_', '.')}"
            text = TEXTS[language].get(identity, "gone")
            if concepts and not isinstance(concepts[0], str):
                concepts, text = concepts  # noqa: PLW2901
            log.append(
                Decision(
                    identity,
                    text_hash(text),
                    language,
                    taxonomy,
                    coder,
                    "changed" if concepts else "none",
                    frozenset(concepts),
                    frozenset(),
                    "seen" if concepts else "",
                    "2026-01-31",
                )
            )
    return path


class Machine:
    """A coder that finds everything in everything, with a score that tells how many statements a unit has."""

    taxonomy = CORE

    def code(self, units):
        import numpy as np

        from tertium.aligner.coding import CodedUnits, Coding, coverage_of

        scores = np.array([[1 - 0.05 * len(unit.statements)] * len(CORE.concepts) for unit in units])
        codings = tuple(
            tuple(
                Coding(unit.id, unit.document_id, c.id, row[0], coverage_of(row[0]), (), "all") for c in CORE.concepts
            )
            for unit, row in zip(units, scores, strict=True)
        )
        return CodedUnits(tuple(units), CORE, scores, codings)


def coded(path, *references, **options):
    editions = [load_edition(reference) for reference in references]
    return code_editions(Machine(), editions, files=[read_decisions(p) for p in path], **options)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_decision_replaces_all_codings_of_its_statement(tmp_path, language):
    path = decide(tmp_path / "a.csv", language=language, p1_1=("privacy", "safety"), p1_2=())
    found = coded([path], f"most@{language}")
    units = {unit.id: k for k, unit in enumerate(found.coded[0].units)}
    first = found.coded[0].codings[units["most-2019#p1.1"]]
    assert [(c.concept_id, c.score, c.coverage) for c in first[:2]] == [
        ("privacy", 1.0, "covered"),
        ("safety", 1.0, "covered"),
    ]
    assert {(c.score, c.coverage) for c in first[2:]} == {(0.0, "silent")}
    assert {c.confirmed_by for c in first} == {"Ann"}
    assert first[0].reason == "confirmed by Ann on 2026-01-31 (changed): seen; machine 0.95: all"
    assert first[2].reason.startswith("ruled out by Ann on 2026-01-31 (changed)")
    assert found.coded[0].scores[units["most-2019#p1.1"]].sum() == 2
    assert not found.coded[0].of(units["most-2019#p1.2"])
    assert {c.confirmed_by for c in found.coded[0].codings[units["most-2019#p1.3"]]} == {""}
    assert found.confirmed == (2,)
    assert f"most-2019@restatement.{language}: 2 of 48 statements confirmed by a person (Ann)" in found.notes


def test_a_provision_has_what_was_decided_and_the_machines_codings_of_the_rest(tmp_path):
    part = decide(tmp_path / "a.csv", p1_1=("privacy",), p1_2=())
    found = coded([part], "most", unit="provision")
    row = [unit.id for unit in found.coded[0].units].index("most-2019#p1")
    unit = found.coded[0].units[row]
    by_concept = {coding.concept_id: coding for coding in found.coded[0].codings[row]}
    assert len(unit.statements) > 2
    assert (by_concept["privacy"].score, by_concept["privacy"].confirmed_by) == (1.0, "Ann")
    assert "in p1.1" in by_concept["privacy"].reason
    assert by_concept["safety"].score == pytest.approx(1 - 0.05 * (len(unit.statements) - 2))
    assert by_concept["safety"].confirmed_by == ""
    assert found.confirmed == (0,)
    rest = {f"p1_{n}": () for n in range(3, len(unit.statements) + 1)}
    whole = coded([part, decide(tmp_path / "b.csv", "Bo", **rest)], "most", unit="provision")
    by_concept = {coding.concept_id: coding for coding in whole.coded[0].codings[row]}
    assert by_concept["safety"].score == 0
    assert by_concept["safety"].confirmed_by == "Ann; Bo"
    assert whole.confirmed == (1,)


def test_all_that_is_not_used_is_told(tmp_path):
    path = decide(
        tmp_path / "a.csv",
        p1_1=(("privacy",), "an older text"),
        p9_9=("privacy",),
        p1_2=("gone",),
        p1_3=("privacy",),
    )
    decide(path, language="zh", p1_1=("privacy",))
    with path.open("a", encoding="utf-8") as file:
        file.write("most-2019#p1.3,12")
    notes = coded([path], "most").notes
    for part in (
        "texts that have changed since (stale), not used: 1 (most-2019#p1.1)",
        "statements that no document here has, not used: 1 (most-2019#p9.9)",
        "concepts that tertium-core does not have (gone), not used: 1 (most-2019#p1.2)",
        "the text in the other language, not used: 1 (most-2019#p1.1)",
        "the last line was never finished and does not count: 'most-2019#p1.3,12'",
        "1 of 48 statements confirmed by a person (Ann)",
    ):
        assert any(part in note for note in notes), part
    other = decide(tmp_path / "b.csv", taxonomy="oecd-2019", p1_1=("privacy",))
    assert any("taxonomy oecd-2019, not used: 1" in note for note in coded([other], "most").notes)


def test_of_two_people_the_later_file_counts_and_that_is_told(tmp_path):
    ann = decide(tmp_path / "a.csv", p1_1=("privacy",), p1_2=("safety",))
    bo = decide(tmp_path / "b.csv", "Bo", p1_1=("privacy",), p1_2=("fairness",))
    found = coded([ann, bo], "most")
    by_unit = {unit.id: group for unit, group in zip(found.coded[0].units, found.coded[0].codings, strict=True)}
    assert by_unit["most-2019#p1.1"][0].confirmed_by == "Ann; Bo"
    assert (by_unit["most-2019#p1.2"][0].concept_id, by_unit["most-2019#p1.2"][0].confirmed_by) == ("fairness", "Bo")
    assert "b.csv: most-2019#p1.2: decided otherwise than by Ann; this one counts" in found.notes


def test_both_languages_of_one_document_have_their_own_decisions(tmp_path):
    path = decide(tmp_path / "a.csv", p1_1=("privacy",))
    decide(path, language="zh", p1_1=("safety",))
    found = coded([path], "most@zh", "most@en")
    assert found.confirmed == (1, 1)
    assert not any("not used" in note for note in found.notes)
    row = [unit.id for unit in found.coded[0].units].index("most-2019#p1.1")
    assert [side.codings[row][0].concept_id for side in found.coded] == ["safety", "privacy"]


@pytest.mark.parametrize("unit", ["statement", "provision"])
def test_the_readers_codings_can_be_used_and_say_who_they_are(unit):
    found = coded([], "most@zh", codings="human", unit=unit)
    assert found.notes == (f"most-2019: {LANGUAGE_MODELS}",)
    assert set(found.coded[0].scores.ravel()) == {0.0, 1.0}
    assert {coding.confirmed_by for group in found.coded[0].codings for coding in group} == {""}
    assert [unit.id for unit in found.coded[0].units] == [unit.id for unit in load_edition("most@zh").units(unit)]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Nobody speaks of harmony in MOST, and everything in the preamble is about privacy."""
    path = tmp_path_factory.mktemp("decisions") / "ann.csv"
    units = {"p1_3": (), "preamble_1": ("privacy",), "preamble_2": (("privacy",), "old"), "nowhere_1": ()}
    for language in ("en", "zh"):
        decide(path, language=language, **units)
    return path


@pytest.mark.parametrize("languages", ["en", "zh", "zh:en"])
def test_compare_has_them_in_its_concepts_warnings_settings_and_counts(path, languages):
    result = json.loads(
        run("compare", "most", "eu", "--lang", languages, "--decisions", str(path), "-f", "json").stdout
    )
    by_id = {concept["concept_id"]: concept for concept in result["concepts"]}
    assert "most-2019#p1.3" not in by_id["harmony"]["source_statements"]
    assert "most-2019#preamble.1" in by_id["privacy"]["source_statements"][:1]
    assert by_id["privacy"]["source_score"] == 1
    assert result["confirmed"] == {"source": 2, "target": 0}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert result["settings"]["decisions"] == [{"file": "ann.csv", "sha256": digest}]
    assert result["settings"]["codings"] == "machine"
    assert any("(stale), not used: 1 (most-2019#preamble.2)" in warning for warning in result["warnings"])


def test_nothing_changes_without_decisions():
    result = json.loads(run("compare", "most", "eu", "-f", "json").stdout)
    assert result["confirmed"] == {"source": 0, "target": 0}
    assert result["settings"]["decisions"] == []


COMMANDS = {
    "compare": ["compare", "most", "eu"],
    "gaps": ["gaps", "most", "eu@zh"],
    "view": ["view", "most@zh", "eu", "--provision", "p1"],
    "align": ["align", "most", "eu", "--top", "1"],
    "code": ["code", "most@zh", "tencent"],
}


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        *((name, format_) for name in COMMANDS for format_ in ("csv", "md")),
        *(("gaps", format_) for format_ in ("tsv", "json", "jsonl", "table", "svg")),
        *(("compare", format_) for format_ in ("json", "table")),
    ],
)
def test_what_a_reader_must_know_travels_in_every_format(path, name, format_):
    result = run(*COMMANDS[name], "--decisions", str(path), "-f", format_)
    text = " ".join((result.stdout + result.stderr).replace("&#160;", " ").split())
    for part in ("2 of 48 statements confirmed by a person (Ann)", "(stale)", "no document here has"):
        if format_ == "svg":
            assert part.split()[0] in text
        else:
            assert part in text, part


def test_code_says_of_each_coding_who_confirmed_it(path):
    for language in ("en", "zh"):
        table = rows(run("code", f"most@{language}", "--decisions", str(path)).stdout)
        said = {(row["unit_id"], row["concept_id"]): row for row in table if row["confirmed_by"]}
        assert set(said) == {("most-2019#preamble.1", "privacy")}
        row = said["most-2019#preamble.1", "privacy"]
        assert (row["score"], row["confirmed_by"]) == ("1.0000", "Ann")
        assert row["reason"].startswith("confirmed by Ann on 2026-01-31 (changed): seen; machine ")
        assert not [row for row in table if row["unit_id"] == "most-2019#p1.3"]
    every = rows(run("code", "most", "--decisions", str(path), "--all-scores").stdout)
    assert {row["confirmed_by"] for row in every if row["unit_id"] == "most-2019#p1.3"} == {"Ann"}


def test_gaps_and_view_follow_the_decisions(path):
    gaps = rows(run("gaps", "most", "eu", "--decisions", str(path)).stdout)
    assert "harmony" not in {gap["concept_id"] for gap in gaps}
    shown = run("view", "most", "eu", "--concept", "privacy", "--decisions", str(path), "-f", "csv").stdout
    assert "most-2019#preamble.1" in {row["source_id"] for row in rows(shown)}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readers_codings_travel_with_their_warning(name):
    result = run(*COMMANDS[name], "--codings", "human", "-f", "md")
    assert LANGUAGE_MODELS in result.stdout


def test_human_codings_are_named_in_the_settings_and_refused_where_there_are_none(write_csv):
    result = json.loads(run("compare", "most", "eu", "--codings", "human", "-f", "json").stdout)
    assert result["settings"]["codings"] == "human"
    assert {concept["source_score"] for concept in result["concepts"]} <= {0.0, 1.0}
    mine = write_csv("mine.csv", "id,text\n1,Be fair.\n")
    assert "no readers' codings of mine" in run("compare", str(mine), "eu", "--codings", "human", code=2).stderr
    args = ["code", "most", "--taxonomy", "oecd-2019", "--codings", "human"]
    assert "no readers' codings of most-2019@restatement.en on oecd-2019" in run(*args, code=2).stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_faulty_file_is_one_message(tmp_path, name):
    path = tmp_path / "a.csv"
    path.write_text("unit_id,concept_id\n")
    message = run(*COMMANDS[name], "--decisions", str(path), code=2).stderr
    assert "a.csv:1: columns unit_id, concept_id; expected a column 'text_sha256'" in message
    assert "cannot be read" in run(*COMMANDS[name], "--decisions", "none.csv", code=2).stderr


def test_the_library_takes_them_too(path):
    result = compare("most", "tencent", decisions=[path])
    assert result.confirmed == (2, 0)
    assert any(coding.score >= MENTIONED and coding.confirmed_by for coding in result.source_coded.codings[0])
