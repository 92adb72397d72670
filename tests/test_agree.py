"""Agreement of people with each other and with the machine, from the files that they wrote."""

import csv
import io
import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
from sklearn.metrics import cohen_kappa_score

from tertium.aligner.decision_log import DecisionLog
from tertium.aligner.decisions import Decision, text_hash
from tertium.aligner.inference import NONE
from tertium.aligner.sides import machine_side, on_the_same_texts, read_side
from tertium.cli import cli
from tertium.corpus.catalogue import SHIPPED, load_edition
from tertium.corpus.errors import FormatError, UnknownIdError
from tertium.reports.tables import AGREEMENT_COLUMNS, DIFFERENCE_COLUMNS

CONCEPTS = ["privacy", "fairness", "safety"]


def run(*args, code=0):
    result = CliRunner().invoke(cli, ["agree", *map(str, args)])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def decide(path, language="en", coder="Ann", text="", **decisions):
    statements = {statement.id: statement for statement in load_edition(f"tencent@{language}").statements}
    with DecisionLog(path, coder, "tertium-core") as log:
        for unit, concepts in decisions.items():
            identity = f"tencent-2018#{unit.replace('_', '.')}"
            digest = text_hash(text or statements[identity].text)
            verdict = "undone" if concepts is None else "changed" if concepts else "none"
            said = frozenset(concepts or ())
            log.append(
                Decision(
                    identity, digest, language, "tertium-core", coder, verdict, said, frozenset(), "", "2026-01-31"
                )
            )
    return path


@pytest.fixture
def ann(tmp_path):
    units = {f"p1_1_{n}": ("inclusion",) for n in (1, 2)} | {"p1_0_1": ("privacy", "fairness"), "p1_2_1": ()}
    return decide(tmp_path / "ann.csv", **units)


@pytest.fixture
def bo(tmp_path):
    units = {"p1_1_1": ("inclusion", "privacy"), "p1_0_1": ("privacy",), "p1_1_2": ("safety",), "p2_1_1": ("safety",)}
    path = decide(tmp_path / "bo.csv", "zh", "Bo", **units)
    return decide(path, "zh", "Bo", p1_1_2=None)


def test_two_reviews_are_compared_on_what_both_decided(ann, bo):
    result = run(ann, bo, "-f", "json")
    found = json.loads(result.stdout)
    assert (found["one"], found["other"], found["units"]) == ("ann.csv", "bo.csv", 2)
    assert [row["unit_id"] for row in found["disagreements"]] == ["tencent-2018#p1.0.1", "tencent-2018#p1.1.1"]
    table = rows(run(ann, bo).stdout)
    assert tuple(table[0]) == AGREEMENT_COLUMNS
    assert {row["concept_id"] for row in table} == {"privacy", "fairness", "inclusion"}


def test_differences_are_a_table(ann, bo):
    table = rows(run(ann, bo, "--differences").stdout)
    assert tuple(table[0]) == DIFFERENCE_COLUMNS
    assert [tuple(row.values()) for row in table] == [
        ("tencent-2018#p1.0.1", "privacy", "fairness", "", "ann.csv", "bo.csv"),
        ("tencent-2018#p1.1.1", "inclusion", "", "privacy", "ann.csv", "bo.csv"),
    ]
    assert run(ann, ann, "--differences").stdout == ",".join(DIFFERENCE_COLUMNS) + "\n"


