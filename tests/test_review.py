"""A review by what is typed in it, without a terminal; and as a process that is killed."""

import os
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from tertium.aligner.coding import COVERED, MENTIONED, CodedUnits, Coding, coverage_of
from tertium.aligner.decisions import Decision, Ledger, read_decisions, text_hash
from tertium.aligner.review import Session
from tertium.cli import cli
from tertium.corpus.catalogue import load_counterpart, load_edition
from tertium.reports.review import item_layout
from tertium.reports.terminal import as_text
from tertium.taxonomies.taxonomy import Concept, Taxonomy

CONCEPTS = (
    Concept("values", {"en": "Values", "zh": "价值"}),
    Concept("privacy", {"en": "Privacy", "zh": "隐私与个人信息"}, broader="values"),
    Concept("fairness", {"en": "Fairness and justice", "zh": "公平"}, broader="values"),
    Concept("safety", {"en": "Safety", "zh": "安全"}, broader="values"),
)
TAXONOMY = Taxonomy("small", "1", {"en": "Small"}, "", "", "", CONCEPTS)
SCORES = {"1.1": (0.9, 0.1, (MENTIONED + COVERED) / 2), "2.1": (0.95, 0.9, 0.0), "3.1": (0.01, 0.02, 0.03)}


class Memory:
    """A log that is kept in no file."""

    def __init__(self, *rows):
        self.ledger = Ledger()
        self.rows = []
        for row in rows:
            self.append(row)

    def append(self, row):
        self.rows.append(row)
        self.ledger.add(row)


@pytest.fixture
def edition(write_csv):
    text = "id,text,heading,lang\n1,Protect data.,Data,en\n2,应当公平。,公平,zh\n3,Nothing at all.,,en\n"
    return load_edition(str(write_csv("mine.csv", text)))


@pytest.fixture
def start(edition):
    def run(*rows, **options):
        matrix = np.array([SCORES[unit.id.partition("#")[2]] for unit in edition.statements])
        codings = []
        for unit, scores in zip(edition.statements, matrix, strict=True):
            made = [
                Coding(unit.id, "mine", concept.id, score, coverage_of(score), (), "why")
                for concept, score in zip(TAXONOMY.concepts, scores, strict=True)
            ]
            codings.append(tuple(sorted(made, key=lambda coding: -coding.score)))
        coded = CodedUnits(edition.statements, TAXONOMY, matrix, tuple(codings))
        return Session(edition, coded, Memory(*rows), coder="Ann", date="2026-01-31", **options)

    return run


def made(unit, text, concepts=("privacy",), language="en", **changes):
    values = dict(zip(("proposed", "note", "date"), (frozenset(), "", "2026-01-01"), strict=True))
    verdict = "changed" if concepts else "none"
    return Decision(
        f"mine#{unit}",
        text_hash(text),
        language,
        "small",
        "Ann",
        changes.pop("verdict", verdict),
        frozenset(concepts),
        **{**values, **changes},
    )


def at(session):
    return session.current and session.current.statement.id.partition("#")[2]


def last(session):
    return session._log.rows[-1]


def test_a_statement_is_put_with_its_context_and_its_proposals(start):
    session = start()
    item = session.current
    assert (item.number, item.total, item.open) == (1, 3, 3)
    assert item.statement.headings == ("Data",)
    assert (item.before, item.after.text, item.other) == (None, "应当公平。", None)
    assert [coding.concept_id for coding in item.proposals] == ["privacy", "safety"]


