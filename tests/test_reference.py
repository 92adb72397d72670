"""The readers' codings are whole, and say what each reader said."""

import csv

import pytest

from tertium.aligner.inference import find_agreement
from tertium.aligner.readings import COLUMNS, read_reference
from tertium.aligner.reference import code_as_settled
from tertium.corpus.catalogue import SHIPPED, load_edition
from tertium.corpus.errors import FormatError, TertiumError
from tertium.taxonomies import load_taxonomy

FILES = sorted(SHIPPED.glob("*/codings.csv"))
CORE = load_taxonomy()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_statement_is_coded_with_known_concepts(path):
    known = {concept.id for concept in CORE.concepts}
    codes = read_reference(path)
    assert list(codes) == [statement.id for statement in load_edition(path.parent.name).statements]
    assert all(found <= known for found in codes.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_what_both_readers_say_is_settled_so_and_differences_are_explained(path):
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["english_reader"] == row["chinese_reader"]:
                assert row["settled"] == row["english_reader"], row
            else:
                assert row["note"], row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_the_readers_agree_far_beyond_chance(path):
    readers = [read_reference(path, name) for name in ("english_reader", "chinese_reader")]
    assert find_agreement(*readers, [concept.id for concept in CORE.concepts]).alpha > 0.8


def test_settled_codings_are_the_same_in_both_languages():
    coded = [code_as_settled(load_edition(f"eu@{code}"), CORE) for code in ("en", "zh")]
    assert (coded[0].scores == coded[1].scores).all()
    assert coded[0].of(0)[0].concept_id == "rule-of-law"


def test_what_nobody_has_read_is_refused(write_csv):
    mine = write_csv("mine.csv", "id,text\n1,Be fair.\n")
    with pytest.raises(TertiumError, match="eu-hleg-2019"):
        code_as_settled(load_edition(str(mine)), CORE)


@pytest.mark.parametrize(
    ("text", "found"),
    [("unit_id,concept_id\n", "columns unit_id"), (",".join(COLUMNS) + "\nd#1,privacy,1,1,yes,\n", "settled 'yes'")],
)
def test_faulty_files_are_refused(write_csv, text, found):
    with pytest.raises(FormatError, match=found):
        read_reference(write_csv("codings.csv", text))