def test_one_or_two_files_are_compared_with_the_machine(ann, bo):
    found = json.loads(run(ann, "--machine", "-f", "json").stdout)
    assert (found["one"], found["other"], found["units"], found["further"]) == ("ann.csv", "tertium", 4, [])
    coded = rows(CliRunner().invoke(cli, ["code", "tencent", "-f", "csv"]).stdout)
    covered = {(row["unit_id"], row["concept_id"]) for row in coded if row["coverage"] == "covered"}
    for row in found["disagreements"]:
        assert set(row["other"]) == {concept for unit, concept in covered if unit == row["unit_id"]}
    both = json.loads(run(ann, bo, "--machine", "-f", "json").stdout)
    pairs = [both, *both["further"]]
    assert [(pair["one"], pair["other"], pair["units"]) for pair in pairs] == [
        ("ann.csv", "bo.csv", 2),
        ("ann.csv", "tertium", 4),
        ("bo.csv", "tertium", 3),
    ]
    assert {row["other_name"] for row in rows(run(ann, bo, "--machine").stdout)} == {"bo.csv", "tertium"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_machine_agrees_with_itself(tmp_path, language):
    path = tmp_path / "code.csv"
    for unit in ("statement", "provision"):
        CliRunner().invoke(cli, ["code", f"tencent@{language}", "--unit", unit, "-o", str(path)])
        found = json.loads(run(path, "--machine", "-f", "json").stdout)
        assert (found["alpha_masi"], found["disagreements"]) == (1, [])
        assert set(found["kappa"].values()) <= {1, None}


def test_units_of_ones_own_document_are_found_where_it_is_named(tmp_path, write_csv):
    mine = write_csv("mine.csv", "id,text\n1,Personal information must be protected.\n")
    codes = write_csv("codes.csv", "unit_id,concept_id\nmine#1.1,privacy\nmine#2.1,privacy\n")
    result = run(codes, "--machine", "--document", mine)
    assert rows(result.stdout)[0]["kappa"] == ""
    assert "in no document known here, left out (1): mine#2.1" in result.stderr
    assert "name theirs with --document" in run(codes, "--machine", code=2).stderr


def test_a_text_that_was_not_the_same_is_left_out_and_told(tmp_path, ann):
    old = decide(tmp_path / "old.csv", coder="Old", text="an older text", p1_1_1=("inclusion",))
    decide(old, coder="Old", p1_1_2=("inclusion",))
    result = run(old, ann, "--machine", "-f", "json")
    found = json.loads(result.stdout)
    assert [pair["units"] for pair in (found, *found["further"])] == [1, 1, 4]
    assert "old.csv, ann.csv: not the same text for both (stale), left out: tencent-2018#p1.1.1" in run(old, ann).stderr
    assert "old.csv, tertium: not the same text" in run(old, "--machine").stderr


def test_one_coder_in_two_languages_has_to_choose(ann):
    decide(ann, "zh", p1_1_1=("safety",))
    message = run(ann, "--machine", code=2).stderr
    assert "ann.csv:6: tencent-2018#p1.1.1 decided otherwise on the text in the other language (line 2)" in message
    assert "--lang" in message
    assert json.loads(run(ann, "--machine", "--lang", "zh", "-f", "json").stdout)["units"] == 1


def test_the_machine_codes_each_unit_on_the_text_that_was_coded(ann):
    class Coder:
        def code(self, units):
            self.units = tuple(units)
            return SimpleNamespace(units=self.units, codings=[()] * len(units))

    decide(ann, "zh", p2_1_1=("safety",))
    coder = Coder()
    own = machine_side(coder, read_side(ann, open_concepts()), (), None)
    assert {unit.id: unit.language for unit in coder.units if unit.language == "zh"} == {"tencent-2018#p2.1.1": "zh"}
    assert len(own.codes) == 5
    assert own.hashes == read_side(ann, open_concepts()).hashes


def test_decisions_on_another_taxonomy_are_refused(ann):
    message = run(ann, ann, "--taxonomy", "oecd-2019", code=2).stderr
    assert "ann.csv:2: a decision on the taxonomy 'tertium-core'; expected one on 'oecd-2019'" in message


def test_a_line_that_was_never_finished_is_told(ann, bo):
    ann.write_bytes(ann.read_bytes() + b"tencent-2018#p2.1.1,12")
    assert "ann.csv: the last line was never finished" in run(ann, bo).stderr


def test_an_unknown_concept_is_named_with_file_and_line(ann, bo):
    ann.write_text(ann.read_text(encoding="utf-8").replace("fairness; privacy", "privcy"), encoding="utf-8")
    message = run(ann, bo, code=2).stderr
    assert "no concept (" in message
    assert "ann.csv:4) has the id 'privcy'; nearest: privacy" in message


def test_one_file_alone_is_not_enough(ann):
    assert "expected a second one, or --machine" in run(ann, code=2).stderr


def test_the_readers_codings_can_be_a_side():
    path = SHIPPED / "tencent-2018" / "codings.csv"
    side = read_side(path, open_concepts())
    with path.open(encoding="utf-8") as file:
        settled = {(row["unit_id"], row["concept_id"]) for row in csv.DictReader(file) if row["settled"] == "1"}
    assert {(unit, concept) for unit, found in side.codes.items() for concept in found} == {
        pair for pair in settled if pair[1]
    }
    assert len(side.codes) == 30


def open_concepts():
    from tertium.taxonomies import load_taxonomy

    return [concept.id for concept in load_taxonomy().concepts]


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("unit,concept_id\n", FormatError, "codes.csv:1: columns unit, concept_id; expected a column 'unit_id'"),
        ("unit_id;concept_id\n", FormatError, "separated by commas"),
        ("unit_id,concept_id\nd#1,privcy\n", UnknownIdError, "codes.csv:2"),
        ("unit_id,concept_id\n,privacy\n", FormatError, "codes.csv:2: no unit_id"),
        ("unit_id,concept_id\nd#1,privacy,x\n", FormatError, "codes.csv:2: another number of cells"),
        ("", FormatError, "columns none"),
    ],
)
def test_faulty_codings_are_refused(write_csv, text, error, message):
    with pytest.raises(error) as raised:
        read_side(write_csv("codes.csv", text), CONCEPTS)
    assert message in str(raised.value)


