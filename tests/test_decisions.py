"""Decisions are kept whole: what a kill leaves is mended and told, and nothing is mixed up or lost."""

import csv
import os
import re
import time
from pathlib import Path

import pytest

from tertium.aligner.decision_log import DecisionLog, date_of, default_path
from tertium.aligner.decisions import COLUMNS, Decision, Ledger, header_text, read_decisions, row_text, text_hash
from tertium.corpus.errors import FormatError, TertiumError

HASH = text_hash("Be fair.")


def decision(unit="d#1", verdict="accepted", concepts=("fairness",), **changes):
    values = {
        "unit_id": unit,
        "text_sha256": HASH,
        "language": "en",
        "taxonomy": "core",
        "coder": "Ann",
        "verdict": verdict,
        "concepts": frozenset(concepts if verdict in ("accepted", "changed") else ()),
        "proposed": frozenset(),
        "note": "",
        "date": "2026-01-31",
    }
    return Decision(**{**values, **changes})


def written(path, *decisions):
    with DecisionLog(path, "Ann", "core") as log:
        for one in decisions:
            log.append(one)
    return path


def test_what_is_written_is_read_and_is_a_plain_csv(tmp_path):
    rows = [
        decision(concepts=("safety", "fairness")),
        decision("d#2", "none", note='多行\n备注, with "quotes"'),
        decision("=d#3", "changed", note="-1 '=x", coder="Ann"),
    ]
    path = written(tmp_path / "a.csv", *rows)
    found = list(read_decisions(path).decisions.values())
    assert [row.note for row in found] == ["", '多行 备注, with "quotes"', "-1 '=x"]
    assert [row.unit_id for row in found] == ["d#1", "d#2", "=d#3"]
    assert found[0] == rows[0]
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert tuple(table[0]) == COLUMNS
    assert table[0]["concepts"] == "fairness; safety"
    assert (table[2]["unit_id"], table[2]["note"]) == ("'=d#3", "'-1 '=x")
    assert path.read_bytes().count(b"\n") == 4


@pytest.mark.parametrize("note", ["=1+1", "'=1", "''=1", "'quoted'", "+", "@x", "-", "'", ""])
def test_guarded_notes_come_back_as_they_were(tmp_path, note):
    path = written(tmp_path / "a.csv", decision(note=note))
    assert next(iter(read_decisions(path).decisions.values())).note == note
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row_text(decision(note=note)).split(","))


def test_later_rows_hold_and_undone_takes_back_one(tmp_path):
    rows = [decision(), decision(verdict="none"), decision("d#2"), decision(language="zh", concepts=("safety",))]
    path = written(tmp_path / "a.csv", *rows)
    assert [d.verdict for d in read_decisions(path).decisions.values()] == ["none", "accepted", "accepted"]
    written(path, decision(verdict="undone"))
    file = read_decisions(path)
    assert file.decisions[("d#1", "en")].concepts == {"fairness"}
    assert file.decisions[("d#1", "zh")].concepts == {"safety"}
    written(path, decision(verdict="undone"))
    assert ("d#1", "en") not in read_decisions(path).decisions


def test_a_note_waits_for_its_decision_and_comes_back_with_undo():
    ledger = Ledger()
    ledger.add(decision(verdict="noted", note="hm"))
    assert ledger.notes == {("d#1", "en"): "hm"}
    assert not ledger.holding()
    ledger.add(decision(note="hm"))
    assert not ledger.notes
    ledger.add(decision(verdict="undone"))
    assert ledger.notes == {("d#1", "en"): "hm"}


def test_a_line_cut_anywhere_loses_no_earlier_one_and_is_told(tmp_path):
    first = header_text() + row_text(decision())
    last = row_text(decision("d#2", "changed", note='以人为本, "x"')).encode()
    path = tmp_path / "a.csv"
    for size in range(1, len(last)):
        path.write_bytes(first.encode() + last[:size])
        whole = size == len(last) - 1  # only the line end is missing
        file = read_decisions(path)
        assert len(file.decisions) == 1 + whole
        assert file.unended == whole
        assert bool(file.torn) != whole
        with DecisionLog(path, "Ann", "core") as log:
            assert len(log.messages) == 1
            assert ("line end" if whole else "never finished") in log.messages[0]
            log.append(decision("d#3"))
        assert path.read_bytes() == first.encode() + last * whole + row_text(decision("d#3")).encode()


def test_a_header_cut_anywhere_is_made_anew(tmp_path):
    path = tmp_path / "a.csv"
    for size in range(len(header_text())):
        path.write_bytes(header_text().encode()[:size])
        written(path, decision())
        assert path.read_text() == header_text() + row_text(decision())