@pytest.mark.parametrize(
    ("line", "verdict", "concepts"),
    [
        ("a", "accepted", {"privacy"}),
        ("ACCEPT", "accepted", {"privacy"}),
        ("ａ", "accepted", {"privacy"}),
        ("c 2", "changed", {"safety"}),
        ("c 1", "accepted", {"privacy"}),
        ("1 2", "changed", {"privacy", "safety"}),
        ("１，２", "changed", {"privacy", "safety"}),
        ("change fairness; Safety", "changed", {"fairness", "safety"}),
        ("c Fairness and justice", "changed", {"fairness"}),
        ("c 公平、安全", "changed", {"fairness", "safety"}),
        ("+ fairness", "changed", {"privacy", "fairness"}),
        ("+fairness", "changed", {"privacy", "fairness"}),
        ("add privacy", "accepted", {"privacy"}),
        ("n", "none", set()),
    ],
)
def test_a_line_decides_at_once(start, line, verdict, concepts):
    session = start()
    events = session.apply(line)
    assert [event.kind for event in events] == ["decided"]
    row = last(session)
    assert (row.unit_id, row.verdict, row.concepts) == ("mine#1.1", verdict, concepts)
    assert (row.proposed, row.date, row.coder, row.taxonomy) == ({"privacy"}, "2026-01-31", "Ann", "small")
    assert row.text_sha256 == text_hash("Protect data.")
    assert at(session) == "2.1"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("c 9", "no proposal has the number 9; expected 1 to 2"),
        ("c 0", "no proposal has the number 0"),
        ("c", "c needs numbers"),
        ("+", "+ needs the id"),
        ("+ privcy", "nearest: privacy"),
        ("+ 隐私", "nearest: privacy"),
        ("c 1 privcy", "no concept has the id 'privcy'"),
        ("c values", "is a theme, which is not coded itself; expected one of privacy, fairness, safety"),
        ("a 1", "takes nothing behind it"),
        ("n what", "takes nothing behind it"),
        ("m", "needs the text"),
        ("g 99", "no statement has the id '99'"),
        ("u", "nothing to take back"),
        ("", "nothing typed"),
        ("yes", "'yes' is no command"),
        ("\x00", "is no command"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(start, line, message):
    session = start()
    (event,) = session.apply(line)
    assert event.kind == "refused"
    assert message in event.text
    assert session._log.rows == []
    assert at(session) == "1.1"


def test_nothing_covered_cannot_be_accepted(start):
    session = start()
    session.apply("g 3.1")
    assert "n says that none applies" in session.apply("a")[0].text
    session.apply("n")
    assert last(session).verdict == "none"


def test_a_note_is_saved_at_once_and_again_with_the_decision(start):
    session = start()
    session.apply("m =看，注意")
    assert (last(session).verdict, last(session).note) == ("noted", "=看，注意")
    assert at(session) == "1.1"
    again = start(*session._log.rows)  # as after a kill
    assert again.current.note == "=看，注意"
    again.apply("a")
    assert (last(again).verdict, last(again).note) == ("accepted", "=看，注意")


def test_undo_takes_back_decisions_and_skips_one_by_one(start):
    session = start()
    for line in ("a", "s", "n"):
        session.apply(line)
    assert session.current is None
    assert session.progress.count("decided") == 2
    for unit, decided in (("3.1", 1), ("2.1", 1), ("1.1", 0)):
        session.apply("u")
        assert (at(session), session.progress.count("decided")) == (unit, decided)
    assert session.apply("u")[0].kind == "refused"
    assert session.made == []


def test_undo_reaches_what_was_decided_before_this_session(start):
    session = start(made("1.1", "Protect data."), made("2.1", "应当公平。", language="zh"))
    assert at(session) == "3.1"
    assert "of 2026-01-01" in session.apply("undo")[0].text
    assert at(session) == "2.1"
    session.apply("undo")
    assert (at(session), session.progress.count("open")) == ("1.1", 3)


def test_the_end_is_told_and_undo_still_works(start):
    session = start()
    events = [session.apply(line) for line in ("a", "a", "n")][-1]
    assert [event.kind for event in events] == ["decided", "finished"]
    assert session.apply("a")[0].kind == "refused"
    session.apply("u")
    assert at(session) == "3.1"


def test_quitting_stops(start):
    session = start()
    assert session.apply("quit")[0].kind == "stopped"
    assert session.current is None
    assert session.left == 3


def test_a_later_session_goes_on_where_the_last_one_stopped(start):
    session = start(made("1.1", "Protect data."))
    assert at(session) == "2.1"
    assert "1 of 3 statements decided, 2 not" in session.progress.standing


def test_a_text_that_has_changed_is_stale_and_shown_so(start):
    rows = [made("1.1", "Protect the data."), made("2.1", "应当公平。", language="zh")]
    session = start(*rows, only="stale")
    assert (at(session), session.left) == ("1.1", 1)
    assert session.current.stale
    text = as_text(item_layout(session.current, TAXONOMY))
    assert "has changed since 2026-01-01, when this was decided: privacy" in text
    session.apply("n")
    assert session.progress.count("stale") == 0
    session.apply("u")
    assert session.progress.count("stale") == 1


def test_a_concept_that_the_taxonomy_lost_makes_a_decision_stale(start):
    assert start(made("1.1", "Protect data.", ("gone",))).progress.count("stale") == 1


def test_what_is_to_be_reviewed_can_be_chosen(start):
    rows = [made("2.1", "应当公平!", language="zh")]
    for only, units in ((None, "1.1 2.1 3.1"), ("unreviewed", "1.1 3.1"), ("stale", "2.1"), ("uncertain", "1.1")):
        session = start(*rows, only=only)
        found = []
        while session.current:
            found.append(at(session))
            session.apply("s")
        assert " ".join(found) == units, only


def test_the_other_languages_decision_is_another_one(start):
    assert start(made("1.1", "保护数据。", language="zh")).progress.count("open") == 3


def test_going_to_a_decided_statement_and_deciding_it_anew(start):
    session = start(made("1.1", "Protect data."))
    session.apply("g mine#1.1")
    assert "decided on 2026-01-01: privacy" in as_text(item_layout(session.current, TAXONOMY))
    session.apply("n")
    assert session._log.ledger.holding()[("mine#1.1", "en")].verdict == "none"


def test_ids_that_the_document_does_not_have_are_told(start):
    assert "mine#7.1" in start(made("7.1", "x")).progress.warnings[0]


def test_concepts_can_be_listed(start):
    session = start()
    assert session.apply("l 隐私")[0].text == "privacy  Privacy / 隐私与个人信息"
    assert len(session.apply("l")[0].text.splitlines()) == 3
    assert "no concept has 'zz'" in session.apply("l zz")[0].text
    assert "undo" in session.apply("?")[0].text


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("reference", ["most@zh", "most@en"])
def test_a_statement_fits_every_width_and_loses_nothing(width, reference):
    edition = load_edition(reference)
    concept = TAXONOMY.concepts[0]
    coding = Coding("x", "x", concept.id, 0.9, "covered", (), "cue: 群智, 跨界; meaning near the definition (0.26)")
    coded = CodedUnits(edition.statements, TAXONOMY, np.zeros((48, 3)), ((coding,),) * 48)
    item = Session(edition, coded, Memory(), coder="Ann", date="2026-01-31", other=load_counterpart(edition)).current
    text = as_text(item_layout(item, TAXONOMY), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    plain = "".join(text.split())
    for part in (item.statement.text, item.after.text, item.other.text, coding.reason, *item.statement.headings):
        assert "".join(part.split()) in plain.replace("under", "").replace("after", "")


def review(*args, lines="", **options):
    result = CliRunner().invoke(cli, ["review", *args, "--date", "2026-01-31"], input=lines, **options)
    assert "Traceback" not in result.output
    return result


def test_the_command_reads_a_pipe_writes_a_file_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = review("tencent@zh", "--coder", "安娜", lines="n\nc privacy\nm 备注\n")
    assert first.exit_code == 0
    name = "tencent-2018.tertium-core.安娜.csv"
    assert f"decisions are written to {name}" in first.stdout
    assert "under" in first.stdout
    assert "in en" in first.stdout
    second = review("tencent@zh", "--coder", "安娜", lines="n\nu\nu\nq\n")
    assert "2 of 30 statements decided, 28 not" in second.stdout.splitlines()[0]
    file = read_decisions(tmp_path / name)
    assert [row.verdict for row in file.ledger.rows] == ["none", "changed", "noted", "none", "undone", "undone"]
    assert {row.date for row in file.ledger.rows} == {"2026-01-31"}
    assert len(file.decisions) == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["most", "--coder", " "], "--coder ' '"),
        (["most", "--coder", "a;b"], "without semicolons"),
        (["most"], "Missing option '--coder'"),
        (["mots", "--coder", "Ann"], "nearest: most"),
        (["most", "--coder", "Ann", "--taxonomy", "core"], "tertium-core"),
        (["most", "--coder", "Ann", "--decisions", "no/such/a.csv"], "cannot be written"),
        (["most", "--coder", "Ann", "--decisions", "bo.csv"], "bo.csv:2: decisions by 'Bo', not by 'Ann'"),
        (["most", "--coder", "Ann", "--decisions", "mine.csv"], "mine.csv:1: columns id, text"),
    ],
)
def test_mistakes_are_answered_with_one_message(tmp_path, monkeypatch, args, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("id,text\n1,x\n")
    review("tencent", "--coder", "Bo", "--decisions", "bo.csv", lines="n\n")
    result = review(*args)
    assert result.exit_code == 2
    assert message in result.stderr


def test_bytes_that_are_no_text_do_no_harm(tmp_path):
    command = [sys.executable, "-m", "tertium.cli", "review", "tencent", "--coder", "Ann"]
    env = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    lines = b"m \xff\xfe\n+ \xff\nn\n"
    done = subprocess.run(command, input=lines, capture_output=True, cwd=tmp_path, env=env, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    rows = read_decisions(tmp_path / "tencent-2018.tertium-core.Ann.csv").ledger.rows
    assert [row.verdict for row in rows] == ["noted", "none"]
    assert rows[0].date == "1970-01-01"


def test_a_kill_loses_nothing_that_was_decided(tmp_path):
    command = [sys.executable, "-m", "tertium.cli", "review", "tencent@zh", "--coder", "Ann", "--date", "2026-01-31"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path
    ) as process:
        process.stdin.write("n\nm 备注\n".encode())
        process.stdin.flush()
        while "note saved" not in process.stdout.readline().decode():
            pass
        process.kill()
    path = tmp_path / "tencent-2018.tertium-core.Ann.csv"
    assert [row.verdict for row in read_decisions(path).ledger.rows] == ["none", "noted"]
    path.write_bytes(path.read_bytes() + b"tencent-2018#p1.1.1,c3")
    again = subprocess.run(command, input=b"n\n", capture_output=True, cwd=tmp_path, check=True)
    assert "never finished and was cut away: 'tencent-2018#p1.1.1,c3'" in again.stderr.decode()
    assert "备注" in again.stdout.decode()
    assert [row.verdict for row in read_decisions(path).ledger.rows] == ["none", "noted", "none"]


def test_a_closed_input_is_one_message(tmp_path):
    command = f"{sys.executable} -m tertium.cli review tencent --coder Ann <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=tmp_path, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    assert b"standard input is closed" in done.stderr
    assert not list(tmp_path.iterdir())