def test_codings_keep_their_language_and_lose_the_apostrophe(write_csv):
    text = "unit_id,concept_id,coverage,edition\n'-d#1,privacy,covered,own.en\nd#2,safety,mentioned,restatement.zh\n"
    path = write_csv("codes.csv", text)
    side = read_side(path, CONCEPTS)
    assert side.codes == {"-d#1": {"privacy"}, "d#2": frozenset()}
    assert side.languages == {"-d#1": "en", "d#2": "zh"}
    assert list(read_side(path, CONCEPTS, "zh").codes) == ["d#2"]
    assert on_the_same_texts(side, side) == (side, side, ())


def test_numbers_are_those_of_scikit_learn_and_nltk(ann, bo):
    """On a whole document read twice."""
    path = SHIPPED / "eu-hleg-2019" / "codings.csv"
    sides = []
    for column in ("english_reader", "chinese_reader"):
        with path.open(encoding="utf-8") as file:
            found = [row for row in csv.DictReader(file) if row[column] == "1"]
        side = ann.with_name(f"{column}.csv")
        lines = [f"{row['unit_id']},{row['concept_id']}\n" for row in found]
        everything = {row["unit_id"] for row in rows(path.read_text(encoding="utf-8"))}
        lines += [f"{unit},\n" for unit in sorted(everything - {row["unit_id"] for row in found})]
        side.write_text("unit_id,concept_id\n" + "".join(lines), encoding="utf-8")
        sides.append(side)
    found = json.loads(run(*sides, "-f", "json").stdout)
    codes = [read_side(side, open_concepts()).codes for side in sides]
    triples = [(str(k), unit, found or NONE) for k, side in enumerate(codes) for unit, found in side.items()]
    assert found["units"] == 142
    assert found["alpha_masi"] == pytest.approx(AnnotationTask(triples, distance=masi_distance).alpha())
    low, high = found["alpha_interval"]
    assert low < found["alpha_masi"] < high
    compared = 0
    for concept, kappa in found["kappa"].items():
        if kappa is not None:
            said = [[concept in side[unit] for unit in sorted(side)] for side in codes]
            assert kappa == pytest.approx(cohen_kappa_score(*said)), concept
            low, high = found["kappa_intervals"][concept]
            assert low is None or low <= kappa + 1e-9 <= high + 2e-9, concept
            compared += 1
    assert compared > 25