def test_a_file_that_a_spreadsheet_saved_goes_on(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(("\ufeff" + header_text() + row_text(decision())).replace("\n", "\r\n").encode())
    written(path, decision("d#2"))
    assert [unit for unit, _ in read_decisions(path).decisions] == ["d#1", "d#2"]


@pytest.mark.parametrize(
    ("coder", "taxonomy", "message"),
    [("Bo", "core", "a.csv:2: decisions by 'Ann', not by 'Bo'"), ("Ann", "other", "taxonomy 'core', not on 'other'")],
)
def test_coders_and_taxonomies_do_not_share_a_file(tmp_path, coder, taxonomy, message):
    path = written(tmp_path / "a.csv", decision())
    before = path.read_bytes()
    with pytest.raises(TertiumError, match=re.escape(message)) as error:
        DecisionLog(path, coder, taxonomy)
    assert "--decisions" in str(error.value)
    assert path.read_bytes() == before


def test_what_is_taken_back_still_tells_whose_file_it_is(tmp_path):
    path = written(tmp_path / "a.csv", decision(), decision(verdict="undone"))
    with pytest.raises(TertiumError, match="'Ann'"):
        DecisionLog(path, "Bo", "core")


def test_one_file_is_written_by_one_review_at_a_time(tmp_path):
    path = tmp_path / "a.csv"
    with DecisionLog(path, "Ann", "core"), pytest.raises(TertiumError, match="another review"):
        DecisionLog(path, "Ann", "core")
    DecisionLog(path, "Ann", "core").__exit__(None, None, None)


def test_another_file_is_never_written_to(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,text\n1,Be fair.\n")
    with pytest.raises(FormatError, match="columns id, text"):
        DecisionLog(path, "Ann", "core")
    assert path.read_text() == "id,text\n1,Be fair.\n"
    with pytest.raises(TertiumError, match="cannot be written"):
        DecisionLog(tmp_path / "no" / "a.csv", "Ann", "core")
    for content in (b"id,text\n1,Be fair.", b"a letter", b"\xff\xfe", b"unit_id,text_sha256,nothing"):
        path.write_bytes(content)  # without a line end at the end it is still not ours
        with pytest.raises(FormatError, match=r"mine.csv"):
            DecisionLog(path, "Ann", "core")
        assert path.read_bytes() == content


def test_a_device_or_a_pipe_is_no_place_for_decisions(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path(os.devnull)):
        with pytest.raises(TertiumError, match="device or pipe"):
            DecisionLog(path, "Ann", "core")


def test_a_write_that_fails_leaves_no_half_line(tmp_path, monkeypatch):
    path = written(tmp_path / "a.csv", decision())
    before = path.read_bytes()
    real = os.write

    def full(handle, data):
        if len(data) > 20:
            return real(handle, data[:20])
        raise OSError(28, "No space left on device")

    with DecisionLog(path, "Ann", "core") as log:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(TertiumError, match="No space left"):
            log.append(decision("d#2", "none"))
        assert ("d#2", "en") not in log.ledger.holding()
    assert path.read_bytes() == before


def test_every_decision_is_synced(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", synced.append)
    with DecisionLog(tmp_path / "a.csv", "Ann", "core") as log:
        before = len(synced)
        log.append(decision())
        log.append(decision("d#2"))
        assert len(synced) == before + 2


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("verdict", "agreed", "accepted, changed"),
        ("date", "31/01/2026", "2026-01-31"),
        ("language", "fr", "en or zh"),
        ("text_sha256", "12", "SHA-256"),
        ("coder", "", "who decided"),
        ("unit_id", "", "the id of a statement"),
        ("concepts", "", "concepts with 'accepted'"),
        ("verdict", "undone", "concepts with 'accepted'"),
    ],
)
def test_a_faulty_cell_is_named_with_its_line(tmp_path, column, cell, expected):
    row = dict(zip(COLUMNS, row_text(decision()).strip().split(","), strict=True)) | {column: cell}
    path = tmp_path / "a.csv"
    path.write_text(header_text() + row_text(decision("d#0")) + ",".join(row.values()) + "\n")
    with pytest.raises(FormatError, match=r"a\.csv:3") as error:
        read_decisions(path)
    assert expected in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (header_text() + row_text(decision(verdict="undone")), "a.csv:2: 'undone' for d#1"),
        (header_text() + "d#1,x\n", "a.csv:2: another number of cells"),
        (header_text().replace(",", ";") + "x\n", "separated by commas"),
        (header_text() + 'd#1,"x\n', "not a readable CSV"),
        ("", "columns none"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path, text, message):
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(FormatError, match=re.escape(message)):
        list(read_decisions(path).decisions)


def test_the_default_file_is_named_by_document_taxonomy_and_coder():
    assert str(default_path("most-2019", "tertium-core", "安 娜/x")) == "most-2019.tertium-core.安-娜-x.csv"


def test_the_date_can_be_given():
    assert date_of("2026-02-03", {"SOURCE_DATE_EPOCH": "0"}) == "2026-02-03"
    assert date_of("", {"SOURCE_DATE_EPOCH": "86400"}) == "1970-01-02"
    assert date_of("", {}) == time.strftime("%Y-%m-%d")
    with pytest.raises(TertiumError, match="SOURCE_DATE_EPOCH is 'soon'"):
        date_of("", {"SOURCE_DATE_EPOCH": "soon"})
